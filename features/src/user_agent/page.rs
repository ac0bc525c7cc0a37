use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::Answer;

/// The text of the first element that a CSS selector names.
pub(crate) fn text(page: &Answer, css: &str) -> Option<String> {
    let html = Html::parse_document(&page.body);
    first(&html, css).map(|element| element.text().collect())
}

/// How many elements a CSS selector names.
pub(crate) fn count(page: &Answer, css: &str) -> usize {
    Html::parse_document(&page.body)
        .select(&selector(css))
        .count()
}

/// An attribute of each element that a CSS selector names.
pub(crate) fn attributes(page: &Answer, css: &str, name: &str) -> Vec<String> {
    Html::parse_document(&page.body)
        .select(&selector(css))
        .filter_map(|element| element.attr(name))
        .map(str::to_owned)
        .collect()
}

/// Where the link leads that reads so.
pub(crate) fn link(page: &Answer, reads: &str) -> Option<Url> {
    let html = Html::parse_document(&page.body);
    html.select(&selector("a[href]"))
        .find(|link| link.text().collect::<String>().trim() == reads)
        .and_then(|link| page.url.join(link.attr("href")?).ok())
}

pub(super) fn first<'a>(html: &'a Html, css: &str) -> Option<ElementRef<'a>> {
    html.select(&selector(css)).next()
}

#[expect(
    clippy::expect_used,
    reason = "the selectors are literals of this package, or were checked when the target was read"
)]
pub(super) fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("a valid selector")
}
