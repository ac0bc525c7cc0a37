//! A signed token as it comes: read first, verified with whatever key the caller finds for it.

use std::fmt;

use serde_json::{Map, Value};
use thiserror::Error;

use crate::base64url;
use crate::jws_alg::JwsAlg;
use crate::public_key::PublicKey;
use crate::unique;

/// A JWS in compact serialization (RFC 7515 7.1) whose signature has not been looked at.
#[derive(Clone)]
pub struct Jws<'a> {
    signing_input: &'a str,
    header: Map<String, Value>,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// Why a text is no JWS.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Malformed {
    /// There are more or fewer than three parts (RFC 7515 5.2).
    #[error("it does not have three parts")]
    Parts,
    /// A part is not base64url without padding, in its one spelling (RFC 7515 2).
    #[error("a part is not base64url")]
    Base64Url,
    /// The header is no JSON object, or names a member twice (RFC 7515 4).
    #[error("the header is not a JSON object of unique members")]
    Header,
}

impl<'a> Jws<'a> {
    /// Takes the token apart (RFC 7515 5.2, steps 1 to 7).
    ///
    /// # Errors
    /// [`Malformed`] says at which step.
    pub fn parse(token: &'a str) -> Result<Self, Malformed> {
        let (signing_input, signature) = token.rsplit_once('.').ok_or(Malformed::Parts)?;
        let (header, payload) = signing_input.split_once('.').ok_or(Malformed::Parts)?;
        if payload.contains('.') {
            return Err(Malformed::Parts);
        }
        let decode = |part| base64url::decode(part).ok_or(Malformed::Base64Url);
        let header = decode(header)?;
        let payload = decode(payload)?;
        let signature = decode(signature)?;
        let header = unique::object(&header).ok_or(Malformed::Header)?;
        Ok(Self {
            signing_input,
            header,
            payload,
            signature,
        })
    }

    /// The JOSE header.
    #[must_use]
    pub fn header(&self) -> &Map<String, Value> {
        &self.header
    }

    /// `alg` (RFC 7515 4.1.1), where it is one that can be verified here.
    #[must_use]
    pub fn alg(&self) -> Option<JwsAlg> {
        self.header.get("alg")?.as_str().and_then(JwsAlg::parse)
    }

    /// `kid` (RFC 7515 4.1.4).
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.header.get("kid")?.as_str()
    }

    /// The payload's octets.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The payload as a claims set, unverified; of a repeated claim the last one counts, as RFC 7519 4 allows and the
    /// library that Banno runs does.
    #[must_use]
    pub fn claims(&self) -> Option<Map<String, Value>> {
        serde_json::from_slice(&self.payload).ok()
    }

    /// Whether the header asks for an extension: none is understood, so `crit` is refused as RFC 7515 4.1.11 says,
    /// and `b64` (RFC 7797) with it.
    #[must_use]
    pub fn is_extended(&self) -> bool {
        let extensions = ["crit", "b64"];
        extensions
            .iter()
            .any(|name| self.header.contains_key(*name))
    }

    /// Whether the signature is this key's, under the algorithm that the header names and the key fits, and without
    /// extensions.
    #[must_use]
    pub fn verifies_with(&self, key: &PublicKey) -> bool {
        !self.is_extended()
            && self.alg().is_some_and(|alg| {
                key.verifies(alg, self.signing_input.as_bytes(), &self.signature)
            })
    }
}

/// It may be an assertion or a proof, which could be used.
impl fmt::Debug for Jws<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jws")
            .field("alg", &self.alg())
            .finish_non_exhaustive()
    }
}
