//! RSA keys (RFC 7518 6.3.1).

use aws_lc_rs::rsa::{OaepPublicEncryptingKey, PublicEncryptingKey, RsaParameters};
use aws_lc_rs::signature::{
    self, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RsaPublicKeyComponents,
};
use serde_json::{Map, Value};

use super::{octets, refuse_private};
use crate::jwk_error::JwkError;
use crate::jws_alg::JwsAlg;

/// The crypto library ties a parsed key to one padding, so there are four.
pub(super) struct RsaKey {
    encrypting: OaepPublicEncryptingKey,
    ps256: signature::ParsedPublicKey,
    ps384: signature::ParsedPublicKey,
    rs256: signature::ParsedPublicKey,
}

impl RsaKey {
    /// The key, and the members that its thumbprint is made from (RFC 7638 3.2).
    pub(super) fn read(jwk: &Map<String, Value>) -> Result<(Self, String), JwkError> {
        refuse_private(jwk)?;
        let (n, modulus) = number(jwk, "n")?;
        let (e, exponent) = number(jwk, "e")?;
        check_exponent(&exponent)?;
        let components = RsaPublicKeyComponents {
            n: modulus.as_slice(),
            e: exponent.as_slice(),
        };
        let parse = |parameters: &'static RsaParameters| {
            components
                .to_parsed_public_key(parameters)
                .map_err(|_| JwkError::Modulus)
        };
        let key = Self {
            encrypting: encrypting(components).ok_or(JwkError::Modulus)?,
            ps256: parse(&RSA_PSS_2048_8192_SHA256)?,
            ps384: parse(&RSA_PSS_2048_8192_SHA384)?,
            rs256: parse(&RSA_PKCS1_2048_8192_SHA256)?,
        };
        Ok((key, format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#)))
    }

    pub(super) fn verifying(&self, alg: JwsAlg) -> Option<&signature::ParsedPublicKey> {
        match alg {
            JwsAlg::Ps256 => Some(&self.ps256),
            JwsAlg::Ps384 => Some(&self.ps384),
            JwsAlg::Rs256 => Some(&self.rs256),
            JwsAlg::EdDsa | JwsAlg::Es256 | JwsAlg::Es256k | JwsAlg::Es384 | JwsAlg::Es512 => None,
        }
    }

    pub(super) fn encrypting(&self) -> &OaepPublicEncryptingKey {
        &self.encrypting
    }
}

/// A number of the least length (RFC 7518 2).
///
/// Leading zeros are refused rather than cut: the thumbprint is made from the members as they stand there, so the
/// same key would have two.
fn number<'a>(
    jwk: &'a Map<String, Value>,
    name: &'static str,
) -> Result<(&'a str, Vec<u8>), JwkError> {
    let number = octets(jwk, name)?;
    if number.1.first() == Some(&0) {
        return Err(JwkError::LeadingZero(name));
    }
    Ok(number)
}

/// What the crypto library would find out at the first use only.
fn check_exponent(exponent: &[u8]) -> Result<(), JwkError> {
    let odd = exponent.last().is_some_and(|octet| octet & 1 == 1);
    let fits = exponent.len() < 5 || (exponent.len() == 5 && exponent.first() == Some(&1));
    if odd && fits && exponent != [1] {
        Ok(())
    } else {
        Err(JwkError::Exponent)
    }
}

/// Nothing unless the modulus is odd and of 2048 to 8192 bits.
fn encrypting(components: RsaPublicKeyComponents<&[u8]>) -> Option<OaepPublicEncryptingKey> {
    let odd = components.n.last().is_some_and(|octet| octet & 1 == 1);
    let key: PublicEncryptingKey = odd.then(|| components.try_into().ok()).flatten()?;
    OaepPublicEncryptingKey::new(key).ok()
}
