//! Public keys as JWK (RFC 7517), in the member order of the library that Banno runs.

use serde::Serialize;

/// A public signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Jwk {
    /// An elliptic-curve key (RFC 7518 6.2).
    Ec(EcJwk),
    /// An RSA key (RFC 7518 6.3), good for RS256 and for PS256, so without `alg`.
    Rsa(RsaJwk),
}

/// A P-256 key. All numbers are base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EcJwk {
    kty: &'static str,
    r#use: &'static str,
    kid: String,
    alg: &'static str,
    crv: &'static str,
    x: String,
    y: String,
}

/// An RSA key. All numbers are base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RsaJwk {
    kty: &'static str,
    r#use: &'static str,
    kid: String,
    e: String,
    n: String,
}

impl Jwk {
    /// The P-256 key with these coordinates, for ES256.
    pub fn p256(kid: impl Into<String>, x: String, y: String) -> Self {
        let (kty, r#use, alg, crv) = ("EC", "sig", "ES256", "P-256");
        Self::Ec(EcJwk {
            kty,
            r#use,
            kid: kid.into(),
            alg,
            crv,
            x,
            y,
        })
    }

    /// The RSA key with this exponent and modulus.
    pub fn rsa(kid: impl Into<String>, e: String, n: String) -> Self {
        Self::Rsa(RsaJwk {
            kty: "RSA",
            r#use: "sig",
            kid: kid.into(),
            e,
            n,
        })
    }
}

impl Jwk {
    /// Its name.
    #[must_use]
    pub fn kid(&self) -> &str {
        match self {
            Self::Ec(key) => &key.kid,
            Self::Rsa(key) => &key.kid,
        }
    }

    /// The family of its algorithms (RFC 7518 6.1).
    #[must_use]
    pub const fn kty(&self) -> &'static str {
        match self {
            Self::Ec(key) => key.kty,
            Self::Rsa(key) => key.kty,
        }
    }
}

/// A JWK set (RFC 7517 5).
#[derive(Clone, Debug, Serialize)]
pub struct JwkSet {
    /// The keys, the default one first.
    pub keys: Vec<Jwk>,
}
