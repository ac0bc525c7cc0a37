use serde_json::json;

use crate::support::{Browser, FakeProvider, NOW, Reply, start_client};

#[tokio::test]
async fn the_pages_are_those_of_the_quickstart() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);

    let response = browser.get("/").await;
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "/hello");
    let response = browser.get("/hello").await;
    assert_eq!(
        response.headers()["location"],
        "/login.html?returnPath=/hello"
    );
    let response = browser.get("/me").await;
    assert_eq!(response.headers()["location"], "/login.html?returnPath=/me");

    let html = browser
        .get("/login.html?returnPath=/me")
        .await
        .text()
        .await
        .unwrap();
    assert!(html.contains("<title>Choose Your Account Type - Banno</title>"));
    assert!(
        html.contains(r#"href="/auth?returnPath=/me">Sign in with Banno</a>"#),
        "{html}"
    );

    browser.log_in(&provider, "/auth?returnPath=/me").await;
    let html = browser.get("/hello").await.text().await.unwrap();
    assert!(html.contains("Hello Riley Doe"));
    let text = browser
        .get_accepting("/hello", "*/*")
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(text, "Hello Riley Doe");
    let response = browser.get("/style.css").await;
    assert_eq!(
        response.headers()["content-type"],
        "text/css; charset=utf-8"
    );
}

#[tokio::test]
async fn me_shows_the_claims_in_their_order_as_json_and_as_a_page() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    let response = browser.get_accepting("/me", "application/json").await;
    assert_eq!(response.headers()["content-type"], "application/json");
    let json = response.text().await.unwrap();
    let shown = json
        .replace(&provider.issuer, "ISSUER")
        .lines()
        .filter(|line| !line.contains("nonce"))
        .collect::<Vec<_>>()
        .join("\n");
    insta::assert_snapshot!(shown, @r#"
    {
      "sub": "riley",
      "name": "Riley Doe",
      "at_hash": "9MKET0Y7WpOlF96BtnoJyA",
      "aud": "05166b79-4f61-484d-a4b4-2a225926bf4b",
      "exp": 1700003600,
      "iat": 1700000000,
      "iss": "ISSUER",
      "email": "rileydoe@jackhenry.dev"
    }
    "#);

    let response = browser.get("/me").await;
    assert_eq!(
        response.headers()["content-type"],
        "text/html; charset=utf-8"
    );
    let html = response.text().await.unwrap();
    let page = scraper::Html::parse_document(&html);
    let claims = scraper::Selector::parse("pre#claims").unwrap();
    let shown: String = page.select(&claims).next().unwrap().text().collect();
    assert_eq!(shown, json);
}

#[tokio::test]
async fn what_a_provider_says_cannot_become_markup() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    let claims = json!({"sub": "riley", "note": "</pre><script>alert(1)</script>"});
    provider.reply("userinfo", Reply::json(200, &claims));
    let html = browser.get("/me").await.text().await.unwrap();
    assert!(!html.contains("<script"), "{html}");
    let html = browser
        .get("/login.html?%22%3E%3Cscript%3E")
        .await
        .text()
        .await
        .unwrap();
    assert!(!html.contains("<script"), "{html}");
}

#[tokio::test]
async fn every_response_has_the_protective_headers() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    for path in [
        "/",
        "/login.html",
        "/auth",
        "/auth/cb",
        "/logout",
        "/logout/cb",
        "/me",
        "/hello",
        "/accountsAndTransactions",
        "/style.css",
        "/no",
    ] {
        let response = browser.get(path).await;
        let headers = response.headers();
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{path}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("script"), "{path}");
        assert!(
            !response.text().await.unwrap().contains("<script"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_start_and_the_token_set_are_printed() {
    let provider = FakeProvider::start().await;
    let printing = |it| banno_client::Environment {
        print_tokens: true,
        ..it
    };
    let (client, output) = start_client(&provider, printing).await;
    let start = format!(
        "Environment: local\nServer listening on {}...\n",
        client.base_url()
    );
    assert_eq!(output.text(), start);
    Browser::new(&client).log_in(&provider, "/auth").await;
    let printed: serde_json::Value =
        serde_json::from_str(output.text().strip_prefix(&start).unwrap()).unwrap();
    let names: Vec<_> = printed.as_object().unwrap().keys().collect();
    let order = [
        "access_token",
        "expires_at",
        "id_token",
        "refresh_token",
        "scope",
        "token_type",
    ];
    assert_eq!(names, order);
    assert_eq!(printed["access_token"], "access-1");
    assert_eq!(printed["expires_at"], NOW + 600);
    assert_eq!(printed["refresh_token"], "refresh-1");
    assert_eq!(printed["id_token"].as_str().unwrap().split('.').count(), 3);
}

#[tokio::test]
async fn elsewhere_the_tokens_are_masked() {
    let provider = FakeProvider::start().await;
    let (client, output) = start_client(&provider, |it| it).await;
    Browser::new(&client).log_in(&provider, "/auth").await;
    let text = output.text();
    assert!(
        text.contains(r#""access_token": "(masked, 8 characters)""#),
        "{text}"
    );
    for secret in ["access-1", "refresh-1", "ey"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains(r#""token_type": "Bearer""#));
}
