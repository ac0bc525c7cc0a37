//! The provider runs in the process of the test, on a free port; each test has one of its own.

use std::time::Duration;

use mock_idp::MockIdp;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Url};
use serde_json::Value;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Users are those of the fixtures, and nobody has to type their passwords.
const BANK: &str = r#"
[leniencies]
allow_auto_login = true

[[clients]]
client_id = "my-app"
client_secret = "only for tests"
redirect_uris = ["http://localhost:3000/callback"]
require_consent = false
"#;

#[tokio::test]
async fn riley_doe_signs_in() -> Outcome {
    let bank = MockIdp::builder().config(BANK).start().await?;
    let mut app = Application::at(&bank)?;
    app.sign_in("rileydoe", VERIFIER).await?;
    assert_eq!(app.profile().await?["name"], "Riley Doe");
    assert!(bank.journal().refusals().is_empty());
    Ok(())
}

#[tokio::test]
async fn eleven_minutes_later_a_token_is_over() -> Outcome {
    let bank = MockIdp::builder().config(BANK).start().await?;
    let mut app = Application::at(&bank)?;
    app.sign_in("rileydoe", VERIFIER).await?;
    bank.clock().advance(Duration::from_secs(11 * 60));
    assert_eq!(app.profile().await?["error"], "invalid_token");
    let refused = bank.journal().refusals();
    assert_eq!(refused[0].reason, "access token is expired");
    Ok(())
}

#[tokio::test]
async fn the_true_reason_is_told_where_the_wire_is_silent() -> Outcome {
    let bank = MockIdp::builder().config(BANK).start().await?;
    let mut app = Application::at(&bank)?;
    app.sign_in(
        "rileydoe",
        "another-verifier-than-the-one-that-was-announced",
    )
    .await?;
    assert_eq!(app.tokens["error"], "invalid_grant");
    let refused = bank.journal().refusals();
    assert_eq!(refused[0].reason, "PKCE verification failed");
    Ok(())
}

/// In place of yours. It is told an issuer and a certificate to trust, as any application would be.
struct Application {
    http: Client,
    issuer: String,
    tokens: Value,
}

impl Application {
    fn at(bank: &MockIdp) -> Result<Self, Box<dyn std::error::Error>> {
        let mut http = Client::builder().redirect(Policy::none());
        if let Some(pem) = bank.ca_pem() {
            http = http.add_root_certificate(Certificate::from_pem(pem.as_bytes())?);
        }
        Ok(Self {
            http: http.build()?,
            issuer: bank.issuer().to_owned(),
            tokens: Value::Null,
        })
    }

    async fn sign_in(&mut self, user: &str, verifier: &str) -> Outcome {
        let hint = format!("auto:{user}");
        let request = [
            ("response_type", "code"),
            ("client_id", "my-app"),
            ("redirect_uri", "http://localhost:3000/callback"),
            ("scope", "openid profile"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("login_hint", &hint),
        ];
        let url = Url::parse_with_params(&format!("{}/auth", self.issuer), request)?;
        let answer = self.http.get(url).send().await?;
        let back = Url::parse(answer.headers()["location"].to_str()?)?;
        let code = back.query_pairs().find(|(name, _)| name == "code");
        let (_, code) = code.ok_or("the bank sends no code")?;
        let request = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", "http://localhost:3000/callback"),
            ("client_id", "my-app"),
            ("client_secret", "only for tests"),
            ("code_verifier", verifier),
        ];
        let token = format!("{}/token", self.issuer);
        let answer = self.http.post(token).form(&request).send().await?;
        self.tokens = answer.json().await?;
        Ok(())
    }

    async fn profile(&self) -> Result<Value, Box<dyn std::error::Error>> {
        let token = self.tokens["access_token"].as_str().unwrap_or_default();
        let request = self.http.get(format!("{}/me", self.issuer));
        Ok(request.bearer_auth(token).send().await?.json().await?)
    }
}

/// A real application makes a new one for each login; these are from RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
