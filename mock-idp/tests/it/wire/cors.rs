use insta::assert_snapshot;
use reqwest::Method;

use crate::support::{Answer, Ask, Browser, CLIENT, Mock, SECRET, start};

async fn preflight(mock: &Mock, path: &str, more: &[(&str, &str)]) -> Answer {
    let headers = [
        &[
            ("origin", "https://elsewhere.example"),
            ("access-control-request-method", "POST"),
        ],
        more,
    ]
    .concat();
    mock.send(Method::OPTIONS, path, &headers, None).await
}

#[tokio::test]
async fn a_preflight_is_answered_for_any_origin() {
    let mock = start().await;
    let asked = [("access-control-request-headers", "authorization,dpop")];
    assert_snapshot!(preflight(&mock, "/token", &asked).await.wire(), @r#"
        204
        access-control-allow-headers: authorization,dpop
        access-control-allow-methods: POST
        access-control-allow-origin: https://elsewhere.example
        access-control-max-age: 3600
        vary: Origin
        "#);
    assert_snapshot!(preflight(&mock, "/me", &[]).await.wire(), @r#"
        204
        access-control-allow-methods: GET,POST
        access-control-allow-origin: https://elsewhere.example
        access-control-max-age: 3600
        vary: Origin
        "#);
    assert_snapshot!(preflight(&mock, "/jwks", &[]).await.wire(), @r#"
        204
        access-control-allow-methods: GET
        access-control-allow-origin: https://elsewhere.example
        access-control-max-age: 3600
        vary: Origin
        "#);
    let discovery = preflight(&mock, "/.well-known/openid-configuration", &[]).await;
    assert_snapshot!(discovery.wire(), @r#"
        204
        access-control-allow-methods: GET
        access-control-allow-origin: https://elsewhere.example
        access-control-max-age: 3600
        vary: Origin
        "#);
}

#[tokio::test]
async fn options_that_is_no_preflight_is_an_unknown_route() {
    let mock = start().await;
    let answer = mock.send(Method::OPTIONS, "/token", &[], None).await;
    assert_snapshot!(answer.wire(), @r#"
        404
        content-type: application/json; charset=utf-8
        vary: Origin

        {"error":"invalid_request","error_description":"unrecognized route or not allowed method (OPTIONS on /token)"}
        "#);
    assert_snapshot!(preflight(&mock, "/auth", &[]).await.wire(), @r#"
        404
        content-type: application/json; charset=utf-8

        {"error":"invalid_request","error_description":"unrecognized route or not allowed method (OPTIONS on /auth)"}
        "#);
}

#[tokio::test]
async fn any_origin_may_read_metadata_and_keys() {
    let mock = start().await;
    for path in ["/.well-known/openid-configuration", "/jwks"] {
        let answer = mock.get(path, &[("origin", "https://any.example")]).await;
        let allowed = answer.header("access-control-allow-origin");
        assert_eq!(allowed, Some("https://any.example"));
        assert_eq!(answer.header("vary"), Some("Origin"));
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
}

#[tokio::test]
async fn a_foreign_origin_is_refused_and_may_not_even_read_that() {
    let mock = start().await;
    let origin = [("origin", "https://elsewhere.example")];
    let form = [
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("grant_type", "refresh_token"),
        ("refresh_token", "none"),
    ];
    let answer = mock.post_with("/token", &form, &origin).await;
    assert_snapshot!(answer.wire(), @r#"
        400
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin

        {"error":"invalid_request","error_description":"origin https://elsewhere.example not allowed for client: 05166b79-4f61-484d-a4b4-2a225926bf4b"}
        "#);
    assert_eq!(
        mock.reason().as_deref(),
        Some("origin https://elsewhere.example not allowed for the client")
    );

    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let bearer = mock.redeem(&code).await.text("access_token");
    let bearer = format!("Bearer {bearer}");
    let headers = [("authorization", bearer.as_str()), origin[0]];
    let answer = mock.get("/me", &headers).await;
    assert_snapshot!(answer.wire(), @r#"
        400
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin
        www-authenticate: Bearer realm="{base}/a/consumer/api/v0/oidc", error="invalid_request", error_description="origin https://elsewhere.example not allowed for client: 05166b79-4f61-484d-a4b4-2a225926bf4b"

        {"error":"invalid_request","error_description":"origin https://elsewhere.example not allowed for client: 05166b79-4f61-484d-a4b4-2a225926bf4b"}
        "#);
}

#[tokio::test]
async fn the_client_s_own_origin_may_read_tokens_and_claims() {
    let mock = start().await;
    let origin = [("origin", "https://localhost:8080")];
    let form = [
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("grant_type", "refresh_token"),
        ("refresh_token", "none"),
    ];
    let answer = mock.post_with("/token", &form, &origin).await;
    assert_snapshot!(answer.wire(), @r#"
        400
        access-control-allow-origin: https://localhost:8080
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin

        {"error":"invalid_grant","error_description":"grant request is invalid"}
        "#);
}

#[tokio::test]
async fn an_origin_that_is_not_text_is_foreign() {
    let mock = start().await;
    let form = [
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("grant_type", "refresh_token"),
        ("refresh_token", "none"),
    ];
    let answer = mock
        .post_with("/token", &form, &[("origin", "https://b\u{e4}nk.example")])
        .await;
    assert!(answer.body.contains("not allowed for client"), "{answer:?}");
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn an_empty_origin_is_none() {
    let mock = start().await;
    let answer = mock.get("/jwks", &[("origin", "")]).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let answer = mock
        .post_with("/token", &[("client_id", CLIENT)], &[("origin", "")])
        .await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.text("error"), "invalid_client");
}
