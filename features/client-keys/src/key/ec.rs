//! A private key on a curve of RFC 7518 6.2.1.1.

use std::sync::Arc;

use aws_lc_rs::agreement::{
    self, ECDH_P256, ECDH_P384, ECDH_P521, PrivateKey, UnparsedPublicKey, agree,
};
use aws_lc_rs::encoding::{AsBigEndian as _, EcPrivateKeyBin};
use serde_json::{Map, Value, json};

use super::{KeyError, encode, number};
use crate::Refused;

/// A key that agrees with ephemeral keys on its curve.
#[derive(Clone)]
pub struct EcKey {
    curve: &'static Curve,
    private: Arc<PrivateKey>,
}

struct Curve {
    crv: &'static str,
    ecdh: &'static agreement::Algorithm,
    /// Of a coordinate, in octets.
    length: usize,
}

static CURVES: [Curve; 3] = [
    Curve {
        crv: "P-256",
        ecdh: &ECDH_P256,
        length: 32,
    },
    Curve {
        crv: "P-384",
        ecdh: &ECDH_P384,
        length: 48,
    },
    Curve {
        crv: "P-521",
        ecdh: &ECDH_P521,
        length: 66,
    },
];

impl EcKey {
    pub(super) fn generate(crv: &str) -> Result<(Self, Value), KeyError> {
        let curve = find(crv)?;
        let private = PrivateKey::generate(curve.ecdh).map_err(|_| KeyError::Failed)?;
        Self::with_jwk(curve, private)
    }

    pub(super) fn from_secret(crv: &str, d: &[u8]) -> Result<(Self, Value), KeyError> {
        let curve = find(crv)?;
        let private = PrivateKey::from_private_key(curve.ecdh, d);
        Self::with_jwk(curve, private.map_err(|_| KeyError::Unusable)?)
    }

    pub(super) fn private_jwk(&self) -> Result<Value, KeyError> {
        let mut jwk = self.public_jwk()?;
        let d: EcPrivateKeyBin<'_> = self.private.as_be_bytes().map_err(|_| KeyError::Failed)?;
        jwk["d"] = encode(d.as_ref());
        Ok(jwk)
    }

    /// The x coordinate of the shared point.
    pub(crate) fn agree(&self, epk: &Map<String, Value>) -> Result<Vec<u8>, Refused> {
        let is = |member, expected| epk.get(member).and_then(Value::as_str) == Some(expected);
        if !is("kty", "EC") || !is("crv", self.curve.crv) {
            return Err(Refused::EphemeralKey);
        }
        let coordinate = |member| {
            let octets = number(epk, member).map_err(|_| Refused::EphemeralKey)?;
            let complete = octets.len() == self.curve.length;
            complete.then_some(octets).ok_or(Refused::EphemeralKey)
        };
        let point = [vec![4], coordinate("x")?, coordinate("y")?].concat();
        let peer = UnparsedPublicKey::new(self.curve.ecdh, point);
        agree(&self.private, peer, Refused::EphemeralKey, |shared| {
            Ok(shared.to_vec())
        })
    }

    fn with_jwk(curve: &'static Curve, private: PrivateKey) -> Result<(Self, Value), KeyError> {
        let private = Arc::new(private);
        let key = Self { curve, private };
        let jwk = key.public_jwk()?;
        Ok((key, jwk))
    }

    fn public_jwk(&self) -> Result<Value, KeyError> {
        let public = self
            .private
            .compute_public_key()
            .map_err(|_| KeyError::Failed)?;
        let point = public.as_ref().get(1..).ok_or(KeyError::Failed)?;
        let (x, y) = point.split_at(point.len() / 2);
        Ok(json!({ "kty": "EC", "crv": self.curve.crv, "x": encode(x), "y": encode(y) }))
    }
}

fn find(crv: &str) -> Result<&'static Curve, KeyError> {
    let curve = CURVES.iter().find(|curve| curve.crv == crv);
    curve.ok_or(KeyError::Unusable)
}
