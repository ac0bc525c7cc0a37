use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue};
use scraper::{Html, Selector};
use time::{Date, Month};
use url::Url;

use crate::params::Params;
use crate::report::evidence::Evidence;
use crate::report::record::{Record, Verdict};
use crate::report::tests::{failed, record};
use crate::user_agent::{Answer, Exchange, Request, Sender};

const CODE: &str = "a-code-that-nobody-may-learn";
const SECRET: &str = "the-secret-of-the-application";
/// `{"alg":"ES256"}`, `{"sub":"riley"}`, and a signature.
const ID_TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJyaWxleSJ9.c2lnbmF0dXJlLXRoYXQtbm9ib2R5";

fn exchange(request: Request, status: u16, header: (&'static str, &str), body: &str) -> Exchange {
    let (name, value) = header;
    let value = HeaderValue::from_str(value).unwrap();
    Exchange {
        answer: Answer {
            url: request.url.clone(),
            status,
            headers: HeaderMap::from_iter([(name.parse().unwrap(), value)]),
            body: body.to_owned(),
        },
        request,
    }
}

fn at(path: &str) -> Url {
    Url::parse("https://bank.example/oidc")
        .unwrap()
        .join(path)
        .unwrap()
}

/// A browser that comes back with a code, an application that redeems it.
fn signed_in(verdict: Verdict) -> Record {
    let mut asked = Request::new(Method::GET, at("/oidc/auth?client_id=app&state=s1"));
    asked.sender = Sender::Browser;
    let back = format!("https://app.example/cb?code={CODE}&state=s1");
    let redeemed = Params::from([("code", CODE), ("client_secret", SECRET)]);
    let tokens = format!(r#"{{"id_token":"{ID_TOKEN}","token_type":"Bearer"}}"#);
    let json = ("content-type", "application/json");
    Record {
        evidence: Evidence {
            steps: Vec::new(),
            exchanges: vec![
                exchange(
                    asked,
                    303,
                    ("location", &back),
                    &format!("Redirecting to {back}."),
                ),
                exchange(
                    Request::form(at("/oidc/token"), &redeemed),
                    200,
                    json,
                    &tokens,
                ),
            ],
            issuer: "https://bank.example/oidc".to_owned(),
        },
        ..record("A user <signs> in", verdict)
    }
}

fn report(records: &[Record]) -> String {
    let day = Date::from_calendar_date(2026, Month::November, 26).unwrap();
    super::document("bank", day, records).unwrap()
}

fn texts(page: &str, css: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let css = Selector::parse(css).unwrap();
    let found = page.select(&css).map(|it| {
        let text: String = it.text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    found.collect()
}

#[test]
fn an_exchange_is_told_in_its_order_between_those_who_take_part() {
    let page = report(&[signed_in(Verdict::Passed)]);
    assert_eq!(
        texts(&page, ".lane"),
        ["Application", "Browser", "Provider"]
    );
    let arrows = [
        "GET /oidc/auth client_id = app, state = s1",
        "303 to app.example/cb",
        "GET /cb code = a-code***, state = s1",
        "POST /oidc/token code = a-code***, client_secret = the-se***",
        "200 id_token, token_type",
    ];
    assert_eq!(texts(&page, ".arrow summary"), arrows);
    let note = r#"id_token{"alg":"ES256"} { "sub": "riley" }"#;
    assert_eq!(texts(&page, ".note"), [note]);
    let read = Html::parse_document(&page);
    let arrow = Selector::parse(".arrow").unwrap();
    let ways: Vec<_> = read
        .select(&arrow)
        .map(|it| (it.attr("class").unwrap(), it.attr("style").unwrap()))
        .collect();
    let expected = [
        ("arrow right", "grid-column: 4 / 6"),
        ("arrow left dashed", "grid-column: 4 / 6"),
        ("arrow left", "grid-column: 2 / 4"),
        ("arrow right", "grid-column: 2 / 6"),
        ("arrow left dashed", "grid-column: 2 / 6"),
    ];
    assert_eq!(ways, expected);
}

#[test]
fn nothing_that_could_be_used_is_in_it() {
    let page = report(&[signed_in(failed())]);
    for secret in [CODE, SECRET, ID_TOKEN, "c2lnbmF0dXJl"] {
        assert!(!page.contains(secret), "{secret} is in the report");
    }
}

#[test]
fn what_nobody_expected_is_open_with_its_rule_and_the_reason() {
    let page = report(&[signed_in(failed()), record("b", Verdict::Passed)]);
    assert_eq!(
        texts(&page, "header.bad .closing"),
        ["1 passed, 1 failed, 0 skipped"]
    );
    assert_eq!(texts(&page, ".scenario[open] .why"), ["\"x\" & y"]);
    let rule = "Nobody signs in twice. RFC 1, section 2";
    assert_eq!(texts(&page, ".scenario[open] .rule"), [rule]);
    assert!(page.contains(r#"href="https://rfc.example/1#2""#));
    let open = &texts(&page, ".scenario[open] > summary")[0];
    assert_eq!(open, "failed A user <signs> in");
    assert_eq!(texts(&page, "td .chip"), ["1 passed", "1 failed"]);
}

#[test]
fn it_is_one_file_that_asks_nobody_for_anything() {
    let page = report(&[signed_in(Verdict::Passed)]);
    assert_eq!(texts(&page, "header.good").len(), 1);
    for outside in ["<script", "<link", "<img", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}
