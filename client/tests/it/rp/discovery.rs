use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpResponse, HttpServer, web};
use banno_client::rp::{DiscoveryError, Error, Fault, Http, HttpError, RelyingParty, SystemClock};
use local_ca::LocalCa;
use serde_json::{Value, json};
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
    let error = verdict(|it| {
        it.reply("/oidc/elsewhere", Reply::json(200, &it.metadata()));
        Reply {
            location: Some("/oidc/elsewhere".to_owned()),
            ..Reply::json(302, &json!({}))
        }
    })
    .await;
    assert!(
        matches!(error, DiscoveryError::Status { status: 302, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn an_https_issuer_leads_to_https_endpoints_only() {
    let ca = LocalCa::ephemeral(SystemClock.system_time()).unwrap();
    for member in [
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "jwks_uri",
        "end_session_endpoint",
        "revocation_endpoint",
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!(
            "https://localhost:{}",
            listener.local_addr().unwrap().port()
        );
        let mut metadata = json!({"issuer": issuer});
        for endpoint in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
            metadata[endpoint] = json!(format!("{issuer}/{endpoint}"));
        }
        metadata[member] = json!("http://localhost/plain");
        let server = serve_over_tls(listener, &ca, &metadata);
        let provider = FakeProvider::start().await;
        let mut registration = provider.registration();
        registration.issuer.clone_from(&issuer);
        let trust = Some(ca.certificate_pem());
        let http = Http::new(&Url::parse(&issuer).unwrap(), trust).unwrap();
        let entropy = Arc::new(SeededEntropy::default());
        let relying_party = RelyingParty::new(registration, http, provider.clock.clone(), entropy);
        match relying_party.begin().await.unwrap_err() {
            Error::Discovery(error) => {
                assert_eq!(error, DiscoveryError::EndpointNotHttps { member });
            }
            other => panic!("not about discovery: {other}"),
        }
        server.stop(false).await;
    }
}

/// Answers every request with the same JSON.
fn serve_over_tls(listener: TcpListener, ca: &LocalCa, body: &Value) -> ServerHandle {
    let body = body.to_string();
    let answer = move || {
        let response = HttpResponse::Ok()
            .content_type("application/json")
            .body(body.clone());
        async { response }
    };
    let leaf = ca.issue(SystemClock.system_time()).unwrap();
    let server = HttpServer::new(move || App::new().default_service(web::to(answer.clone())))
        .workers(1)
        .disable_signals()
        .listen_rustls_0_23(listener, leaf.server_config().unwrap())
        .unwrap()
        .run();
    let handle = server.handle();
    tokio::spawn(server);
    handle
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_a_failure_of_transport() {
    let provider = FakeProvider::start().await;
    let port = TcpListener::bind("127.0.0.1:0")
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
