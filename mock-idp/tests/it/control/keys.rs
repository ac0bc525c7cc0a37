//! The signing keys of a bank are replaced while it runs.

use mock_idp::MockIdp;
use mock_idp::keys::Replaced;
use oidc::refusal::UserinfoRefusal;
use reqwest::Method;
use serde_json::{Value, json};

use super::{call, mock};
use crate::support::{Ask, Browser, Mock, jws};

async fn kids(mock: &Mock) -> Vec<String> {
    let keys = mock.get("/jwks", &[]).await.json();
    let keys = keys["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

async fn rotate(mock: &Mock, overlap: bool) {
    let body = json!({ "overlap": overlap });
    let rotated = call(mock, Method::POST, "mock-bank/keys/rotate", body).await;
    assert_eq!(rotated.status, 200, "{}", rotated.body);
}

#[tokio::test]
async fn with_overlap_what_the_old_keys_have_signed_stays_good() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let before = mock.redeem(&browser.code(&Ask::offline()).await).await;
    assert_eq!(kids(&mock).await, ["sig-ec2-0", "sig-rs-0"]);
    rotate(&mock, true).await;
    assert_eq!(
        kids(&mock).await,
        ["sig-ec2-1", "sig-rs-1", "sig-ec2-0", "sig-rs-0"]
    );
    let after = mock.refresh(&before.text("refresh_token")).await;
    for (tokens, kid) in [(&before, "sig-ec2-0"), (&after, "sig-ec2-1")] {
        let id_token = jws(&mock, &tokens.text("id_token")).await;
        assert_eq!(id_token.header["kid"], kid);
        assert_eq!(mock.me(&tokens.text("access_token")).await.status, 200);
    }
    let hint = before.text("id_token");
    let hinted = Ask::plain()
        .with("prompt", "none")
        .with("id_token_hint", &hint);
    assert!(
        browser
            .visit(&hinted)
            .await
            .redirect_params()
            .contains_key("code")
    );

    let listed = call(&mock, Method::GET, "mock-bank/keys", Value::Null)
        .await
        .json();
    assert_eq!(
        listed["keys"][0],
        json!({ "kid": "sig-ec2-1", "kty": "EC", "status": "signing" })
    );
    assert_eq!(listed["keys"][3]["status"], "published");

    let old = call(
        &mock,
        Method::DELETE,
        "mock-bank/keys/sig-ec2-0",
        Value::Null,
    )
    .await;
    assert_eq!(old.status, 204);
    assert_eq!(kids(&mock).await, ["sig-ec2-1", "sig-rs-1", "sig-rs-0"]);
    assert_eq!(mock.me(&before.text("access_token")).await.status, 401);
    let signing = call(
        &mock,
        Method::DELETE,
        "mock-bank/keys/sig-ec2-1",
        Value::Null,
    )
    .await;
    assert_eq!(signing.status, 409);
    let gone = call(
        &mock,
        Method::DELETE,
        "mock-bank/keys/sig-ec2-0",
        Value::Null,
    )
    .await;
    assert_eq!(gone.status, 404);
}

#[tokio::test]
async fn without_overlap_what_the_old_keys_have_signed_is_good_for_nothing() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let before = mock.redeem(&browser.code(&Ask::offline()).await).await;
    rotate(&mock, true).await;
    rotate(&mock, false).await;
    assert_eq!(kids(&mock).await, ["sig-ec2-2", "sig-rs-2"]);
    assert_eq!(mock.me(&before.text("access_token")).await.status, 401);
    let reason = UserinfoRefusal::AccessTokenInvalid.to_string();
    assert_eq!(mock.reason().unwrap(), reason);
    let hint = before.text("id_token");
    let hinted = Ask::plain()
        .with("prompt", "none")
        .with("id_token_hint", &hint);
    let refused = browser.visit(&hinted).await.redirect_params();
    assert_eq!(refused["error"], "invalid_request");
    let after = mock.refresh(&before.text("refresh_token")).await;
    assert_eq!(
        mock.me(&after.text("access_token")).await.status,
        200,
        "sessions go on"
    );
}

#[tokio::test]
async fn an_rsa_key_that_has_signed_nothing_is_not_published_any_more() {
    let mock = Mock::of(
        crate::support::builder()
            .signing_keys(mock_idp::keys::KeySet::ephemeral().unwrap())
            .control("127.0.0.1:0"),
    )
    .await;
    rotate(&mock, true).await;
    assert_eq!(kids(&mock).await, ["sig-ec2-1", "sig-rs-1", "sig-ec2-0"]);
}

#[tokio::test]
async fn no_name_of_a_key_comes_again() {
    let mock = mock().await;
    let admin = mock.admin("mock-bank").unwrap();
    admin.rotate_keys(Replaced::Gone).await.unwrap();
    admin.reset().unwrap();
    assert_eq!(
        kids(&mock).await,
        ["sig-ec2-0", "sig-rs-0"],
        "those that it began with"
    );
    let rotated = admin.rotate_keys(Replaced::Gone).await.unwrap();
    assert_eq!(rotated[0].kid, "sig-ec2-2");
    assert_eq!(
        kids(&mock.of_institution("second-bank")).await[0],
        "sig-ec2-0"
    );
    let mock = Mock::of(MockIdp::builder().tls(false)).await;
    let made = async || {
        let bank = mock.put("again", json!({}), None).unwrap();
        let kids = kids(&mock.of_institution("again")).await;
        bank.close().unwrap();
        kids
    };
    assert_ne!(
        made().await,
        made().await,
        "nor where a bank is made under a name that was"
    );
}
