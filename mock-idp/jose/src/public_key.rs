//! A client's public key, read and checked once.

mod ec;
mod okp;
mod rsa;

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rsa::OaepPublicEncryptingKey;
use aws_lc_rs::{agreement, signature};
use serde_json::{Map, Value};

use self::ec::EcKey;
use self::okp::OkpKey;
use self::rsa::RsaKey;
use crate::base64url;
use crate::jwk_error::JwkError;
use crate::jws_alg::JwsAlg;

/// A key that verifies, or that something can be encrypted to; keys with one thumbprint are equal.
#[derive(Clone)]
pub struct PublicKey(Arc<Parsed>);

struct Parsed {
    material: Material,
    thumbprint: String,
}

enum Material {
    Ec(EcKey),
    Okp(OkpKey),
    Rsa(RsaKey),
}

impl PublicKey {
    /// Reads the key's own members (RFC 7518 6, RFC 8037 2); others, like `kid`, are nobody's business here.
    ///
    /// # Errors
    /// [`JwkError`] says which rule is broken.
    pub fn from_jwk(jwk: &Map<String, Value>) -> Result<Self, JwkError> {
        let (material, canonical) = match text(jwk, "kty")? {
            "EC" => EcKey::read(jwk).map(|(key, canonical)| (Material::Ec(key), canonical)),
            "OKP" => OkpKey::read(jwk).map(|(key, canonical)| (Material::Okp(key), canonical)),
            "RSA" => RsaKey::read(jwk).map(|(key, canonical)| (Material::Rsa(key), canonical)),
            "oct" => Err(JwkError::Private("k")),
            _ => Err(JwkError::UnknownKeyType),
        }?;
        let thumbprint = base64url::encode(digest(&SHA256, canonical.as_bytes()));
        Ok(Self(Arc::new(Parsed {
            material,
            thumbprint,
        })))
    }

    /// The JWK thumbprint with SHA-256 (RFC 7638 3), in base64url.
    #[must_use]
    pub fn thumbprint(&self) -> &str {
        &self.0.thumbprint
    }

    /// Whether the algorithm goes with the type and the curve of this key.
    pub(crate) fn fits(&self, alg: JwsAlg) -> bool {
        self.verifying(alg).is_some()
    }

    pub(crate) fn verifies(&self, alg: JwsAlg, message: &[u8], signature: &[u8]) -> bool {
        self.verifying(alg)
            .is_some_and(|key| key.verify_sig(message, signature).is_ok())
    }

    pub(crate) fn is_rsa(&self) -> bool {
        matches!(self.0.material, Material::Rsa(_))
    }

    /// The name of the curve and the key on it, where it is a curve for ECDH-ES.
    pub(crate) fn agreeing(&self) -> Option<(&'static str, &agreement::ParsedPublicKey)> {
        match &self.0.material {
            Material::Ec(key) => key.agreeing(),
            Material::Okp(OkpKey::X25519(key)) => Some(("X25519", key)),
            Material::Okp(OkpKey::Ed25519(_)) | Material::Rsa(_) => None,
        }
    }

    pub(crate) fn encrypting(&self) -> Option<&OaepPublicEncryptingKey> {
        match &self.0.material {
            Material::Rsa(key) => Some(key.encrypting()),
            Material::Ec(_) | Material::Okp(_) => None,
        }
    }

    fn verifying(&self, alg: JwsAlg) -> Option<&signature::ParsedPublicKey> {
        match &self.0.material {
            Material::Ec(key) => key.verifying(alg),
            Material::Okp(key) => key.verifying(alg),
            Material::Rsa(key) => key.verifying(alg),
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.thumbprint == other.0.thumbprint
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKey")
            .field(&self.0.thumbprint)
            .finish()
    }
}

/// A member that has to be there, as a text that is not empty.
fn text<'a>(jwk: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, JwkError> {
    let value = jwk.get(name).and_then(Value::as_str);
    value
        .filter(|text| !text.is_empty())
        .ok_or(JwkError::Text(name))
}

/// A member as it stands there, and the octets that it means.
fn octets<'a>(
    jwk: &'a Map<String, Value>,
    name: &'static str,
) -> Result<(&'a str, Vec<u8>), JwkError> {
    let text = text(jwk, name)?;
    let octets = base64url::decode(text).ok_or(JwkError::Base64Url(name))?;
    Ok((text, octets))
}

/// Who sends a private key has lost it: none is taken, though its public half could be used.
fn refuse_private(jwk: &Map<String, Value>) -> Result<(), JwkError> {
    let mut members = PRIVATE_MEMBERS.into_iter();
    let private = members.find(|name| jwk.contains_key(*name));
    private.map_or(Ok(()), |name| Err(JwkError::Private(name)))
}

/// RFC 7518 6.2.2, 6.3.2 and 6.4.1.
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
