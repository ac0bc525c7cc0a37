//! Keys on the curves of RFC 7518 6.2.1 and RFC 8812.

use std::sync::OnceLock;

use aws_lc_rs::{agreement, signature};
use serde_json::{Map, Value};

use super::{octets, refuse_private, text};
use crate::curve::Curve;
use crate::jwk_error::JwkError;
use crate::jws_alg::JwsAlg;

pub(super) struct EcKey {
    curve: Curve,
    verifying: signature::ParsedPublicKey,
    point: Vec<u8>,
    /// Parsed when something is first encrypted to it: keys of proofs never are.
    agreeing: OnceLock<Option<agreement::ParsedPublicKey>>,
}

impl EcKey {
    /// The key, and the members that its thumbprint is made from (RFC 7638 3.2).
    pub(super) fn read(jwk: &Map<String, Value>) -> Result<(Self, String), JwkError> {
        let curve = Curve::parse(text(jwk, "crv")?).ok_or(JwkError::UnknownCurve)?;
        refuse_private(jwk)?;
        let (x, x_octets) = coordinate(jwk, "x", curve)?;
        let (y, y_octets) = coordinate(jwk, "y", curve)?;
        let point = [&[UNCOMPRESSED], x_octets.as_slice(), &y_octets].concat();
        let verifying = signature::ParsedPublicKey::new(curve.ecdsa(), &point)
            .map_err(|_| JwkError::NotOnCurve)?;
        let crv = curve.as_str();
        let canonical = format!(r#"{{"crv":"{crv}","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let key = Self {
            curve,
            verifying,
            point,
            agreeing: OnceLock::new(),
        };
        Ok((key, canonical))
    }

    pub(super) fn verifying(&self, alg: JwsAlg) -> Option<&signature::ParsedPublicKey> {
        (alg.curve() == Some(self.curve)).then_some(&self.verifying)
    }

    pub(super) fn agreeing(&self) -> Option<(&'static str, &agreement::ParsedPublicKey)> {
        let parse = || {
            let unparsed = agreement::UnparsedPublicKey::new(self.curve.ecdh()?, &self.point);
            unparsed.try_into().ok()
        };
        let key = self.agreeing.get_or_init(parse).as_ref()?;
        Some((self.curve.as_str(), key))
    }
}

fn coordinate<'a>(
    jwk: &'a Map<String, Value>,
    name: &'static str,
    curve: Curve,
) -> Result<(&'a str, Vec<u8>), JwkError> {
    let coordinate = octets(jwk, name)?;
    if coordinate.1.len() == curve.coordinate_len() {
        Ok(coordinate)
    } else {
        Err(JwkError::Coordinate(name))
    }
}

/// What stands before both coordinates in full (SEC 1 2.3.3).
const UNCOMPRESSED: u8 = 4;
