use banno_client::rp::{DiscoveryError, Error, Fault, Http, HttpError, RelyingParty};
use serde_json::{Value, json};
use std::sync::Arc;
use url::Url;

use crate::support::{FakeProvider, Reply, SeededEntropy};

async fn verdict(reply: impl FnOnce(&FakeProvider) -> Reply) -> DiscoveryError {
    let provider = FakeProvider::start().await;
    provider.reply("discovery", reply(&provider));
    let relying_party = provider.relying_party(provider.registration());
    match relying_party.begin().await.unwrap_err() {
        Error::Discovery(error) => error,
        other => panic!("not about discovery: {other}"),
    }
}

fn changed(provider: &FakeProvider, change: impl FnOnce(&mut Value)) -> Reply {
    let mut metadata = provider.metadata();
    change(&mut metadata);
    Reply::json(200, &metadata)
}

#[tokio::test]
async fn the_issuer_is_compared_to_the_letter() {
    for (from, to) in [
        ("/oidc", "/oidc/"),
        ("127.0.0.1", "localhost"),
        ("http", "HTTP"),
    ] {
        let error = verdict(|provider| {
            changed(provider, |it| {
                let issuer = it["issuer"].as_str().unwrap().replacen(from, to, 1);
                it["issuer"] = json!(issuer);
            })
        })
        .await;
        assert_eq!(error.name(), "discovery-issuer-mismatch", "{to}");
        assert_eq!(error.fault(), Fault::Provider);
    }
}

#[tokio::test]
async fn a_document_that_cannot_be_used_is_refused() {
    let error = verdict(|it| changed(it, |it| it["token_endpoint"] = json!(1))).await;
    assert_eq!(error.name(), "discovery-malformed");
    let error = verdict(|it| changed(it, |it| it["jwks_uri"] = Value::Null)).await;
    assert_eq!(error.name(), "discovery-malformed");
    let error = verdict(|it| Reply {
        status: 404,
        ..changed(it, |_| {})
    })
    .await;
    assert_eq!(error.name(), "discovery-status");
    let error = verdict(|it| Reply {
        content_type: "text/html",
        ..changed(it, |_| {})
    })
    .await;
    assert_eq!(error, DiscoveryError::NotJson);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let error = verdict(|it| Reply {
        status: 302,
        ..changed(it, |_| {})
    })
    .await;
    assert!(matches!(error, DiscoveryError::Status { status: 302, .. }));
}

#[tokio::test]
async fn a_failure_is_not_kept() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    provider.reply("discovery", Reply::json(503, &json!({})));
    relying_party.begin().await.unwrap_err();
    provider.reply("discovery", Reply::json(200, &provider.metadata()));
    relying_party.begin().await.unwrap();
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_a_failure_of_transport() {
    let provider = FakeProvider::start().await;
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut registration = provider.registration();
    registration.issuer = format!("http://127.0.0.1:{port}/oidc");
    let http = Http::new(&Url::parse(&registration.issuer).unwrap(), None).unwrap();
    let entropy = Arc::new(SeededEntropy::default());
    let relying_party = RelyingParty::new(registration, http, provider.clock.clone(), entropy);
    let error = relying_party.begin().await.unwrap_err();
    assert_eq!(error.fault(), Fault::Transport);
    assert!(
        matches!(error.transport(), Some(HttpError::Unreachable { .. })),
        "{error:?}"
    );
}
