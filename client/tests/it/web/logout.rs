use std::collections::HashMap;

use banno_client::web::LOGOUT_COOKIE;
use banno_client::{Environment, RunningClient};
use reqwest::Response;
use serde_json::{Value, json};
use url::Url;

use crate::support::{Browser, FakeProvider, Reply, location, log, set_cookies, start_client};

/// A browser with a signed-in user.
async fn signed_in() -> (FakeProvider, RunningClient, Browser) {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    (provider, client, browser)
}

/// The parameters of the logout request that a response leads to.
fn request(response: &Response) -> HashMap<String, String> {
    assert_eq!(response.status(), 303);
    let url = Url::parse(location(response)).unwrap();
    assert_eq!(url.path(), "/oidc/logout");
    url.query_pairs().into_owned().collect()
}

/// Status and name of the error page.
async fn refusal(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let html = response.text().await.unwrap();
    assert!(html.contains(r#"href="/logout">Try again"#), "{html}");
    let name = html.split(r#"<code id="error-name">"#).nth(1).unwrap();
    (status, name.split('<').next().unwrap().to_owned())
}

fn bad(name: &str) -> (u16, String) {
    (400, name.to_owned())
}

fn without(provider: &FakeProvider, member: &str) {
    let mut metadata = provider.metadata();
    metadata[member] = Value::Null;
    provider.reply("discovery", Reply::json(200, &metadata));
}

#[tokio::test]
async fn a_logout_ends_here_and_at_the_provider_and_comes_back() {
    let (provider, client, mut browser) = signed_in().await;
    let html = browser.get("/me").await.text().await.unwrap();
    assert!(
        html.contains(r#"<a id="sign-out" href="/logout">Sign out</a>"#),
        "{html}"
    );
    let before = browser.cookie.clone();

    let response = browser.get("/logout").await;
    let query = request(&response);
    let mut names: Vec<_> = query.keys().map(String::as_str).collect();
    names.sort_unstable();
    let all = [
        "client_id",
        "id_token_hint",
        "post_logout_redirect_uri",
        "state",
    ];
    assert_eq!(names, all);
    let back = client.post_logout_redirect_uri().unwrap();
    assert_eq!(back, format!("{}/logout/cb", client.base_url()));
    assert_eq!(query["post_logout_redirect_uri"], back);
    assert_eq!(query["id_token_hint"].split('.').count(), 3);
    let revoked = provider.forms("/oidc/token/revocation").await;
    assert_eq!(revoked.len(), 1);
    assert_eq!(revoked[0]["token"], "refresh-1");

    // The session is over at once, for whoever still has its id.
    assert_eq!(browser.cookie, None);
    let mut late = Browser::new(&client);
    late.cookie = before;
    assert_eq!(late.get("/me").await.status(), 302);

    let response = browser
        .get(&format!("/logout/cb?state={}", query["state"]))
        .await;
    assert_eq!(response.status(), 200);
    assert!(browser.jar.is_empty(), "{:?}", browser.jar);
    let html = response.text().await.unwrap();
    assert!(html.contains("<h1>You are signed out</h1>"), "{html}");
    assert!(
        html.contains(r#"id="sign-in" href="/login.html">Sign in again</a>"#),
        "{html}"
    );
    assert!(!html.contains("local-only"), "{html}");
}

#[tokio::test]
async fn the_cookies_of_a_logout_go_where_they_are_needed() {
    let (_provider, _client, mut browser) = signed_in().await;
    let response = browser.get("/logout").await;
    let query = request(&response);
    assert_eq!(
        set_cookies(&response),
        [
            format!(
                "{LOGOUT_COOKIE}={}; HttpOnly; SameSite=Lax; Path=/logout/cb; Max-Age=900",
                query["state"]
            ),
            "banno_client_session=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_return_that_does_not_fit_says_what_is_wrong_and_uses_nothing_up() {
    let (_provider, _client, mut browser) = signed_in().await;
    let state = request(&browser.get("/logout").await)["state"].clone();
    for (query, name) in [
        (String::new(), "logout-state-missing"),
        ("?state=another".to_owned(), "logout-state-wrong"),
        (format!("?state={state}x"), "logout-state-wrong"),
        (
            format!("?state={state}&state={state}"),
            "logout-state-repeated",
        ),
    ] {
        let response = browser.get(&format!("/logout/cb{query}")).await;
        assert_eq!(refusal(response).await, bad(name), "{query}");
    }
    let response = browser.get(&format!("/logout/cb?state={state}")).await;
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn a_return_is_taken_once_in_time_and_in_the_browser_that_left() {
    let (provider, client, mut browser) = signed_in().await;
    let state = request(&browser.get("/logout").await)["state"].clone();
    let back = format!("/logout/cb?state={state}");
    // Another browser.
    let mut other = Browser::new(&client);
    assert_eq!(
        refusal(other.get(&back).await).await,
        bad("logout-not-expected")
    );
    let jar = browser.jar.clone();
    assert_eq!(browser.get(&back).await.status(), 200);
    assert_eq!(
        refusal(browser.get(&back).await).await,
        bad("logout-not-expected")
    );
    // A browser that did not let the cookie go.
    browser.jar = jar;
    assert_eq!(
        refusal(browser.get(&back).await).await,
        bad("logout-not-expected")
    );
    // Somebody who set cookie and state alike.
    let mut forger = Browser::new(&client);
    let cookie = format!("{LOGOUT_COOKIE}=forged; Path=/logout/cb");
    forger.jar.insert(LOGOUT_COOKIE.to_owned(), cookie);
    let response = forger.get("/logout/cb?state=forged").await;
    assert_eq!(refusal(response).await, bad("logout-not-expected"));
    // Too late.
    for (seconds, status) in [(899, 200), (900, 400)] {
        let state = request(&browser.get("/logout").await)["state"].clone();
        provider.clock.advance(seconds);
        let response = browser.get(&format!("/logout/cb?state={state}")).await;
        assert_eq!(response.status(), status, "{seconds}");
    }
}

#[tokio::test]
async fn a_return_out_of_nowhere_signs_nobody_out() {
    let (_provider, _client, mut browser) = signed_in().await;
    let response = browser.get_from("cross-site", "/logout/cb?state=x").await;
    assert_eq!(refusal(response).await, bad("logout-not-expected"));
    assert_eq!(browser.get("/me").await.status(), 200);
}

#[tokio::test]
async fn another_sites_link_signs_nobody_out() {
    let (provider, _client, mut browser) = signed_in().await;
    for site in ["cross-site", "same-site"] {
        let response = browser.get_from(site, "/logout").await;
        assert_eq!(response.status(), 200, "{site}");
        assert!(set_cookies(&response).is_empty(), "{site}");
        let html = response.text().await.unwrap();
        assert!(html.contains(r#"id="logout-page""#), "{html}");
        assert!(html.contains(r#"id="sign-out" href="/logout""#), "{html}");
        assert_eq!(browser.get("/me").await.status(), 200, "{site}");
    }
    assert!(provider.requests("/oidc/token/revocation").await.is_empty());
    request(&browser.get_from("same-origin", "/logout").await);
    request(&browser.get_from("none", "/logout").await);
}

#[tokio::test]
async fn a_browser_that_looks_ahead_signs_nobody_out() {
    let (_provider, _client, mut browser) = signed_in().await;
    let response = browser
        .get_saying("sec-purpose", "prefetch;prerender", "/logout")
        .await;
    assert_eq!(response.status(), 200);
    assert_eq!(browser.get("/me").await.status(), 200);
}

#[tokio::test]
async fn without_a_session_the_provider_is_asked_without_a_hint() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let query = request(&Browser::new(&client).get("/logout").await);
    assert!(!query.contains_key("id_token_hint"));
    assert!(query.contains_key("client_id"));
    assert!(provider.requests("/oidc/token/revocation").await.is_empty());
}

#[tokio::test]
async fn a_provider_without_logout_leaves_it_at_the_clients_own() {
    let provider = FakeProvider::start().await;
    without(&provider, "end_session_endpoint");
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    let response = browser.get("/logout").await;
    assert_eq!(response.status(), 200);
    let html = response.text().await.unwrap();
    assert!(html.contains("You are signed out"), "{html}");
    assert!(html.contains(r#"id="local-only""#), "{html}");
    assert_eq!(browser.cookie, None);
    // The grant is ended all the same.
    assert_eq!(provider.forms("/oidc/token/revocation").await.len(), 1);
}

#[tokio::test]
async fn a_revocation_that_fails_is_logged_and_stops_nothing() {
    let log = log();
    let (provider, _client, mut browser) = signed_in().await;
    let description = "refusal of this very test";
    let body = json!({"error": "unsupported_token_type", "error_description": description});
    provider.reply("revocation", Reply::json(400, &body));
    request(&browser.get("/logout").await);
    let text = log.text();
    let line = text
        .lines()
        .find(|line| line.contains(description))
        .unwrap();
    assert!(
        line.contains("WARN") && line.contains("revocation-refused"),
        "{line}"
    );
    for secret in ["refresh-1", "access-1", "s3cret"] {
        assert!(!line.contains(secret), "{line}");
    }
}

#[tokio::test]
async fn a_provider_without_revocation_is_not_asked() {
    let provider = FakeProvider::start().await;
    without(&provider, "revocation_endpoint");
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    request(&browser.get("/logout").await);
    assert!(provider.requests("/oidc/token/revocation").await.is_empty());
}

#[tokio::test]
async fn the_latest_tokens_are_revoked_and_hinted_at() {
    let (provider, _client, mut browser) = signed_in().await;
    let refreshed = json!({
        "access_token": "access-2", "refresh_token": "refresh-2",
        "expires_in": 600, "token_type": "Bearer",
    });
    provider.reply("refresh_token", Reply::json(200, &refreshed));
    provider.clock.advance(600);
    assert_eq!(browser.get("/me").await.status(), 200);
    request(&browser.get("/logout").await);
    let revoked = provider.forms("/oidc/token/revocation").await;
    assert_eq!(revoked[0]["token"], "refresh-2");
}

#[tokio::test]
async fn a_provider_that_is_down_cannot_be_asked_and_the_page_says_so() {
    let provider = FakeProvider::start().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let (client, _) = start_client(&provider, |it| Environment {
        issuer: format!("http://{nobody}/oidc"),
        ..it
    })
    .await;
    let response = Browser::new(&client).get("/logout").await;
    assert_eq!(response.status(), 502);
    let html = response.text().await.unwrap();
    let text = "You are signed out of this client, but not at your bank. Is `mock-idp serve`";
    assert!(html.contains(text), "{html}");
    assert!(html.contains(r#"href="/logout">Try again"#), "{html}");
}

#[tokio::test]
async fn a_client_without_a_way_back_leaves_the_browser_at_the_provider() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| Environment {
        post_logout_redirect_uri: Some(String::new()),
        ..it
    })
    .await;
    assert_eq!(client.post_logout_redirect_uri(), None);
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    let query = request(&browser.get("/logout").await);
    let mut names: Vec<_> = query.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["client_id", "id_token_hint"]);
    assert!(browser.jar.is_empty());
    assert_eq!(browser.get("/logout/cb?state=x").await.status(), 404);
}
