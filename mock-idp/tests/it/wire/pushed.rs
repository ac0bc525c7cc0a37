use insta::assert_snapshot;

use crate::support::{Answer, Ask, Browser, CALLBACK, CLIENT, Mock, SECRET, over};
use crate::support::{start, start_with_clients};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn push(mock: &Mock, changed: &[(&str, &str)]) -> Answer {
    let usual = [
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("state", "pushed"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    mock.post("/request", &over(&usual, changed)).await
}

/// A request that only refers to a pushed one.
fn by_reference(request_uri: &str) -> Ask {
    [
        "redirect_uri",
        "response_type",
        "scope",
        "state",
        "code_challenge",
        "code_challenge_method",
    ]
    .into_iter()
    .fold(Ask::plain(), Ask::without)
    .with("request_uri", request_uri)
}

#[tokio::test]
async fn a_good_request_is_kept_for_a_minute() {
    let mock = start().await;
    assert_snapshot!(push(&mock, &[]).await.wire(), @r#"
        201
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin

        {"expires_in":60,"request_uri":"urn:ietf:params:oauth:request_uri:eDglgipvnmLaIZDoKOTJ0"}
        "#);
}

#[tokio::test]
async fn a_user_signs_in_by_reference_and_only_once() {
    let mock = start().await;
    let request_uri = push(&mock, &[]).await.text("request_uri");
    let mut browser = Browser::new(&mock);
    let beside = by_reference(&request_uri)
        .with("state", "beside")
        .with("scope", "openid phone");
    let login = browser.page(&beside).await;
    let told = browser.log_in(&login, "rileydoe", "banno").await;
    let consent = browser.follow(&told).await;
    let told = browser.allow(&consent).await.redirect_params();
    assert_eq!(
        told["state"], "pushed",
        "nothing beside the reference counts"
    );
    let tokens = mock.redeem(&told["code"]).await;
    assert_eq!(tokens.text("scope"), "openid email");

    let again = browser.visit(&by_reference(&request_uri)).await;
    assert_eq!(again.status, 400);
    assert_eq!(mock.reason().as_deref(), Some("request_uri already used"));
}

#[tokio::test]
async fn of_two_sign_ins_by_one_reference_the_second_is_refused_at_its_end() {
    let mock = start().await;
    let request_uri = push(&mock, &[]).await.text("request_uri");
    let mut browsers = [Browser::new(&mock), Browser::new(&mock)];
    let mut pages = Vec::new();
    for browser in &mut browsers {
        pages.push(browser.page(&by_reference(&request_uri)).await);
    }
    let [first, second] = &mut browsers;
    let told = first.log_in(&pages[0], "rileydoe", "banno").await;
    let consent = first.follow(&told).await;
    assert!(
        first
            .allow(&consent)
            .await
            .redirect_params()
            .contains_key("code")
    );
    let told = second.log_in(&pages[1], "rileydoe", "banno").await;
    assert_eq!(told.redirect_params()["error"], "invalid_request_uri");
    assert_eq!(told.redirect_params()["state"], "pushed");
}

#[tokio::test]
async fn a_reference_is_good_for_a_minute_and_for_its_own_client() {
    let mock = start_with_clients().await;
    let request_uri = push(&mock, &[]).await.text("request_uri");
    let foreign = by_reference(&request_uri).with("client_id", "rs256");
    let answer = Browser::new(&mock)
        .visit(&foreign.with("redirect_uri", CALLBACK))
        .await;
    let told = answer.redirect_params();
    assert_eq!(told["error"], "invalid_request_object");
    assert_eq!(told["state"], "pushed");
    assert_eq!(
        mock.reason().as_deref(),
        Some("request_uri of another client")
    );

    let other_type = by_reference(&request_uri).with("response_type", "none");
    Browser::new(&mock).visit(&other_type).await;
    let reason = "response_type differs from the pushed one";
    assert_eq!(mock.reason().as_deref(), Some(reason));

    mock.pass(59);
    assert_eq!(
        Browser::new(&mock)
            .visit(&by_reference(&request_uri))
            .await
            .status,
        303
    );
    mock.pass(1);
    assert_eq!(
        Browser::new(&mock)
            .visit(&by_reference(&request_uri))
            .await
            .status,
        400
    );
    assert_eq!(mock.reason().as_deref(), Some("request_uri is expired"));
}

#[tokio::test]
async fn what_the_authorization_endpoint_would_refuse_is_refused_at_once() {
    let mock = start().await;
    let rows = [
        (
            "client_secret",
            "no",
            "invalid_client",
            "client authentication failed",
        ),
        (
            "response_type",
            "",
            "invalid_request",
            "missing required parameter 'response_type'",
        ),
        (
            "redirect_uri",
            "https://elsewhere.example/",
            "invalid_request",
            "redirect_uri did not match any of the client's registered redirect_uris",
        ),
        (
            "code_challenge",
            "",
            "invalid_request",
            "code_challenge must be provided with code_challenge_method",
        ),
        (
            "prompt",
            "later",
            "invalid_request",
            "unsupported prompt value requested",
        ),
        (
            "id_token_hint",
            "x",
            "invalid_request",
            "could not validate id_token_hint",
        ),
    ];
    for (name, value, error, description) in rows {
        let answer = push(&mock, &[(name, value)]).await;
        assert_eq!(answer.text("error"), error, "{name}");
        assert_eq!(answer.text("error_description"), description, "{name}");
    }
    for (name, error) in [
        ("request", "request_not_supported"),
        ("request_uri", "request_uri_not_supported"),
    ] {
        let answer = push(&mock, &[(name, "x")]).await;
        assert_eq!(answer.body, format!("{{\"error\":\"{error}\"}}"));
    }
}
