use std::sync::Arc;
use std::time::SystemTime;

use banno_client::rp::{ClientSecret, ResponseMode};
use banno_client::{CertificateAuthority, Environment, RunningClient, StartError};
use local_ca::LocalCa;
use reqwest::redirect::Policy;

use crate::support::{CLIENT_ID, FakeProvider, set_cookies};

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
async fn the_post_logout_redirect_uri_follows_the_redirect_uri_and_its_path_answers() {
    let provider = FakeProvider::start().await;
    let sent = |redirect_uri: Option<&str>, post_logout_redirect_uri: Option<&str>| {
        let environment = Environment {
            redirect_uri: redirect_uri.map(str::to_owned),
            post_logout_redirect_uri: post_logout_redirect_uri.map(str::to_owned),
            ..environment(&provider.issuer)
        };
        let client = RunningClient::builder().tls(false).environment(environment);
        async { client.start().await.unwrap() }
    };
    let local = Some("https://localhost:8080/auth/cb");
    let table = [
        (local, None, "http://localhost:8080/logout/cb"),
        (
            Some("https://app.example/auth/cb"),
            None,
            "https://app.example/logout/cb",
        ),
        (
            local,
            Some("https://localhost:8080/bye"),
            "http://localhost:8080/bye",
        ),
        (
            local,
            Some("https://app.example/bye"),
            "https://app.example/bye",
        ),
    ];
    for (redirect_uri, configured, expected) in table {
        let client = sent(redirect_uri, configured).await;
        assert_eq!(client.post_logout_redirect_uri(), Some(expected));
        let path = url::Url::parse(expected).unwrap().path().to_owned();
        let response = reqwest::get(format!("{}{path}", client.base_url()))
            .await
            .unwrap();
        let html = response.text().await.unwrap();
        assert!(html.contains("logout-not-expected"), "{html}");
    }
    let bound = RunningClient::builder()
        .tls(false)
        .bind("127.0.0.1:0")
        .unwrap();
    let told = bound.post_logout_redirect_uri();
    let client = bound
        .environment(environment(&provider.issuer))
        .start()
        .await
        .unwrap();
    assert_eq!(client.post_logout_redirect_uri(), Some(told.as_str()));
}

#[tokio::test]
async fn a_return_from_logout_that_another_page_would_answer_is_refused_at_start() {
    for path in [
        "/",
        "/login.html",
        "/auth",
        "/auth/cb",
        "/me",
        "/hello",
        "/logout",
        "/style.css",
    ] {
        let uri = format!("http://localhost:8080{path}");
        let environment = Environment {
            redirect_uri: Some("http://localhost:8080/auth/cb".to_owned()),
            post_logout_redirect_uri: Some(uri.clone()),
            ..environment("https://bank.example/oidc")
        };
        let client = RunningClient::builder().tls(false).environment(environment);
        let error = client.start().await.unwrap_err();
        let expected = format!(
            "[environments.test]: post_logout_redirect_uri = \"{uri}\": needs a path that no other \
             page of this client has"
        );
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.exit_code(), 2);
    }
}

#[tokio::test]
async fn form_post_is_for_redirect_uris_with_tls() {
    let ca = local_ca();
    let start = |redirect_uri: Option<&str>, tls| {
        let environment = Environment {
            response_mode: ResponseMode::FormPost,
            redirect_uri: redirect_uri.map(str::to_owned),
            ..environment("https://bank.example/oidc")
        };
        let builder = RunningClient::builder().local_ca(Arc::clone(&ca)).tls(tls);
        builder.environment(environment).start()
    };
    // The last one is behind a proxy that speaks TLS.
    for (redirect_uri, tls) in [
        (None, true),
        (Some("https://localhost:8080/auth/cb"), true),
        (Some("https://app.example/auth/cb"), false),
    ] {
        assert!(start(redirect_uri, tls).await.is_ok(), "{redirect_uri:?}");
    }
    for (redirect_uri, tls) in [
        (None, false),
        (Some("https://localhost:8080/auth/cb"), false),
        (Some("http://localhost:8080/auth/cb"), true),
    ] {
        let error = start(redirect_uri, tls).await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains("response_mode = \"form_post\": needs TLS"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn with_tls_the_cookies_of_logout_and_form_post_are_secure() {
    let provider = FakeProvider::start().await;
    let ca = local_ca();
    let client = RunningClient::builder()
        .local_ca(Arc::clone(&ca))
        .environment(Environment {
            response_mode: ResponseMode::FormPost,
            ..environment(&provider.issuer)
        })
        .start()
        .await
        .unwrap();
    for path in ["/auth", "/logout"] {
        let url = format!("{}{path}", client.base_url());
        let response = trusting(&ca).get(url).send().await.unwrap();
        let cookies = set_cookies(&response);
        assert!(!cookies.is_empty(), "{path}");
        for cookie in cookies {
            assert!(cookie.contains("; Secure"), "{cookie}");
            assert!(cookie.contains("; HttpOnly"), "{cookie}");
        }
    }
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
