//! What an institution does not list in its metadata is not there.

use reqwest::Method;
use serde_json::json;

use crate::support::{
    Ask, Browser, CALLBACK, CLIENT, Mock, SECRET, VERIFIER, at_token, builder, es256, jws,
    redeem_with_proof,
};

const LESS: &str = r#"
[metadata]
grant_types_supported = ["authorization_code"]
id_token_signing_alg_values_supported = ["RS256"]
token_endpoint_auth_methods_supported = ["client_secret_basic"]
dpop_signing_alg_values_supported = []
introspection_endpoint = false
pushed_authorization_request_endpoint = false
revocation_endpoint = false
end_session_endpoint = false
userinfo_endpoint = false
"#;

async fn less() -> Mock {
    Mock::of(builder().config(LESS)).await
}

fn basic() -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{CLIENT}:{SECRET}"));
    format!("Basic {encoded}")
}

#[tokio::test]
async fn the_metadata_says_what_is_offered() {
    let mock = less().await;
    let metadata = mock
        .get("/.well-known/openid-configuration", &[])
        .await
        .json();
    assert_eq!(
        metadata["grant_types_supported"],
        json!(["authorization_code"])
    );
    assert_eq!(
        metadata["id_token_signing_alg_values_supported"],
        json!(["RS256"])
    );
    assert_eq!(metadata["revocation_endpoint"], json!(null));
    // No other endpoint of the tests' own is gone.
    assert_eq!(metadata["token_endpoint"], mock.url("/token"));
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_an_unknown_route() {
    let mock = less().await;
    for (method, path) in [
        (Method::POST, "/token/introspection"),
        (Method::POST, "/token/revocation"),
        (Method::POST, "/request"),
        (Method::GET, "/logout"),
        (Method::GET, "/me"),
    ] {
        let answer = mock.send(method.clone(), path, &[], None).await;
        assert_eq!(answer.status, 404, "{path}");
        let usual = crate::support::start().await;
        assert_ne!(
            usual.send(method, path, &[], None).await.status,
            404,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_client_gets_what_there_is_in_the_way_that_there_is() {
    let mock = less().await;
    let code = Browser::new(&mock).code(&Ask::offline()).await;
    let refused = mock.redeem(&code).await;
    assert_eq!(
        refused.status, 401,
        "the secret is taken in the header only"
    );
    let reason = mock.reason().unwrap();
    assert!(
        reason.contains("not one that the institution offers"),
        "{reason}"
    );

    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let headers = [("authorization", &*basic())];
    let answer = mock.post_with("/token", &form, &headers).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        jws(&mock, &answer.text("id_token")).await.header["alg"],
        "RS256"
    );
    assert!(answer.json().get("refresh_token").is_none());
    assert_eq!(answer.text("scope"), "openid email profile");
}

#[tokio::test]
async fn without_dpop_nobody_looks_at_a_proof() {
    let mock =
        Mock::of(builder().config("[metadata]\ndpop_signing_alg_values_supported = []")).await;
    let key = es256();
    for proof in ["no proof".to_owned(), at_token(&mock, &key).sign(&key)] {
        let code = Browser::new(&mock).code(&Ask::plain()).await;
        let answer = redeem_with_proof(&mock, &code, &[], &proof).await;
        assert_eq!(answer.text("token_type"), "Bearer", "{proof}");
    }
}
