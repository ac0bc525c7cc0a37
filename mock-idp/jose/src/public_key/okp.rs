//! Keys on the curves of RFC 8037.

use aws_lc_rs::agreement::{self, X25519};
use aws_lc_rs::signature::{self, ED25519};
use serde_json::{Map, Value};

use super::{octets, refuse_private, text};
use crate::jwk_error::JwkError;
use crate::jws_alg::JwsAlg;

/// One curve signs, the other one agrees; none does both.
pub(super) enum OkpKey {
    Ed25519(signature::ParsedPublicKey),
    X25519(agreement::ParsedPublicKey),
}

impl OkpKey {
    /// The key, and the members that its thumbprint is made from (RFC 8037 2).
    pub(super) fn read(jwk: &Map<String, Value>) -> Result<(Self, String), JwkError> {
        let crv = text(jwk, "crv")?;
        if !matches!(crv, "Ed25519" | "X25519") {
            return Err(JwkError::UnknownCurve);
        }
        refuse_private(jwk)?;
        let (x, point) = octets(jwk, "x")?;
        if point.len() != LENGTH {
            return Err(JwkError::Coordinate("x"));
        }
        let key = if crv == "X25519" {
            agreement::UnparsedPublicKey::new(&X25519, &point)
                .try_into()
                .map(Self::X25519)
        } else {
            signature::ParsedPublicKey::new(&ED25519, &point).map(Self::Ed25519)
        };
        let canonical = format!(r#"{{"crv":"{crv}","kty":"OKP","x":"{x}"}}"#);
        Ok((key.map_err(|_| JwkError::NotOnCurve)?, canonical))
    }

    pub(super) fn verifying(&self, alg: JwsAlg) -> Option<&signature::ParsedPublicKey> {
        match (self, alg) {
            (Self::Ed25519(key), JwsAlg::EdDsa) => Some(key),
            _ => None,
        }
    }
}

/// Of a public key on either curve (RFC 8032 5.1.5, RFC 7748 5).
const LENGTH: usize = 32;
