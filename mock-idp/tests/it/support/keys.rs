//! Clients that hold keys: what they sign.

use jwe_reader::SigningKey;
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

/// A client's assertion, which is right until it is changed.
#[derive(Clone, Debug)]
pub(crate) struct Assertion {
    header: Value,
    claims: Map<String, Value>,
}

impl Assertion {
    pub(crate) fn of(client: &str, key: &SigningKey, audience: &str) -> Self {
        let claims = json!({
            "iss": client,
            "sub": client,
            "aud": audience,
            "exp": NOW + 60,
            "jti": format!("{client} at {audience}"),
        });
        Self {
            header: json!({ "alg": key.alg() }),
            claims: claims.as_object().unwrap().clone(),
        }
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

    pub(crate) fn with_header(mut self, member: &str, value: &str) -> Self {
        self.header[member] = json!(value);
        self
    }

    pub(crate) fn sign(&self, key: &SigningKey) -> String {
        let claims = Value::Object(self.claims.clone());
        key.sign(&self.header, &claims).unwrap()
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

/// A DPoP proof, which is right until it is changed.
#[derive(Clone, Debug)]
pub(crate) struct ProofOf {
    header: Value,
    claims: Map<String, Value>,
}

impl ProofOf {
    pub(crate) fn request(key: &SigningKey, method: &str, url: &str) -> Self {
        let claims = json!({
            "jti": format!("{method} {url}"),
            "htm": method,
            "htu": url,
            "iat": NOW,
        });
        Self {
            header: json!({ "typ": "dpop+jwt", "alg": key.alg(), "jwk": key.public_jwk() }),
            claims: claims.as_object().unwrap().clone(),
        }
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

    pub(crate) fn with_header(mut self, member: &str, value: Value) -> Self {
        self.header[member] = value;
        self
    }

    /// The key that it says it is of.
    pub(crate) fn jwk(&self) -> Value {
        self.header["jwk"].clone()
    }

    /// The same for a request that brings an access token.
    pub(crate) fn for_token(self, access_token: &str) -> Self {
        let ath = super::jwt::sha256(access_token);
        self.with("ath", json!(ath))
    }

    pub(crate) fn sign(&self, key: &SigningKey) -> String {
        let claims = Value::Object(self.claims.clone());
        key.sign(&self.header, &claims).unwrap()
    }
}
