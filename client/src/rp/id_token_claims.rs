use serde_json::{Map, Value};

use super::RawIdToken;

/// Claims in the order in which they came.
pub type Claims = Map<String, Value>;

/// An ID token that passed every check.
#[derive(Clone, Debug)]
pub struct IdToken {
    pub(super) raw: RawIdToken,
    pub(super) claims: Claims,
    pub(super) kid: Option<String>,
    pub(super) subject: String,
}

impl IdToken {
    /// The token as it came.
    #[must_use]
    pub const fn raw(&self) -> &RawIdToken {
        &self.raw
    }

    /// The claims, in the order in which they came.
    #[must_use]
    pub const fn claims(&self) -> &Claims {
        &self.claims
    }

    /// What is known about the user: these claims in their order, then what only the userinfo
    /// endpoint told.
    pub(crate) fn claims_with(&self, userinfo: &Claims) -> Claims {
        let mut claims = self.claims.clone();
        for (name, value) in userinfo {
            if !claims.contains_key(name) {
                claims.insert(name.clone(), value.clone());
            }
        }
        claims
    }

    /// The id of the key that signed, if the header names one.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The subject (OIDC Core 2, `sub`).
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The audiences (OIDC Core 2, `aud`): one string or several.
    pub(super) fn audiences(&self) -> Vec<&str> {
        audiences(&self.claims).unwrap_or_default()
    }
}

/// The values of `aud`; nothing where it is missing or of another type.
pub(super) fn audiences(claims: &Claims) -> Option<Vec<&str>> {
    match claims.get("aud")? {
        Value::String(one) => Some(vec![one]),
        Value::Array(several) => several.iter().map(Value::as_str).collect(),
        _ => None,
    }
}
