//! A client's keys, and which of them is meant.

use std::cmp::Reverse;

use serde_json::Value;
use thiserror::Error;

use crate::jwk::Jwk;
use crate::jwk_error::JwkError;
use crate::jws_alg::JwsAlg;
use crate::key_management::KeyManagement;

/// The keys of a client's `jwks` (RFC 7517 5), in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JwkSet(Vec<Jwk>);

/// Why a JSON value is no set of public keys.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum JwkSetError {
    /// It has no list `keys` (RFC 7517 5.1).
    #[error("has no list `keys`")]
    NoKeys,
    /// One of the keys is not in order.
    #[error("has a key, number {index} from 0, that cannot be used: {source}")]
    Key {
        /// Its place in the list, from 0.
        index: usize,
        /// What is wrong with it.
        source: JwkError,
    },
}

impl JwkSet {
    /// Reads all keys; those of an unknown type or curve are left out (RFC 7517 5).
    ///
    /// # Errors
    /// [`JwkSetError`] for the first key that is not in order.
    pub fn parse(set: &Value) -> Result<Self, JwkSetError> {
        let keys = set
            .get("keys")
            .and_then(Value::as_array)
            .ok_or(JwkSetError::NoKeys)?;
        let mut known = Vec::new();
        for (index, jwk) in keys.iter().enumerate() {
            match Jwk::parse(jwk) {
                Ok(key) => known.push(key),
                Err(JwkError::UnknownKeyType | JwkError::UnknownCurve) => {}
                Err(source) => return Err(JwkSetError::Key { index, source }),
            }
        }
        Ok(Self(known))
    }

    /// The keys that a signature may come from: those that say more about themselves first, else in the set's order.
    pub fn for_verifying(&self, alg: JwsAlg, kid: Option<&str>) -> impl Iterator<Item = &Jwk> {
        let candidates = self.0.iter().filter(|jwk| jwk.may_verify(alg, kid));
        let mut candidates: Vec<_> = candidates.collect();
        candidates.sort_by_key(|jwk| Reverse(jwk.specificity()));
        candidates.into_iter()
    }

    /// The key to encrypt to; of equals the first. Whether its curve is one that agrees, [`encrypt`](crate::encrypt)
    /// finds out.
    #[must_use]
    pub fn for_encrypting(&self, alg: KeyManagement) -> Option<&Jwk> {
        let candidates = self.0.iter().filter(|jwk| jwk.may_encrypt(alg));
        candidates.min_by_key(|jwk| Reverse(jwk.specificity()))
    }
}
