//! `mock-idp learn`: what it writes is what the provider is, as far as the mock can be that.

use std::path::Path;

use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock as Answer, MockServer, ResponseTemplate};

use super::drift::{run, text};
use super::folder;
use crate::support::{Ask, Browser, Mock, builder, jws};

/// Another bank that the mock can be.
const OTHER: &str = r#"
[institution]
scopes = ["openid", "profile", "membership"]
claims = ["sub", "name", "https://bank.example/claims/tier"]

[policies]
authorization_response_iss = false

[metadata]
acr_values_supported = ["https://api.banno.com/consumer/security-level/high"]
claims_parameter_supported = false
code_challenge_methods_supported = ["plain", "S256"]
grant_types_supported = ["refresh_token", "authorization_code"]
response_modes_supported = ["query"]
response_types_supported = ["code"]
id_token_signing_alg_values_supported = ["PS256", "RS256"]
id_token_encryption_alg_values_supported = []
id_token_encryption_enc_values_supported = []
userinfo_signing_alg_values_supported = []
userinfo_encryption_alg_values_supported = ["dir"]
userinfo_encryption_enc_values_supported = ["A256GCM"]
dpop_signing_alg_values_supported = ["ES256"]
token_endpoint_auth_methods_supported = ["client_secret_basic", "client_secret_post", "none"]
pushed_authorization_request_endpoint = false
introspection_endpoint = false
"#;

/// What is learned is written into that file; what is told besides.
async fn learn(issuer: &str, file: &Path) -> String {
    let output = run(&["learn", issuer, "--output", file.to_str().unwrap()]).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stdout.is_empty());
    text(output.stderr)
}

async fn findings(issuer: &str, file: &Path) -> Vec<Value> {
    let config = file.to_str().unwrap();
    let args = ["drift", issuer, "--config", config, "--output", "json"];
    let report: Value = serde_json::from_slice(&run(&args).await.stdout).unwrap();
    report["findings"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_the_mock_can_be_it_is_after_learning() {
    for config in ["", OTHER] {
        let bank = Mock::of(builder().config(config)).await;
        let folder = folder();
        let file = folder.path().join("learned.toml");
        assert_eq!(learn(bank.issuer(), &file).await, "");
        assert_eq!(findings(bank.issuer(), &file).await, [json!(null); 0]);

        // And what is served from it is the same again.
        let written = std::fs::read_to_string(&file).unwrap();
        let served = Mock::of(builder().config(&written)).await;
        assert_eq!(findings(served.issuer(), &file).await, [json!(null); 0]);
        let metadata = async |mock: &Mock| {
            let answer = mock.get("/.well-known/openid-configuration", &[]).await;
            answer.body.replace(mock.base_url(), "")
        };
        assert_eq!(metadata(&served).await, metadata(&bank).await);
        let code = Browser::new(&served).code(&Ask::plain()).await;
        let id_token = served.redeem(&code).await.text("id_token");
        let alg = if config.is_empty() { "ES256" } else { "RS256" };
        assert_eq!(jws(&served, &id_token).await.header["alg"], alg);
        assert!(
            !written.contains("secret =") && !written.contains("password"),
            "{written}"
        );
    }
}

/// Metadata of a bank that the mock cannot be.
fn strange(here: &str) -> Value {
    json!({
        "issuer": here,
        "authorization_endpoint": format!("{here}/authorize"),
        "token_endpoint": format!("{here}/token"),
        "jwks_uri": format!("{here}/jwks"),
        "scopes_supported": ["profile", "two words", "profile", "evil\"\n[server]\nlisten = \"0.0.0.0:1\"\u{1b}[2J"],
        "response_types_supported": ["code", "id_token"],
        "response_modes_supported": ["form_post", "jwt"],
        "grant_types_supported": ["client_credentials"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES512", "RS256"],
        "token_endpoint_auth_methods_supported": ["tls_client_auth"],
        "require_pushed_authorization_requests": true,
    })
}

#[tokio::test]
async fn what_the_mock_cannot_be_is_listed_and_nothing_else_differs() {
    let server = MockServer::start().await;
    let keys = json!({ "keys": [{ "kty": "RSA", "kid": "r", "use": "sig", "e": "AQAB", "n": format!("{}w", "_".repeat(341)) }] });
    for (place, body) in [
        ("/.well-known/openid-configuration", strange(&server.uri())),
        ("/jwks", keys),
    ] {
        let answer = ResponseTemplate::new(200).set_body_json(body);
        Answer::given(path(place))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    let folder = folder();
    let file = folder.path().join("learned.toml");
    let told = learn(&server.uri(), &file).await;
    let written = std::fs::read_to_string(&file).unwrap();
    let odd = |c: char| c.is_control() && c != '\n';
    assert!(!told.contains(odd) && !written.contains(odd), "{written:?}");
    assert!(!written.lines().any(|line| line == "[server]"), "{written}");

    let findings = findings(&server.uri(), &file).await;
    let grave: Vec<_> = findings
        .iter()
        .filter(|it| it["severity"] != "info")
        .collect();
    assert!(grave.len() > 10, "{grave:?}");
    for finding in &grave {
        let path = finding["path"].as_str().unwrap();
        assert!(told.contains(path), "{path} is not in\n{told}");
        assert!(written.contains(path), "{path} is not in\n{written}");
    }
    assert!(told.starts_with("what the mock cannot be:\n"), "{told}");
    for line in told.lines().skip(1).filter(|line| !line.is_empty()) {
        assert!(written.contains(&format!("# {line}\n")), "{line}");
    }

    // It can be served all the same.
    let mock = Mock::of(builder().config(&written)).await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let id_token = mock.redeem(&code).await.text("id_token");
    assert_eq!(jws(&mock, &id_token).await.header["alg"], "RS256");
}

#[tokio::test]
async fn a_file_that_is_there_stays_unless_it_may_be_replaced() {
    let bank = crate::support::start().await;
    let folder = folder();
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, "mine").unwrap();
    let name = file.to_str().unwrap();
    let output = run(&["learn", bank.issuer(), "-o", name]).await;
    assert_eq!(output.status.code(), Some(1));
    let told = text(output.stderr);
    assert!(told.ends_with("--force replaces it\n"), "{told}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");

    let output = run(&["learn", bank.issuer(), "-o", name, "--force"]).await;
    assert_eq!(output.status.code(), Some(0));
    let on_stdout = run(&["learn", bank.issuer()]).await.stdout;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text(on_stdout));
}

#[tokio::test]
async fn a_provider_that_cannot_be_looked_at_is_exit_code_3() {
    let output = run(&["learn", "https://127.0.0.1:1"]).await;
    assert_eq!(output.status.code(), Some(3));
    assert!(text(output.stderr).contains("cannot be reached"));
}
