use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, jwk::JwkSet};
use serde_json::Value;
use sha2::Digest as _;

use super::Mock;

/// A signed token whose signature has been verified with the published key of its `kid`.
#[derive(Clone, Debug)]
pub(crate) struct Jws {
    pub(crate) header: Value,
    pub(crate) payload: Value,
}

/// Reads a compact JWS (RFC 7515 7.1), and trusts nothing that the published keys do not sign.
pub(crate) async fn jws(mock: &Mock, token: &str) -> Jws {
    let keys: JwkSet = serde_json::from_str(&mock.get("/jwks", &[]).await.body).unwrap();
    let header = jsonwebtoken::decode_header(token).unwrap();
    let key = keys.find(header.kid.as_deref().unwrap()).unwrap();
    assert!(
        [Algorithm::ES256, Algorithm::RS256, Algorithm::PS256].contains(&header.alg),
        "{header:?}"
    );
    let mut validation = Validation::new(header.alg);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_jwk(key).unwrap();
    jsonwebtoken::decode::<Value>(token, &key, &validation).unwrap();
    let mut parts = token.split('.').map(|part| {
        let bytes = URL_SAFE_NO_PAD.decode(part).unwrap();
        serde_json::from_slice::<Value>(&bytes)
    });
    Jws {
        header: parts.next().unwrap().unwrap(),
        payload: parts.next().unwrap().unwrap(),
    }
}

impl fmt::Display for Jws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{:#}", self.header, self.payload)
    }
}

/// The SHA-256 of a text, in base64url.
pub(crate) fn sha256(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(text.as_bytes()))
}
