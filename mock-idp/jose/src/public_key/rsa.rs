//! RSA keys (RFC 7518 6.3.1).

use std::sync::OnceLock;

use aws_lc_rs::rsa::{OaepPublicEncryptingKey, PublicEncryptingKey, RsaParameters};
use aws_lc_rs::signature::{
    self, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RsaPublicKeyComponents,
};
use serde_json::{Map, Value};

use super::{octets, refuse_private};
use crate::jwk_error::JwkError;
use crate::jws_alg::JwsAlg;

/// The crypto library ties a parsed key to one padding, so there are four, of which the others are parsed when they are
/// first needed.
pub(super) struct RsaKey {
    encrypting: OaepPublicEncryptingKey,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    ps256: Verifying,
    ps384: Verifying,
    rs256: Verifying,
}

type Verifying = OnceLock<Option<signature::ParsedPublicKey>>;

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
        let key = Self {
            encrypting: encrypting(components).ok_or(JwkError::Modulus)?,
            modulus,
            exponent,
            ps256: OnceLock::new(),
            ps384: OnceLock::new(),
            rs256: OnceLock::new(),
        };
        Ok((key, format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#)))
    }

    pub(super) fn verifying(&self, alg: JwsAlg) -> Option<&signature::ParsedPublicKey> {
        let (key, parameters): (_, &'static RsaParameters) = match alg {
            JwsAlg::Ps256 => (&self.ps256, &RSA_PSS_2048_8192_SHA256),
            JwsAlg::Ps384 => (&self.ps384, &RSA_PSS_2048_8192_SHA384),
            JwsAlg::Rs256 => (&self.rs256, &RSA_PKCS1_2048_8192_SHA256),
            JwsAlg::EdDsa | JwsAlg::Es256 | JwsAlg::Es256k | JwsAlg::Es384 | JwsAlg::Es512 => {
                return None;
            }
        };
        let parse = || {
            let components = RsaPublicKeyComponents {
                n: self.modulus.as_slice(),
                e: self.exponent.as_slice(),
            };
            components.to_parsed_public_key(parameters).ok()
        };
        key.get_or_init(parse).as_ref()
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
