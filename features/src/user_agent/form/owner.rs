use scraper::{ElementRef, Html};

use crate::user_agent::page::selector;

/// Which form of the page owns a field or button, counted from 0: the one that its attribute names or, without that,
/// the one around it (HTML 4.10.18.3).
pub(crate) fn owner(html: &Html, control: ElementRef<'_>) -> Option<usize> {
    let form = match control.attr("form") {
        Some(id) => html
            .select(&selector("form"))
            .find(|form| form.attr("id") == Some(id))?,
        None => control
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|element| element.value().name() == "form")?,
    };
    html.select(&selector("form"))
        .position(|other| other.id() == form.id())
}

/// The fields and buttons of a form that a selector names.
pub(super) fn owned<'a>(html: &'a Html, form: usize, css: &str) -> Vec<ElementRef<'a>> {
    html.select(&selector(css))
        .filter(|element| owner(html, *element) == Some(form))
        .collect()
}

/// The first such button of a form that is not disabled.
pub(super) fn pressable<'a>(html: &'a Html, form: usize, css: &str) -> Option<ElementRef<'a>> {
    let mut found = owned(html, form, css).into_iter();
    found.find(|it| is_button(*it) && it.attr("disabled").is_none())
}

/// The form with that number.
pub(super) fn form(html: &Html, nth: usize) -> Option<ElementRef<'_>> {
    html.select(&selector("form")).nth(nth)
}

/// The forms that are sent by POST.
pub(crate) fn posted(html: &Html) -> impl Iterator<Item = usize> {
    let by_post = |form: ElementRef<'_>| {
        form.attr("method")
            .is_some_and(|it| it.eq_ignore_ascii_case("post"))
    };
    let forms: Vec<_> = html.select(&selector("form")).map(by_post).collect();
    (0..forms.len()).filter(move |nth| forms[*nth])
}

pub(super) fn is_button(element: ElementRef<'_>) -> bool {
    element.value().name() == "button" || element.attr("type") == Some("submit")
}
