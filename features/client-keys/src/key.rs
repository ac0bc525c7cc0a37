//! What a relying party opens JWEs with.

mod ec;
mod rsa;
mod x25519;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use thiserror::Error;

pub use ec::EcKey;
pub use rsa::RsaKey;
pub use x25519::X25519Key;

/// A private key, or the secret that keys are derived from.
#[derive(Clone)]
pub enum Key {
    /// For `A128KW`, `A256KW` and `dir`: each derives a key of its own length (OIDC Core 10.2).
    ClientSecret(String),
    /// For the same algorithms: the key as it is (RFC 7518 6.4).
    Symmetric(Vec<u8>),
    /// For `ECDH-ES`, on P-256, P-384 or P-521.
    Ec(EcKey),
    /// For `ECDH-ES`.
    X25519(X25519Key),
    /// For `RSA-OAEP` and `RSA-OAEP-256`.
    Rsa(RsaKey),
}

/// Why there is no key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum KeyError {
    /// The crypto library could not make one, or not tell it.
    #[error("the crypto library has failed")]
    Failed,
    /// The text is no unencrypted PKCS#8 in PEM (RFC 7468 10).
    #[error("it is not PKCS#8 in PEM")]
    Pem,
    /// The key is not one of the kinds that are known here, or it is broken.
    #[error("it is not a private key of a known kind")]
    Unusable,
}

impl Key {
    /// A fresh key on P-256, and its public JWK.
    ///
    /// # Errors
    /// [`KeyError::Failed`].
    pub fn generate_p256() -> Result<(Self, Value), KeyError> {
        EcKey::generate("P-256").map(|key| (Self::Ec(key.0), key.1))
    }

    /// A fresh key on P-384, and its public JWK.
    ///
    /// # Errors
    /// [`KeyError::Failed`].
    pub fn generate_p384() -> Result<(Self, Value), KeyError> {
        EcKey::generate("P-384").map(|key| (Self::Ec(key.0), key.1))
    }

    /// A fresh key on P-521, and its public JWK.
    ///
    /// # Errors
    /// [`KeyError::Failed`].
    pub fn generate_p521() -> Result<(Self, Value), KeyError> {
        EcKey::generate("P-521").map(|key| (Self::Ec(key.0), key.1))
    }

    /// A fresh key on Curve25519, and its public JWK.
    ///
    /// # Errors
    /// [`KeyError::Failed`].
    pub fn generate_x25519() -> Result<(Self, Value), KeyError> {
        X25519Key::generate().map(|key| (Self::X25519(key.0), key.1))
    }

    /// A fresh RSA key of 2048 bits, and its public JWK.
    ///
    /// # Errors
    /// [`KeyError::Failed`].
    pub fn generate_rsa() -> Result<(Self, Value), KeyError> {
        RsaKey::generate().map(|key| (Self::Rsa(key.0), key.1))
    }

    /// The RSA key in a PKCS#8 PEM, and its public JWK.
    ///
    /// # Errors
    /// [`KeyError`] where it is none, or none of 2048 to 8192 bits.
    pub fn rsa_from_pem(pem: &str) -> Result<(Self, Value), KeyError> {
        RsaKey::from_pem(pem).map(|key| (Self::Rsa(key.0), key.1))
    }

    /// The key in a private JWK (RFC 7518 6, RFC 8037 2), and its public one.
    ///
    /// # Errors
    /// [`KeyError::Unusable`] where it is none that is known here.
    pub fn from_private_jwk(jwk: &Map<String, Value>) -> Result<(Self, Value), KeyError> {
        match (
            jwk.get("kty").and_then(Value::as_str),
            jwk.get("crv").and_then(Value::as_str),
        ) {
            (Some("EC"), Some(crv)) => {
                EcKey::from_secret(crv, &number(jwk, "d")?).map(|key| (Self::Ec(key.0), key.1))
            }
            (Some("OKP"), Some("X25519")) => {
                X25519Key::from_secret(&number(jwk, "d")?).map(|key| (Self::X25519(key.0), key.1))
            }
            (Some("RSA"), None) => RsaKey::from_jwk(jwk).map(|key| (Self::Rsa(key.0), key.1)),
            _ => Err(KeyError::Unusable),
        }
    }

    /// The key as a private JWK, for other readers; a client secret is one key for each algorithm.
    ///
    /// # Errors
    /// [`KeyError::Unusable`] for a client secret.
    pub fn private_jwk(&self) -> Result<Value, KeyError> {
        match self {
            Self::ClientSecret(_) => Err(KeyError::Unusable),
            Self::Symmetric(key) => Ok(json!({ "kty": "oct", "k": encode(key) })),
            Self::Ec(key) => key.private_jwk(),
            Self::X25519(key) => key.private_jwk(),
            Self::Rsa(key) => key.private_jwk(),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClientSecret(_) => "ClientSecret(..)",
            Self::Symmetric(_) => "Symmetric(..)",
            Self::Ec(_) => "Ec(..)",
            Self::X25519(_) => "X25519(..)",
            Self::Rsa(_) => "Rsa(..)",
        })
    }
}

/// A member of a JWK that is octets.
fn number(jwk: &Map<String, Value>, member: &str) -> Result<Vec<u8>, KeyError> {
    let text = jwk
        .get(member)
        .and_then(Value::as_str)
        .ok_or(KeyError::Unusable)?;
    URL_SAFE_NO_PAD.decode(text).map_err(|_| KeyError::Unusable)
}

fn encode(octets: &[u8]) -> Value {
    URL_SAFE_NO_PAD.encode(octets).into()
}
