//! Clients that hold keys: what they sign.

use client_keys::SigningKey;
use serde_json::{Map, Value, json};

use super::{CALLBACK, Mock, NOW};

/// RFC 7523 2.2.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Registers a client with the quickstart's redirect URI, and whatever else it needs.
pub(crate) fn register(mock: &Mock, id: &str, metadata: &Value) {
    let mut client = json!({ "client_id": id, "redirect_uris": [CALLBACK] });
    for (name, value) in metadata.as_object().unwrap() {
        client[name] = value.clone();
    }
    let Value::Object(client) = client else {
        unreachable!("an object was made")
    };
    let admin = mock.admin(&mock.institution().id).unwrap();
    admin.create_client(client).unwrap();
}

/// What a client is about to sign, which is right until it is changed.
#[derive(Clone, Debug)]
pub(crate) struct Unsigned {
    header: Value,
    claims: Map<String, Value>,
}

/// A client's assertion (RFC 7523 3).
pub(crate) struct Assertion;

/// A DPoP proof (RFC 9449 4.2).
pub(crate) struct ProofOf;

impl Assertion {
    pub(crate) fn of(client: &str, key: &SigningKey, audience: &str) -> Unsigned {
        let claims = json!({
            "iss": client,
            "sub": client,
            "aud": audience,
            "exp": NOW + 60,
            "jti": format!("{client} at {audience}"),
        });
        Unsigned::new(json!({ "alg": key.alg() }), &claims)
    }

    /// The parameters that carry it.
    pub(crate) fn form(assertion: &str) -> [(&str, &str); 3] {
        [
            ("client_secret", ""),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", assertion),
        ]
    }
}

impl ProofOf {
    pub(crate) fn request(key: &SigningKey, method: &str, url: &str) -> Unsigned {
        let header = json!({ "typ": "dpop+jwt", "alg": key.alg(), "jwk": key.public_jwk() });
        let claims = json!({
            "jti": format!("{method} {url}"),
            "htm": method,
            "htu": url,
            "iat": NOW,
        });
        Unsigned::new(header, &claims)
    }
}

impl Unsigned {
    fn new(header: Value, claims: &Value) -> Self {
        let claims = claims.as_object().unwrap().clone();
        Self { header, claims }
    }

    /// Sets a claim, or takes it out.
    pub(crate) fn with(mut self, claim: &str, value: Value) -> Self {
        if value.is_null() {
            self.claims.remove(claim);
        } else {
            self.claims.insert(claim.to_owned(), value);
        }
        self
    }

    pub(crate) fn with_header(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.header[member] = value.into();
        self
    }

    /// The same for a request that brings an access token.
    pub(crate) fn for_token(self, access_token: &str) -> Self {
        let ath = super::jwt::sha256(access_token);
        self.with("ath", json!(ath))
    }

    /// The key that it says it is of.
    pub(crate) fn jwk(&self) -> Value {
        self.header["jwk"].clone()
    }

    pub(crate) fn sign(&self, key: &SigningKey) -> String {
        let claims = Value::Object(self.claims.clone());
        key.sign(&self.header, &claims).unwrap()
    }
}
