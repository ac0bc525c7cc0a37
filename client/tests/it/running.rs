use std::sync::Arc;
use std::time::SystemTime;

use banno_client::rp::ClientSecret;
use banno_client::{CertificateAuthority, Environment, RunningClient, StartError};
use local_ca::LocalCa;
use reqwest::redirect::Policy;

use crate::support::{CLIENT_ID, FakeProvider};

fn environment(issuer: &str) -> Environment {
    Environment {
        name: "test".to_owned(),
        issuer: issuer.to_owned(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: Some(ClientSecret::new("s3cret")),
        ..Environment::default()
    }
}

fn local_ca() -> Arc<LocalCa> {
    #[expect(clippy::disallowed_methods, reason = "TLS goes by the real time")]
    let now = SystemTime::now();
    Arc::new(LocalCa::ephemeral(now).unwrap())
}

fn trusting(ca: &LocalCa) -> reqwest::Client {
    let certificate = reqwest::Certificate::from_pem(ca.certificate_pem().as_bytes()).unwrap();
    reqwest::Client::builder()
        .tls_certs_only([certificate])
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

#[tokio::test]
async fn many_clients_run_in_one_process_each_on_its_own_port() {
    let provider = FakeProvider::start().await;
    let mut clients = Vec::new();
    for _ in 0..3 {
        let bound = RunningClient::builder()
            .tls(false)
            .bind("127.0.0.1:0")
            .unwrap();
        let redirect_uri = bound.redirect_uri();
        let environment = environment(&provider.issuer);
        let client = bound.environment(environment).start().await.unwrap();
        assert_eq!(redirect_uri, format!("{}/auth/cb", client.base_url()));
        assert_eq!(client.redirect_uri(), redirect_uri);
        clients.push(client);
    }
    for client in &clients {
        let html = reqwest::get(format!("{}/login.html", client.base_url()))
            .await
            .unwrap();
        assert!(html.text().await.unwrap().contains("Environment: test"));
    }
    let stopped = clients.pop().unwrap();
    let base_url = stopped.base_url().to_owned();
    stopped.stop().await;
    reqwest::get(format!("{base_url}/login.html"))
        .await
        .unwrap_err();
    reqwest::get(format!("{}/login.html", clients[0].base_url()))
        .await
        .unwrap();
}

#[tokio::test]
async fn with_tls_the_cookie_is_secure_and_both_loopback_addresses_answer() {
    let provider = FakeProvider::start().await;
    let ca = local_ca();
    let client = RunningClient::builder()
        .local_ca(Arc::clone(&ca))
        .environment(environment(&provider.issuer))
        .start()
        .await
        .unwrap();
    assert!(client.base_url().starts_with("https://localhost:"));
    let http = trusting(&ca);
    let response = http
        .get(format!("{}/auth", client.base_url()))
        .send()
        .await
        .unwrap();
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("; Secure"), "{cookie}");
    let port = client.base_url().rsplit(':').next().unwrap();
    let response = http
        .get(format!("https://127.0.0.1:{port}/login.html"))
        .send()
        .await;
    assert_eq!(response.unwrap().status(), 200);
    let response = trusting(&local_ca()).get(client.base_url()).send().await;
    assert!(response.is_err(), "another authority does not vouch for it");
}

#[tokio::test]
async fn a_configured_redirect_uri_is_sent_and_its_path_answers() {
    let provider = FakeProvider::start().await;
    let sent = |redirect_uri: &'static str| {
        let issuer = provider.issuer.clone();
        async move {
            let environment = Environment {
                redirect_uri: Some(redirect_uri.to_owned()),
                ..environment(&issuer)
            };
            let client = RunningClient::builder().tls(false).environment(environment);
            client.start().await.unwrap()
        }
    };
    // Without TLS a redirect URI on this machine follows; another does not.
    let client = sent("https://localhost:8080/auth/cb").await;
    assert_eq!(client.redirect_uri(), "http://localhost:8080/auth/cb");
    let client = sent("https://app.example/signed-in").await;
    assert_eq!(client.redirect_uri(), "https://app.example/signed-in");
    let response = reqwest::get(format!("{}/signed-in", client.base_url()))
        .await
        .unwrap();
    let html = response.text().await.unwrap();
    assert!(html.contains("state-missing"), "{html}");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_named() {
    let ca = local_ca();
    let provider = FakeProvider::start().await;
    let other = RunningClient::builder()
        .local_ca(Arc::clone(&ca))
        .environment(environment(&provider.issuer))
        .start()
        .await
        .unwrap();
    // The other client plays a provider with a certificate of its own.
    let environment = Environment {
        ca: CertificateAuthority::Pem(local_ca().certificate_pem().to_owned()),
        ..environment(&format!("{}/oidc", other.base_url()))
    };
    let client = RunningClient::builder().tls(false).environment(environment);
    let client = client.start().await.unwrap();
    let response = reqwest::get(format!("{}/auth", client.base_url()))
        .await
        .unwrap();
    assert_eq!(response.status(), 500);
    let html = response.text().await.unwrap();
    assert!(html.contains("untrusted-certificate"), "{html}");
    assert!(html.contains("same data folder"), "{html}");
}

#[tokio::test]
async fn a_certificate_file_that_cannot_be_used_is_refused_at_start() {
    let start = |ca| async {
        let environment = Environment {
            ca,
            ..environment("https://bank.example/oidc")
        };
        let client = RunningClient::builder().tls(false).environment(environment);
        client.start().await.unwrap_err()
    };
    let error = start(CertificateAuthority::File("/no/such.pem".into())).await;
    assert!(
        matches!(error, StartError::CertificateFile { .. }),
        "{error}"
    );
    let error = start(CertificateAuthority::Pem("no certificate".to_owned())).await;
    assert!(matches!(error, StartError::Transport(_)), "{error}");
    assert_eq!(error.exit_code(), 2);
}
