use anyhow::Context as _;
use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::Answer;

/// The first form of a page.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) action: Url,
    fields: Vec<(String, String)>,
    buttons: Vec<(String, String)>,
}

impl Form {
    pub(super) fn of(page: &Answer) -> Option<Self> {
        let html = Html::parse_document(&page.body);
        let all = |what| {
            let selector = Selector::parse(what).ok();
            let found = selector.map(|selector| html.select(&selector).collect::<Vec<_>>());
            found.unwrap_or_default()
        };
        let form = *all("form").first()?;
        let mut read = Self {
            action: page
                .url
                .join(form.attr("action").unwrap_or_default())
                .ok()?,
            fields: Vec::new(),
            buttons: Vec::new(),
        };
        for element in all("input, button") {
            let inside = element.ancestors().any(|node| node.id() == form.id());
            let named = element.attr("form").is_some() && element.attr("form") == form.attr("id");
            if inside || named {
                read.add(element);
            }
        }
        Some(read)
    }

    fn add(&mut self, element: ElementRef<'_>) {
        let of = |name| element.attr(name).unwrap_or_default().to_owned();
        let pair = (of("name"), of("value"));
        let button = element.value().name() == "button" || of("type") == "submit";
        let unchecked = of("type") == "checkbox" && element.attr("checked").is_none();
        if pair.0.is_empty() || unchecked {
            return;
        }
        if button {
            self.buttons.push(pair);
        } else {
            self.fields.push(pair);
        }
    }

    /// Its fields with their values, and the button that is pressed, if one is.
    pub(super) fn fields(&self, press: Option<&str>) -> anyhow::Result<Vec<(String, String)>> {
        let mut fields = self.fields.clone();
        if let Some(value) = press {
            let button = self.buttons.iter().find(|(_, known)| known == value);
            let button = button.with_context(|| format!("the form has no button {value}"))?;
            fields.push(button.clone());
        }
        Ok(fields)
    }

    /// Whether nobody has to press anything.
    pub(super) const fn submits_itself(&self) -> bool {
        self.buttons.is_empty()
    }

    /// The value of a hidden field.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(known, _)| known == name);
        field.map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;
    use url::Url;

    use super::{Answer, Form};

    fn form(html: &str) -> Form {
        let page = Answer {
            url: Url::parse("http://127.0.0.1:4000/page").unwrap(),
            status: 200,
            headers: HeaderMap::new(),
            body: html.to_owned(),
        };
        Form::of(&page).unwrap()
    }

    fn sent(form: &Form, press: Option<&str>) -> String {
        let pairs = form.fields(press).unwrap().into_iter();
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    }

    #[test]
    fn a_form_sends_what_a_browser_sends() {
        let form = form(
            "<form id=f action=/there><input name=a value=1><input type=checkbox name=b value=2>\
             <input type=checkbox name=b value=3 checked><input value=nameless>\
             <button name=c value=yes>Y</button></form><input name=outside>\
             <button form=f name=c value=no>N</button>",
        );
        assert_eq!(form.action.as_str(), "http://127.0.0.1:4000/there");
        assert_eq!(sent(&form, None), "a=1&b=3");
        assert_eq!(sent(&form, Some("no")), "a=1&b=3&c=no");
        assert!(form.fields(Some("maybe")).is_err());
        assert!(!form.submits_itself());
    }

    #[test]
    fn a_form_without_buttons_submits_itself() {
        assert!(form("<form><input name=a></form>").submits_itself());
    }
}
