//! Tokens without a login, for tests that begin behind it.

use mock_idp::admin::MintRequest;
use reqwest::Method;
use serde_json::json;

use super::{call, mock};
use crate::support::{CALLBACK, CLIENT, jws};

#[tokio::test]
async fn minted_tokens_are_as_good_as_any() {
    let mock = mock().await;
    let wish = json!({
        "user": "rileydoe",
        "client_id": CLIENT,
        "scope": "openid profile offline_access",
        "claims": { "id_token": { "sid": null, "auth_time": null }, "userinfo": { "birthdate": null } },
        "nonce": "a-nonce",
    });
    let minted = call(&mock, Method::POST, "mock-bank/tokens", wish).await;
    assert_eq!(minted.status, 201, "{}", minted.body);
    assert_eq!(minted.text("scope"), "openid profile offline_access");
    assert_eq!(minted.text("token_type"), "Bearer");
    assert_eq!(minted.json()["expires_in"], 600);
    let id_token = jws(&mock, &minted.text("id_token")).await.payload;
    assert_eq!(id_token["aud"], CLIENT);
    assert_eq!(id_token["nonce"], "a-nonce");
    assert_eq!(id_token["auth_time"], crate::support::NOW);
    assert_eq!(id_token["sid"].as_str().unwrap().len(), 36);
    let me = mock.me(&minted.text("access_token")).await;
    assert_eq!(
        (me.text("name"), me.text("birthdate")),
        ("Riley Doe".to_owned(), "1951-03-02".to_owned())
    );
    let refreshed = mock.refresh(&minted.text("refresh_token")).await;
    assert_eq!(refreshed.status, 200);
    mock.pass(601);
    assert_eq!(mock.me(&minted.text("access_token")).await.status, 401);
}

#[tokio::test]
async fn the_journal_says_that_they_are_minted() {
    let mock = mock().await;
    call(
        &mock,
        Method::POST,
        "mock-bank/tokens",
        json!({ "user": "rileydoe" }),
    )
    .await;
    let entries = mock.journal().entries();
    let entry = serde_json::to_value(&entries[0]).unwrap();
    assert_eq!(entry["endpoint"], "minting");
    assert_eq!(entry["minted"], true);
    assert_eq!(entry["client_id"], CLIENT);
    mock.get("/jwks", &[]).await;
    let other = serde_json::to_value(&mock.journal().entries()[1]).unwrap();
    assert!(other.get("minted").is_none());
}

#[tokio::test]
async fn what_the_client_could_not_ask_for_is_not_minted() {
    let mock = mock().await;
    let narrow =
        json!({ "client_id": "narrow", "redirect_uris": [CALLBACK], "scopes": ["openid"] });
    call(&mock, Method::POST, "mock-bank/clients", narrow).await;
    let rows = [
        (json!({ "user": "nobody" }), 404, "no user `nobody`"),
        (
            json!({ "user": "rileydoe", "client_id": "nobody" }),
            404,
            "no client `nobody`",
        ),
        (
            json!({ "user": "rileydoe", "scope": "openid emial" }),
            400,
            "emial",
        ),
        (
            json!({ "user": "rileydoe", "client_id": "narrow", "scope": "openid email" }),
            400,
            "email",
        ),
        (json!({ "user": "rileydoe", "claims": {} }), 400, "claims"),
        (
            json!({ "user": "rileydoe", "scopes": "openid" }),
            400,
            "did you mean `scope`?",
        ),
        (json!({}), 400, "missing field `user`"),
    ];
    for (wish, status, told) in rows {
        let refused = call(&mock, Method::POST, "mock-bank/tokens", wish.clone()).await;
        assert_eq!(refused.status, status, "{wish}: {}", refused.body);
        assert!(refused.text("detail").contains(told), "{}", refused.body);
    }
    assert!(
        mock.journal().entries().is_empty(),
        "and nothing is said to have happened"
    );
}

#[tokio::test]
async fn the_handle_mints_too() {
    let mock = mock().await;
    let admin = mock.admin("second-bank").unwrap();
    let wish = MintRequest {
        user: "rileydoe".to_owned(),
        ..MintRequest::default()
    };
    let minted = admin.mint(&wish).await.unwrap();
    assert_eq!(minted.scope, "openid");
    assert!(minted.refresh_token.is_none());
    let second = mock.of_institution("second-bank");
    assert_eq!(second.me(minted.access_token.expose()).await.status, 200);
    assert_eq!(mock.me(minted.access_token.expose()).await.status, 401);
    assert!(!format!("{minted:?}").contains(minted.access_token.expose()));
    assert!(mock.admin("nobody").is_none());
}
