use banno_client::RunningClient;
use scraper::{Html, Selector};

use crate::support::{Browser, FakeProvider, start_client};

mod fetch;
mod pages;
mod refusals;

const PAGE: &str = "/accountsAndTransactions";

async fn signed_in(provider: &FakeProvider) -> (RunningClient, Browser) {
    let (client, _) = start_client(provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(provider, "/auth").await;
    (client, browser)
}

async fn show(browser: &mut Browser, path: &str) -> (u16, String) {
    let response = browser.get(path).await;
    (response.status().as_u16(), response.text().await.unwrap())
}

/// The texts of all elements of that kind, each on one line.
fn texts(html: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let selector = Selector::parse(selector).unwrap();
    let text = |it: scraper::ElementRef<'_>| {
        let text: String = it.text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page.select(&selector).map(text).collect()
}

fn link(html: &str, selector: &str) -> String {
    let page = Html::parse_document(html);
    let selector = Selector::parse(selector).unwrap();
    let element = page.select(&selector).next().unwrap();
    element.attr("href").unwrap().to_owned()
}

fn count(calls: &[String], beginning: &str) -> usize {
    let calls = calls.iter().filter(|call| call.starts_with(beginning));
    calls.count()
}
