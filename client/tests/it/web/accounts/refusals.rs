use serde_json::json;

use super::{PAGE, show, signed_in, texts};
use crate::support::{Browser, FakeProvider, Reply, answer, start_client};

#[tokio::test]
async fn a_refusal_names_the_scope_on_the_page() {
    let provider = FakeProvider::start().await;
    let forbidden = answer(403, &json!({}));
    provider.bank().instead.insert("transactions", forbidden);
    let (_client, mut browser) = signed_in(&provider).await;
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 403);
    assert_eq!(texts(&html, "#error-name"), ["api-forbidden"]);
    assert!(html.contains("https://api.banno.com/consumer/auth/transactions.detail.readonly"));
    assert_eq!(
        browser.get("/hello").await.status(),
        200,
        "the session goes on"
    );
}

#[tokio::test]
async fn a_token_that_dies_midway_is_refreshed_once_for_the_page() {
    let provider = FakeProvider::start().await;
    let (_client, mut browser) = signed_in(&provider).await;
    let tokens = json!({"access_token": "access-2", "token_type": "Bearer"});
    provider.reply("refresh_token", Reply::json(200, &tokens));
    provider.bank().dies.push(("accounts", "access-1"));
    assert_eq!(show(&mut browser, PAGE).await.0, 200);
    assert_eq!(provider.token_requests().await.len(), 2);
    // A second refusal is told, and ends nothing.
    provider.bank().dies.push(("accounts", "access-2"));
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 502);
    assert_eq!(texts(&html, "#error-name"), ["api-unauthorized-twice"]);
    assert_eq!(provider.token_requests().await.len(), 3);
}

#[tokio::test]
async fn a_grant_that_is_gone_leads_to_the_login() {
    let provider = FakeProvider::start().await;
    let (_client, mut browser) = signed_in(&provider).await;
    let refusal = json!({"error": "invalid_grant"});
    provider.reply("refresh_token", Reply::json(400, &refusal));
    provider.bank().dies.push(("fetch", "access-1"));
    let response = browser.get(PAGE).await;
    assert_eq!(response.status(), 302);
    let to = format!("/login.html?returnPath={PAGE}");
    assert_eq!(response.headers()["location"], to.as_str());
    assert_eq!(browser.get("/hello").await.status(), 302);
}

#[tokio::test]
async fn without_a_refresh_token_a_refusal_leads_to_the_login() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let query = browser.begin("/auth").await;
    let id_token = provider.sign(&provider.claims(&query["nonce"]));
    let mut tokens = FakeProvider::token_response(&id_token);
    tokens.as_object_mut().unwrap().remove("refresh_token");
    browser.finish(&provider, &query["state"], &tokens).await;
    provider.bank().dies.push(("fetch", "access-1"));
    assert_eq!(browser.get(PAGE).await.status(), 302);
}

#[tokio::test]
async fn an_issuer_that_does_not_tell_the_base_of_the_api_is_named_on_the_page_only() {
    let provider = FakeProvider::start().await;
    let broken = |it| banno_client::Environment {
        api_base_url: Some("not a URL".to_owned()),
        ..it
    };
    let (client, _) = start_client(&provider, broken).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    assert_eq!(browser.get("/me").await.status(), 200);
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 500);
    assert_eq!(texts(&html, "#error-name"), ["configuration"]);
    assert!(html.contains("api_base_url"), "{html}");
}
