use banno_client::rp::{AuthorizationResponse, CallbackError, Error, Fault};
use serde_json::json;

use crate::support::{FakeProvider, Reply};

/// The verdict on a callback; `{state}` and `{iss}` stand for the right values.
async fn verdict(callback: &str) -> CallbackError {
    verdict_of(&FakeProvider::start().await, callback).await
}

async fn verdict_of(provider: &FakeProvider, callback: &str) -> CallbackError {
    let relying_party = provider.relying_party(provider.registration());
    let (_, transaction) = relying_party.begin().await.unwrap();
    let callback = callback
        .replace("{state}", transaction.state().expose())
        .replace("{iss}", &provider.issuer);
    let outcome = match AuthorizationResponse::parse(&callback) {
        Err(error) => Err(error.into()),
        Ok(response) => relying_party.finish(transaction, response).await,
    };
    let redeemed = provider.token_requests().await;
    assert!(redeemed.is_empty(), "no code is redeemed");
    match outcome {
        Err(Error::Callback(error)) => error,
        other => panic!("not about the callback: {other:?}"),
    }
}

#[tokio::test]
async fn each_broken_rule_has_its_own_error() {
    let other = || CallbackError::IssuerMismatch {
        received: "https://other.example".to_owned(),
    };
    let refused = |error: &str, description: Option<&str>| CallbackError::Refused {
        error: error.to_owned(),
        description: description.map(str::to_owned),
    };
    let repeated = |parameter: &str| CallbackError::ParameterRepeated {
        parameter: parameter.to_owned(),
    };
    let table = [
        ("", CallbackError::StateMissing),
        ("code=c&iss={iss}", CallbackError::StateMissing),
        (
            "code=c&state=another&iss={iss}",
            CallbackError::StateUnknown,
        ),
        ("code=c&state={state}", CallbackError::IssuerMissing),
        ("code=c&state={state}&iss=https://other.example", other()),
        (
            "error=access_denied&state={state}",
            CallbackError::IssuerMissing,
        ),
        (
            "error=access_denied&state={state}&iss=https://other.example",
            other(),
        ),
        ("error=access_denied&iss={iss}", CallbackError::StateMissing),
        ("state={state}&iss={iss}", CallbackError::CodeMissing),
        ("code=&state={state}&iss={iss}", CallbackError::CodeMissing),
        (
            "code=c&error=server_error&state={state}&iss={iss}",
            CallbackError::CodeAndError,
        ),
        ("code=c&code=c&state={state}&iss={iss}", repeated("code")),
        (
            "code=c&state={state}&state={state}&iss={iss}",
            repeated("state"),
        ),
        ("code=c&state={state}&iss={iss}&iss={iss}", repeated("iss")),
        ("error=a&error=b&state={state}&iss={iss}", repeated("error")),
        (
            "error=access_denied&error_description=End-User+aborted&state={state}&iss={iss}",
            CallbackError::AccessDenied {
                description: Some("End-User aborted".to_owned()),
            },
        ),
        (
            "error=invalid_scope&state={state}&iss={iss}",
            refused("invalid_scope", None),
        ),
        (
            "error=server_error&error_description=oops&state={state}&iss={iss}",
            refused("server_error", Some("oops")),
        ),
    ];
    for (callback, expected) in table {
        assert_eq!(verdict(callback).await, expected, "{callback}");
    }
}

#[tokio::test]
async fn the_issuer_is_compared_to_the_letter() {
    let error = verdict("code=c&state={state}&iss={iss}/").await;
    assert_eq!(error.name(), "response-issuer-mismatch");
}

#[tokio::test]
async fn a_missing_issuer_is_taken_where_the_provider_does_not_promise_it() {
    let provider = FakeProvider::start().await;
    let mut metadata = provider.metadata();
    metadata["authorization_response_iss_parameter_supported"] = json!(false);
    provider.reply("discovery", Reply::json(200, &metadata));
    let error = verdict_of(&provider, "error=access_denied&state={state}").await;
    assert_eq!(error, CallbackError::AccessDenied { description: None });
    // A wrong one is never taken.
    let error = verdict_of(&provider, "code=c&state={state}&iss=https://other.example").await;
    assert_eq!(error.name(), "response-issuer-mismatch");
}

#[test]
fn the_error_says_whose_fault_it_is() {
    let refused = |error: &str| CallbackError::Refused {
        error: error.to_owned(),
        description: None,
    };
    let table = [
        (
            CallbackError::AccessDenied { description: None },
            Fault::User,
        ),
        (refused("login_required"), Fault::User),
        (refused("server_error"), Fault::Provider),
        (refused("temporarily_unavailable"), Fault::Provider),
        (refused("invalid_scope"), Fault::Configuration),
        (CallbackError::StateUnknown, Fault::Request),
        (CallbackError::IssuerMissing, Fault::Provider),
    ];
    for (error, fault) in table {
        assert_eq!(error.fault(), fault, "{error:?}");
    }
}
