use banno_client::rp::{ClientAuthentication, Error, Fault, RevocationError};
use serde_json::{Value, json};

use crate::support::{CLIENT_ID, FakeProvider, Reply};

const PATH: &str = "/oidc/token/revocation";

async fn verdict(reply: Reply) -> Result<(), Error> {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let tokens = provider.logged_in(&relying_party).await;
    provider.reply("revocation", reply);
    relying_party.revoke(&tokens).await
}

fn refusal(description: &str) -> Reply {
    let body = json!({"error": "unsupported_token_type", "error_description": description});
    Reply::json(400, &body)
}

#[tokio::test]
async fn the_request_names_the_token_its_kind_and_the_client() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let tokens = provider.logged_in(&relying_party).await;
    relying_party.revoke(&tokens).await.unwrap();
    let forms = provider.forms(PATH).await;
    let sent = json!([{
        "token": "refresh-1", "token_type_hint": "refresh_token",
        "client_id": CLIENT_ID, "client_secret": "s3cret",
    }]);
    assert_eq!(json!(forms), sent);

    let mut registration = provider.registration();
    registration.authentication = ClientAuthentication::None;
    let relying_party = provider.relying_party(registration);
    relying_party.revoke(&tokens).await.unwrap();
    let sent = provider.forms(PATH).await.pop().unwrap();
    assert_eq!(sent["client_id"], CLIENT_ID);
    assert!(!sent.contains_key("client_secret"));
}

#[tokio::test]
async fn where_there_is_nothing_to_revoke_nothing_is_asked() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let mut tokens = provider.logged_in(&relying_party).await;
    tokens.refresh_token = None;
    relying_party.revoke(&tokens).await.unwrap();

    let mut metadata = provider.metadata();
    metadata["revocation_endpoint"] = Value::Null;
    provider.reply("discovery", Reply::json(200, &metadata));
    let relying_party = provider.relying_party(provider.registration());
    let tokens = provider.logged_in(&relying_party).await;
    relying_party.revoke(&tokens).await.unwrap();
    assert!(provider.requests(PATH).await.is_empty());
}

#[tokio::test]
async fn success_is_200_whatever_the_body_says() {
    verdict(Reply::json(200, &json!({"error": "x"})))
        .await
        .unwrap();
    for status in [204, 303, 404, 503] {
        let error = verdict(Reply::json(status, &json!({}))).await.unwrap_err();
        assert_eq!(error.name(), "revocation-status", "{status}");
        assert_eq!(error.fault(), Fault::Provider);
    }
}

#[tokio::test]
async fn a_refusal_is_told_without_the_token() {
    let error = verdict(refusal("not this kind")).await.unwrap_err();
    let text = "the revocation was refused: unsupported_token_type (not this kind)";
    assert_eq!(error.to_string(), text);
    assert_eq!(error.fault(), Fault::Configuration);
    let error = verdict(refusal("cannot revoke refresh-1"))
        .await
        .unwrap_err();
    let Error::Revocation(RevocationError::Refused { description, .. }) = error else {
        panic!("{error:?}");
    };
    assert_eq!(description, None);
}
