//! A private key on Curve25519 (RFC 8037 2, 3.2).

use std::sync::Arc;

use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
use aws_lc_rs::encoding::{AsBigEndian as _, Curve25519SeedBin};
use serde_json::{Map, Value, json};

use super::{KeyError, encode, number};
use crate::Refused;

/// A key that agrees with ephemeral keys on Curve25519.
#[derive(Clone)]
pub struct X25519Key(Arc<PrivateKey>);

impl X25519Key {
    pub(super) fn generate() -> Result<(Self, Value), KeyError> {
        Self::with_jwk(PrivateKey::generate(&X25519).map_err(|_| KeyError::Failed)?)
    }

    pub(super) fn from_secret(d: &[u8]) -> Result<(Self, Value), KeyError> {
        let private = PrivateKey::from_private_key(&X25519, d);
        Self::with_jwk(private.map_err(|_| KeyError::Unusable)?)
    }

    pub(super) fn private_jwk(&self) -> Result<Value, KeyError> {
        let mut jwk = self.public_jwk()?;
        let d: Curve25519SeedBin<'_> = self.0.as_be_bytes().map_err(|_| KeyError::Failed)?;
        jwk["d"] = encode(d.as_ref());
        Ok(jwk)
    }

    pub(crate) fn agree(&self, epk: &Map<String, Value>) -> Result<Vec<u8>, Refused> {
        let is = |member, expected| epk.get(member).and_then(Value::as_str) == Some(expected);
        if !is("kty", "OKP") || !is("crv", "X25519") {
            return Err(Refused::EphemeralKey);
        }
        let x = number(epk, "x").map_err(|_| Refused::EphemeralKey)?;
        if x.len() != 32 {
            return Err(Refused::EphemeralKey);
        }
        let peer = UnparsedPublicKey::new(&X25519, x);
        agree(&self.0, peer, Refused::EphemeralKey, |shared| {
            Ok(shared.to_vec())
        })
    }

    fn with_jwk(private: PrivateKey) -> Result<(Self, Value), KeyError> {
        let key = Self(Arc::new(private));
        let jwk = key.public_jwk()?;
        Ok((key, jwk))
    }

    fn public_jwk(&self) -> Result<Value, KeyError> {
        let public = self.0.compute_public_key().map_err(|_| KeyError::Failed)?;
        Ok(json!({ "kty": "OKP", "crv": "X25519", "x": encode(public.as_ref()) }))
    }
}
