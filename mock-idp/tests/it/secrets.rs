//! What must not be seen is not seen: not in the log, not in the journal, not in `Debug`.

use std::io;
use std::sync::{Arc, Mutex};

use client_keys::{Key, SigningKey};
use oidc::entropy::SeededEntropy;
use serde_json::json;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::support::{
    Ask, Assertion, Browser, CALLBACK, Mock, ProofOf, VERIFIER, builder, over, register, start,
};

/// Collects log lines of all providers in this process.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn begin() -> Self {
        let log = Self::default();
        let writer = log.clone();
        let filter = "info,mock_idp=trace,actix_web=trace,actix_http=trace,rustls=debug";
        let lines = tracing_subscriber::fmt::layer().with_writer(move || writer.clone());
        tracing_subscriber::registry()
            .with(filter.parse::<Targets>().unwrap())
            .with(lines)
            .init();
        log
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

const CONFIG: &str = r#"
    [[clients]]
    client_id = "c"
    client_secret = "s3cret-of-the-client"
    redirect_uris = ["https://localhost:8080/auth/cb"]

    [[users]]
    sub = "somebody"
    username = "rileydoe"
    password = "s3cret-of-the-user"
"#;

#[tokio::test]
async fn neither_log_nor_journal_nor_debug_tells_a_secret() {
    let log = Log::begin();
    let start = builder()
        .config(CONFIG)
        .entropy(Arc::new(SeededEntropy::new(77)));
    let mock = Mock::of(start).await;
    let secrets = walk(&mock).await;
    assert!(secrets.len() >= 12, "{secrets:?}");
    let journal = serde_json::to_string(&mock.journal().entries()).unwrap();
    let debug = format!("{mock:?} {:?}", mock.institution());
    for secret in secrets {
        assert!(secret.len() > 3, "{secret}");
        for (place, text) in [
            ("log", &log.text()),
            ("journal", &journal),
            ("debug", &debug),
        ] {
            if let Some(at) = text.find(&secret) {
                let around = &text[at.saturating_sub(300)..at];
                panic!("{secret} stands in the {place}: {around}");
            }
        }
    }
    assert!(
        log.text()
            .contains("token refused: authorization code not found")
    );
    assert!(journal.contains("authorization code not found"));
}

#[tokio::test]
async fn the_certificate_authority_s_debug_shows_no_key() {
    let idp = builder().tls(true).start().await.unwrap();
    let debug = format!("{idp:?}");
    assert!(!debug.contains("PRIVATE KEY"), "{debug}");
}

/// A whole flow, failures included; answers with all that must not be seen.
async fn walk(mock: &Mock) -> Vec<String> {
    let ask = Ask::offline()
        .with("client_id", "c")
        .with("state", "s3cret-state")
        .with("nonce", "a-nonce")
        .with("id_token_hint", "s3cret-hint");
    let mut secrets = Vec::new();
    let mut browser = Browser::new(mock);
    browser.visit(&ask).await;
    let ask = ask.without("id_token_hint");
    let page = browser.page(&ask).await;
    let page = browser.log_in(&page, "rileydoe", "s3cret-typo").await;
    let next = browser
        .log_in(&page, "rileydoe", "s3cret-of-the-user")
        .await;
    let consent = browser.follow(&next).await;
    let forged = [("xsrf", "s3cret-forgery"), ("action", "allow")];
    browser.submit(&consent, &forged).await;
    let told = browser.allow(&consent).await;
    let code = told.redirect_params()["code"].clone();
    secrets.extend(browser.cookies().iter().map(|cookie| cookie.value.clone()));
    let xsrf = page.body.split("name=\"xsrf\" value=\"").nth(1).unwrap();
    secrets.push(xsrf.split('"').next().unwrap().to_owned());

    let right = [
        ("client_id", "c"),
        ("client_secret", "s3cret-of-the-client"),
    ];
    let wrong = [("client_id", "c"), ("client_secret", "s3cret-wrong")];
    mock.redeem_with(&code, &wrong).await;
    mock.redeem_with("s3cret-guess", &right).await;
    let malformed = [&right[..], &[("code_verifier", "s3cret-verifier")]].concat();
    mock.redeem_with(&code, &malformed).await;
    let tokens = mock.redeem_with(&code, &right).await;
    let rotated = mock
        .refresh_with(&tokens.text("refresh_token"), &right)
        .await;
    for answer in [&tokens, &rotated] {
        for member in ["access_token", "id_token", "refresh_token"] {
            secrets.push(answer.text(member));
        }
    }
    mock.me(&rotated.text("access_token")).await;
    mock.me("s3cret-token").await;
    mock.get("/me?access_token=s3cret-in-the-query", &[]).await;
    mock.get("/nothing?code=s3cret-astray", &[]).await;
    mock.redeem_with(&code, &right).await;
    secrets.extend([code, VERIFIER.to_owned(), "s3cret".to_owned()]);
    secrets.extend(walk_with_keys(mock).await);
    secrets
}

/// What a client with keys sends and gets, failures included; answers with all that must not be seen.
async fn walk_with_keys(mock: &Mock) -> Vec<String> {
    let key = SigningKey::generate("ES256").unwrap();
    let (_, jwk) = Key::generate_p256().unwrap();
    let metadata = json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": { "keys": [key.public_jwk(), jwk] },
        "id_token_encrypted_response_alg": "ECDH-ES",
    });
    register(mock, "signs", &metadata);
    let mut browser = Browser::new(mock);
    let next = browser.page(&Ask::of("signs")).await;
    let next = browser
        .log_in(&next, "rileydoe", "s3cret-of-the-user")
        .await;
    let next = browser.follow(&next).await;
    let code = browser.allow(&next).await.redirect_params()["code"].clone();
    let assertion = Assertion::of("signs", &key, mock.issuer()).sign(&key);
    let proof = ProofOf::request(&key, "POST", &mock.url("/token")).sign(&key);
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let form = over(&form, &Assertion::form(&assertion));
    let headers = [("dpop", proof.as_str())];
    let tokens = mock.post_with("/token", &form, &headers).await;
    let again = mock.post_with("/token", &form, &headers).await;
    assert_eq!((tokens.status, again.status), (200, 401));
    let access_token = tokens.text("access_token");
    let authorization = format!("DPoP {access_token}");
    let headers = [("authorization", authorization.as_str()), ("dpop", &proof)];
    assert_eq!(mock.get("/me", &headers).await.status, 401);
    vec![
        code,
        assertion,
        proof,
        access_token,
        tokens.text("id_token"),
    ]
}

#[tokio::test]
async fn what_a_client_sends_stays_on_one_line_of_the_log() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let access_token = mock.redeem(&code).await.text("access_token");
    let bearer = format!("Bearer {access_token}");
    let headers = [("Authorization", bearer.as_str())];
    let answer = mock
        .get("/me?scope=a%0aINFO%20token%20answered%1b", &headers)
        .await;
    assert_eq!(answer.status, 403);
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(
        challenge.contains("error=\"insufficient_scope\""),
        "{challenge}"
    );
    let reason = mock.reason().unwrap();
    assert!(!reason.chars().any(char::is_control), "{reason:?}");
}
