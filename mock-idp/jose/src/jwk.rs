//! A client's key with what the client says about its use.

use serde_json::{Map, Value};

use crate::jwk_error::JwkError;
use crate::jws_alg::JwsAlg;
use crate::key_management::KeyManagement;
use crate::public_key::PublicKey;

/// A public key with `kid`, `alg`, `use` and `key_ops` (RFC 7517 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwk {
    key: PublicKey,
    kid: Option<String>,
    alg: Option<String>,
    intended_use: Option<String>,
    key_ops: Option<Vec<String>>,
}

impl Jwk {
    /// Reads the key first, then what is said about it.
    ///
    /// # Errors
    /// [`JwkError`] says which rule is broken.
    pub fn parse(jwk: &Value) -> Result<Self, JwkError> {
        let jwk = jwk.as_object().ok_or(JwkError::NotAnObject)?;
        let key = PublicKey::from_jwk(jwk)?;
        check_certificates(jwk)?;
        Ok(Self {
            key,
            kid: optional(jwk, "kid")?,
            alg: optional(jwk, "alg")?,
            intended_use: optional(jwk, "use")?,
            key_ops: operations(jwk),
        })
    }

    /// The key itself.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// `kid` (RFC 7517 4.5).
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Whether a signature under `alg` may be this key's.
    pub(crate) fn may_verify(&self, alg: JwsAlg, kid: Option<&str>) -> bool {
        self.key.fits(alg)
            && kid.is_none_or(|kid| self.kid() == Some(kid))
            && self.is_meant_for(alg.as_str(), "sig")
            && self.allows(&["verify"])
    }

    /// Whether `alg` may encrypt to this key, going by its type alone: of a key that agrees, `key_ops` are not looked
    /// at and any curve is taken, as the library that Banno runs does.
    pub(crate) fn may_encrypt(&self, alg: KeyManagement) -> bool {
        let of_the_type = match alg {
            KeyManagement::EcdhEs => !self.key.is_rsa(),
            KeyManagement::RsaOaep | KeyManagement::RsaOaep256 => {
                self.key.is_rsa() && self.allows(&["encrypt", "wrapKey"])
            }
            KeyManagement::A128Kw | KeyManagement::A256Kw | KeyManagement::Dir => false,
        };
        of_the_type && self.is_meant_for(alg.as_str(), "enc")
    }

    /// How much the key says about itself: who says more is asked first.
    pub(crate) fn specificity(&self) -> usize {
        usize::from(self.alg.is_some()) + usize::from(self.intended_use.is_some())
    }

    /// What the key does not say, it allows (RFC 7517 4.2, 4.4).
    fn is_meant_for(&self, alg: &str, intended_use: &str) -> bool {
        self.alg.as_deref().is_none_or(|own| own == alg)
            && self
                .intended_use
                .as_deref()
                .is_none_or(|own| own == intended_use)
    }

    /// One of the operations is enough (RFC 7517 4.3).
    fn allows(&self, operations: &[&str]) -> bool {
        self.key_ops
            .as_ref()
            .is_none_or(|own| own.iter().any(|own| operations.contains(&own.as_str())))
    }
}

/// A member that need not be there, but is a text that is not empty if it is.
fn optional(jwk: &Map<String, Value>, name: &'static str) -> Result<Option<String>, JwkError> {
    match jwk.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
        Some(_) => Err(JwkError::Text(name)),
    }
}

/// `key_ops`; what is no list counts as if it were not there, as in the library that Banno runs.
fn operations(jwk: &Map<String, Value>) -> Option<Vec<String>> {
    let operations = jwk.get("key_ops")?.as_array()?.iter();
    let names = operations.filter_map(Value::as_str).map(str::to_owned);
    Some(names.collect())
}

/// `x5c` is not used, but its form is checked (RFC 7517 4.7).
fn check_certificates(jwk: &Map<String, Value>) -> Result<(), JwkError> {
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    match jwk.get("x5c") {
        None => Ok(()),
        Some(Value::Array(certificates)) if certificates.iter().all(is_text) => Ok(()),
        Some(_) => Err(JwkError::Certificates),
    }
}
