//! What a page says and which form it has; never its markup.

use scraper::{ElementRef, Html, Selector};

use super::{Line, Memory, json};
use crate::runner::Answer;

pub(super) fn lines(answer: &Answer, memory: &mut Memory, lines: &mut Vec<Line>) {
    let html = Html::parse_document(&answer.body);
    let members = errors(&html);
    let has = |what| !all(&html, what).is_empty();
    let kind = if !members.is_empty() {
        "error"
    } else if has("input[type=password]") {
        "login"
    } else if has("button[value=allow]") {
        "consent"
    } else if has("form") {
        "form"
    } else {
        "text"
    };
    lines.push(Line::new("page", kind));
    for (name, value) in members {
        let value = json::text(&name, &value, memory);
        lines.push(Line::new(format!("page.{name}"), value));
    }
    match kind {
        "login" => login(&html, lines),
        "consent" => {
            let names = all(&html, "#names li");
            lines.extend(
                names
                    .into_iter()
                    .map(|name| Line::new("page.asks for", text(name))),
            );
        }
        "form" => form(answer, &html, memory, lines),
        _ => {}
    }
}

/// `error` and its companions: terms and descriptions in Mock Banno, bold names in the stock library.
fn errors(html: &Html) -> Vec<(String, String)> {
    let terms = all(html, "#error-page dt").into_iter();
    let descriptions = all(html, "#error-page dd").into_iter();
    let listed = terms.map(text).zip(descriptions.map(text));
    let bold = all(html, "pre").into_iter().filter_map(|line| {
        let line = text(line);
        let (name, value) = line.split_once(": ")?;
        Some((name.to_owned(), value.to_owned()))
    });
    listed.chain(bold).collect()
}

fn login(html: &Html, lines: &mut Vec<Line>) {
    for input in all(html, "input[name=username]") {
        let username = input.attr("value").unwrap_or_default();
        lines.push(Line::new("page.username", username));
    }
    for _ in all(html, "[role=alert]") {
        lines.push(Line::new("page.alert", "yes"));
    }
}

/// A form that a script or a person submits, field by field.
fn form(answer: &Answer, html: &Html, memory: &mut Memory, lines: &mut Vec<Line>) {
    for form in all(html, "form").into_iter().take(1) {
        let action = form.attr("action").unwrap_or_default();
        let action = answer
            .url
            .join(action)
            .map(String::from)
            .unwrap_or_default();
        lines.push(Line::new("page.action", memory.without_host(&action)));
    }
    for input in all(html, "form input") {
        let name = input.attr("name").unwrap_or_default();
        let value = json::text(name, input.attr("value").unwrap_or_default(), memory);
        lines.push(Line::new(format!("page.field.{name}"), value));
    }
    for button in all(html, "button[name]") {
        let of = |name| button.attr(name).unwrap_or_default();
        lines.push(Line::new(
            format!("page.button.{}", of("name")),
            of("value"),
        ));
    }
}

fn all<'h>(html: &'h Html, what: &str) -> Vec<ElementRef<'h>> {
    let selector = Selector::parse(what).ok();
    let found = selector.map(|selector| html.select(&selector).collect());
    found.unwrap_or_default()
}

fn text(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
