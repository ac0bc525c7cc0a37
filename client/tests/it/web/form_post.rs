use banno_client::rp::ResponseMode;
use banno_client::web::TRANSACTION_COOKIE;
use banno_client::{Environment, RunningClient};
use reqwest::Response;
use serde_json::json;

use crate::support::{Browser, FakeProvider, Reply, location, set_cookies, start_client};

const FORM: &str = "application/x-www-form-urlencoded";

/// A client that asks for forms, behind a proxy that speaks TLS.
async fn start(provider: &FakeProvider) -> RunningClient {
    let (client, _) = start_client(provider, |it| Environment {
        response_mode: ResponseMode::FormPost,
        redirect_uri: Some("https://app.example/auth/cb".to_owned()),
        ..it
    })
    .await;
    client
}

async fn post(browser: &mut Browser, body: String) -> Response {
    browser.post_from_elsewhere("/auth/cb", FORM, body).await
}

/// Status and name of the error page.
async fn refusal(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let html = response.text().await.unwrap();
    let name = html.split(r#"<code id="error-name">"#).nth(1);
    let name = name.unwrap_or_else(|| panic!("{status} {html}"));
    (status, name.split('<').next().unwrap().to_owned())
}

fn verdict(status: u16, name: &str) -> (u16, String) {
    (status, name.to_owned())
}

/// Goes through a login and yields the answer to the provider's form.
async fn log_in(provider: &FakeProvider, browser: &mut Browser, path: &str) -> Response {
    let query = browser.begin(path).await;
    let id_token = provider.sign(&provider.claims(&query["nonce"]));
    let tokens = FakeProvider::token_response(&id_token);
    provider.reply("authorization_code", Reply::json(200, &tokens));
    let (state, issuer) = (&query["state"], &provider.issuer);
    post(browser, format!("code=code-1&state={state}&iss={issuer}")).await
}

#[tokio::test]
async fn a_form_from_another_site_signs_in_and_leads_on_by_get() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let mut browser = Browser::new(&client);
    let query = browser.begin("/auth").await;
    assert_eq!(query["response_mode"], "form_post");
    let response = log_in(&provider, &mut browser, "/auth?returnPath=/hello").await;
    assert_eq!(response.status(), 303);
    assert_eq!(location(&response), "/hello");
    let cookies = set_cookies(&response);
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    assert!(cookies[0].contains("; SameSite=Lax"), "{cookies:?}");
    assert_eq!(browser.get("/me").await.status(), 200);
    let html = browser.get("/hello").await.text().await.unwrap();
    assert!(html.contains("Hello Riley Doe"), "{html}");
}

#[tokio::test]
async fn the_login_waits_under_a_cookie_that_comes_along_and_opens_nothing() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let mut browser = Browser::new(&client);
    let response = browser.get("/auth").await;
    let cookies = set_cookies(&response);
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    let (value, attributes) = cookies[0].split_once("; ").unwrap();
    assert_eq!(
        attributes,
        "HttpOnly; SameSite=None; Secure; Path=/; Max-Age=3600"
    );
    let id = value.strip_prefix(TRANSACTION_COOKIE).unwrap();
    log_in(&provider, &mut browser, "/auth").await;
    let mut thief = Browser::new(&client);
    thief.cookie = Some(format!("banno_client_session{id}"));
    assert_eq!(thief.get("/me").await.status(), 302);
}

#[tokio::test]
async fn the_form_is_checked_like_a_query() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let table = [
        ("", 400, "state-missing"),
        ("code=c&iss={iss}", 400, "state-missing"),
        ("code=c&state=another&iss={iss}", 400, "state-unknown"),
        ("code=c&state={state}", 502, "response-issuer-missing"),
        (
            "code=c&state={state}&iss=https://other.example",
            502,
            "response-issuer-mismatch",
        ),
        (
            "error=access_denied&state={state}&iss=https://other.example",
            502,
            "response-issuer-mismatch",
        ),
        ("state={state}&iss={iss}", 502, "code-missing"),
        (
            "code=c&error=server_error&state={state}&iss={iss}",
            502,
            "code-and-error",
        ),
        (
            "code=c&code=c&state={state}&iss={iss}",
            400,
            "response-parameter-repeated",
        ),
        (
            "code=c&state={state}&state={state}&iss={iss}",
            400,
            "response-parameter-repeated",
        ),
        (
            "error=access_denied&state={state}&iss={iss}",
            403,
            "access-denied",
        ),
        (
            "error=invalid_scope&state={state}&iss={iss}",
            500,
            "authorization-refused",
        ),
    ];
    for (body, status, name) in table {
        let mut browser = Browser::new(&client);
        let state = browser.begin("/auth").await["state"].clone();
        let body = body
            .replace("{state}", &state)
            .replace("{iss}", &provider.issuer);
        let response = post(&mut browser, body.clone()).await;
        assert_eq!(refusal(response).await, verdict(status, name), "{body}");
        assert_eq!(
            browser.get("/me").await.status(),
            302,
            "nobody is signed in"
        );
    }
    assert!(provider.token_requests().await.is_empty());
}

#[tokio::test]
async fn a_form_is_taken_once_and_from_the_browser_that_asked() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let mut browser = Browser::new(&client);
    let state = browser.begin("/auth").await["state"].clone();
    let body = format!("error=access_denied&state={state}&iss={}", provider.issuer);
    let unknown = verdict(400, "state-unknown");
    let response = post(&mut Browser::new(&client), body.clone()).await;
    assert_eq!(refusal(response).await, unknown);
    let response = post(&mut browser, body.clone()).await;
    assert_eq!(refusal(response).await, verdict(403, "access-denied"));
    let response = post(&mut browser, body).await;
    assert_eq!(refusal(response).await, unknown);
}

#[tokio::test]
async fn the_query_of_a_posted_form_counts_for_nothing() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let mut browser = Browser::new(&client);
    let state = browser.begin("/auth").await["state"].clone();
    let path = format!(
        "/auth/cb?error=access_denied&state={state}&iss={}",
        provider.issuer
    );
    let response = browser
        .post_from_elsewhere(&path, FORM, String::new())
        .await;
    assert_eq!(refusal(response).await, verdict(400, "state-missing"));
}

#[tokio::test]
async fn an_answer_in_the_other_mode_is_refused() {
    let provider = FakeProvider::start().await;
    let mismatch = verdict(400, "response-mode-mismatch");
    for mode in [ResponseMode::FormPost, ResponseMode::Query] {
        let (client, _) = start_client(&provider, |it| Environment {
            response_mode: mode,
            redirect_uri: Some("https://app.example/auth/cb".to_owned()),
            ..it
        })
        .await;
        let mut browser = Browser::new(&client);
        let query = browser.begin("/auth").await;
        let answer = format!(
            "error=access_denied&state={}&iss={}",
            query["state"], provider.issuer
        );
        let (wrong, text) = match mode {
            ResponseMode::FormPost => (
                browser.get(&format!("/auth/cb?{answer}")).await,
                "came by query, though form_post was asked for",
            ),
            ResponseMode::Query => (
                post(&mut browser, answer.clone()).await,
                "came by form_post, though query was asked for",
            ),
        };
        assert_eq!(wrong.status(), 400);
        let html = wrong.text().await.unwrap();
        assert!(html.contains(text), "{html}");
        assert!(html.contains("set response_mode in client.toml"), "{html}");
        assert!(html.contains(&mismatch.1), "{html}");
        // The right one is still taken.
        let right = match mode {
            ResponseMode::FormPost => post(&mut browser, answer).await,
            ResponseMode::Query => browser.get(&format!("/auth/cb?{answer}")).await,
        };
        assert_eq!(refusal(right).await, verdict(403, "access-denied"));
    }
}

#[tokio::test]
async fn what_is_no_form_or_too_long_is_refused() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let mut browser = Browser::new(&client);
    let state = browser.begin("/auth").await["state"].clone();
    let answer = format!("error=access_denied&state={state}&iss={}", provider.issuer);
    for content_type in [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "x",
    ] {
        let response = browser
            .post_from_elsewhere("/auth/cb", content_type, answer.clone())
            .await;
        assert_eq!(
            refusal(response).await,
            verdict(415, "response-not-form"),
            "{content_type}"
        );
    }
    let padded = |length: usize| format!("{answer}&x={}", "x".repeat(length - answer.len() - 3));
    let response = post(&mut browser, padded(64 * 1024 + 1)).await;
    assert_eq!(refusal(response).await, verdict(413, "response-too-long"));
    let with_charset = "Application/X-WWW-Form-Urlencoded; charset=UTF-8";
    let response = browser
        .post_from_elsewhere("/auth/cb", with_charset, padded(64 * 1024))
        .await;
    assert_eq!(refusal(response).await, verdict(403, "access-denied"));
}

#[tokio::test]
async fn other_methods_are_not_taken() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let url = format!("{}/auth/cb", client.base_url());
    let request = reqwest::Client::builder()
        .no_proxy()
        .build()
        .unwrap()
        .put(url);
    assert_eq!(request.send().await.unwrap().status(), 405);
}

#[tokio::test]
async fn a_second_tab_finishes_its_login_after_the_first() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let mut browser = Browser::new(&client);
    let first = browser.begin("/auth?returnPath=/hello").await;
    assert_eq!(log_in(&provider, &mut browser, "/auth").await.status(), 303);
    let id_token = provider.sign(&provider.claims(&first["nonce"]));
    let tokens = FakeProvider::token_response(&id_token);
    provider.reply("authorization_code", Reply::json(200, &tokens));
    let body = format!(
        "code=code-1&state={}&iss={}",
        first["state"], provider.issuer
    );
    let response = post(&mut browser, body).await;
    assert_eq!(location(&response), "/hello");
    assert_eq!(browser.get("/me").await.status(), 200);
}

#[tokio::test]
async fn a_login_that_was_begun_late_waits_for_its_hour_too() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let mut browser = Browser::new(&client);
    let first = browser.begin("/auth").await["state"].clone();
    provider.clock.advance(3599);
    let second = browser.begin("/auth").await["state"].clone();
    provider.clock.advance(3599);
    let body = |state: &str| format!("error=access_denied&state={state}&iss={}", provider.issuer);
    let response = post(&mut browser, body(&first)).await;
    assert_eq!(refusal(response).await, verdict(400, "state-unknown"));
    let response = post(&mut browser, body(&second)).await;
    assert_eq!(refusal(response).await, verdict(403, "access-denied"));
}

#[tokio::test]
async fn the_session_before_the_login_is_over_though_the_form_did_not_name_it() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let mut browser = Browser::new(&client);
    log_in(&provider, &mut browser, "/auth").await;
    let before = browser.cookie.clone();
    log_in(&provider, &mut browser, "/auth").await;
    assert_ne!(browser.cookie, before);
    assert_eq!(browser.get("/me").await.status(), 200);
    let mut late = Browser::new(&client);
    late.cookie = before;
    assert_eq!(late.get("/me").await.status(), 302);
}

#[tokio::test]
async fn a_failed_login_by_form_leaves_the_session_as_it_was() {
    let provider = FakeProvider::start().await;
    let client = start(&provider).await;
    let mut browser = Browser::new(&client);
    log_in(&provider, &mut browser, "/auth").await;
    let state = browser.begin("/auth").await["state"].clone();
    provider.reply(
        "authorization_code",
        Reply::json(400, &json!({"error": "invalid_grant"})),
    );
    let body = format!("code=c&state={state}&iss={}", provider.issuer);
    assert_eq!(
        refusal(post(&mut browser, body).await).await,
        verdict(400, "token-refused")
    );
    assert_eq!(browser.get("/me").await.status(), 200);
}
