//! A live institution's metadata with keys such as the mock's, and what a change to them leads to.

use drift::{Finding, Headers, Published, Severity, compare};
use serde_json::{Value, json};
use url::Url;

/// Metadata of a live Banno institution, captured on 2026-09-14.
const CAPTURED: &str = include_str!("../../../../fixtures/live/openid-configuration.json");
pub(crate) const ISSUER: &str = "https://connect.glacierbank.com/a/consumer/api/v0/oidc";

pub(crate) fn published() -> Published {
    let headers = |content_type: &str| Headers {
        content_type: Some(content_type.to_owned()),
        cache_control: None,
    };
    Published {
        metadata: serde_json::from_str(CAPTURED).unwrap(),
        metadata_headers: headers("application/json; charset=utf-8"),
        jwks: json!({ "keys": [ec("sig-ec2-0"), rsa("sig-rs-0", 256)] }),
        jwks_headers: headers("application/jwk-set+json; charset=utf-8"),
    }
}

/// A P-256 key.
pub(crate) fn ec(kid: &str) -> Value {
    json!({
        "kty": "EC", "use": "sig", "kid": kid, "alg": "ES256", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

/// An RSA key with that many bytes.
pub(crate) fn rsa(kid: &str, bytes: usize) -> Value {
    use base64::Engine as _;
    let modulus = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(vec![0xff; bytes]);
    json!({ "kty": "RSA", "use": "sig", "kid": kid, "e": "AQAB", "n": modulus })
}

pub(crate) fn address() -> Url {
    Url::parse(&format!("{ISSUER}/.well-known/openid-configuration")).unwrap()
}

/// What is found where the provider's documents are changed.
pub(crate) fn found(change: impl FnOnce(&mut Published)) -> Vec<Finding> {
    let mock = published();
    let mut provider = published();
    change(&mut provider);
    compare(&mock, &provider, &address())
}

/// The same, where only a member of the metadata is another one, or, with null, gone.
pub(crate) fn with(member: &str, value: Value) -> Vec<Finding> {
    found(|provider| set(provider, member, value))
}

pub(crate) fn set(provider: &mut Published, member: &str, value: Value) {
    if value.is_null() {
        provider.metadata.shift_remove(member);
    } else {
        provider.metadata.insert(member.to_owned(), value);
    }
}

/// Severity, path, and what both have, on one line each.
pub(crate) fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let severity = finding.severity.as_str();
        let side = |name: &str, value: &Option<Value>| {
            let value = value.as_ref();
            value.map_or_else(String::new, |value| format!(" {name}={value}"))
        };
        let (mock, provider) = (
            side("mock", &finding.mock),
            side("provider", &finding.provider),
        );
        format!("{severity} {}{mock}{provider}", finding.path)
    };
    findings.iter().map(line).collect()
}

/// The gravest finding.
pub(crate) fn worst(findings: &[Finding]) -> Option<Severity> {
    findings.iter().map(|finding| finding.severity).max()
}
