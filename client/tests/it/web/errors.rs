use serde_json::json;

use crate::support::{Browser, FakeProvider, Reply, start_client};

/// Status and name of the error page at a callback, after a change of the provider.
async fn at_callback(parameters: &str, change: impl FnOnce(&FakeProvider)) -> (u16, String) {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let query = browser.begin("/auth?returnPath=/hello").await;
    change(&provider);
    let (state, issuer) = (&query["state"], &provider.issuer);
    let callback = format!("/auth/cb?{parameters}&state={state}&iss={issuer}");
    let response = browser.get(&callback).await;
    let status = response.status().as_u16();
    let html = response.text().await.unwrap();
    assert!(html.contains(r#"id="error-page""#), "{html}");
    assert!(html.contains("Try again</a>"), "{html}");
    let name = html.split(r#"<code id="error-name">"#).nth(1).unwrap();
    let name = name.split('<').next().unwrap().to_owned();
    assert_eq!(
        browser.get("/me").await.status(),
        302,
        "nobody is signed in"
    );
    (status, name)
}

fn verdict(status: u16, name: &str) -> (u16, String) {
    (status, name.to_owned())
}

#[tokio::test]
async fn each_kind_of_failure_has_its_status_and_its_name() {
    let cancel = at_callback("error=access_denied", |_| {}).await;
    assert_eq!(cancel, verdict(403, "access-denied"));
    let refused = at_callback("error=invalid_scope", |_| {}).await;
    assert_eq!(refused, verdict(500, "authorization-refused"));
    let down = at_callback("error=server_error", |_| {}).await;
    assert_eq!(down, verdict(502, "authorization-refused"));
    let twice = at_callback("code=a&code=b", |_| {}).await;
    assert_eq!(twice, verdict(400, "response-parameter-repeated"));
    let secret = at_callback("code=c", |provider| {
        let refusal = json!({"error": "invalid_client"});
        provider.reply("authorization_code", Reply::json(401, &refusal));
    });
    assert_eq!(secret.await, verdict(500, "token-refused"));
    let forged = at_callback("code=c", |provider| {
        let id_token = provider.sign(&provider.claims("another nonce"));
        let response = FakeProvider::token_response(&id_token);
        provider.reply("authorization_code", Reply::json(200, &response));
    });
    assert_eq!(forged.await, verdict(502, "id-token-nonce"));
}

#[tokio::test]
async fn a_cancelled_login_can_be_tried_again_where_it_was_going() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let query = browser.begin("/auth?returnPath=/hello").await;
    let (state, issuer) = (&query["state"], &provider.issuer);
    let callback = format!("/auth/cb?error=access_denied&state={state}&iss={issuer}");
    let html = browser.get(&callback).await.text().await.unwrap();
    assert!(html.contains("You did not sign in"), "{html}");
    assert!(
        html.contains(r#"href="/login.html?returnPath=%2Fhello""#),
        "{html}"
    );
}

#[tokio::test]
async fn a_callback_out_of_nowhere_is_refused() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    for path in [
        "/auth/cb",
        "/auth/cb?code=c",
        "/auth/cb?code=c&state=s",
        "/auth/cb?error=e",
    ] {
        let response = Browser::new(&client).get(path).await;
        assert_eq!(response.status(), 400, "{path}");
    }
    assert!(provider.token_requests().await.is_empty());
}

#[tokio::test]
async fn a_provider_that_is_down_is_named_with_a_hint() {
    let provider = FakeProvider::start().await;
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let issuer = format!("http://{free}/oidc");
    let moved = |it| banno_client::Environment { issuer, ..it };
    let (client, _) = start_client(&provider, moved).await;
    let response = Browser::new(&client).get("/auth").await;
    assert_eq!(response.status(), 502);
    let html = response.text().await.unwrap();
    assert!(html.contains("provider-unreachable"), "{html}");
    assert!(html.contains("mock-idp serve"), "{html}");
}

#[tokio::test]
async fn an_unknown_page_is_404() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let response = Browser::new(&client).get("/accounts").await;
    assert_eq!(response.status(), 404);
    assert!(response.text().await.unwrap().contains("not-found"));
}
