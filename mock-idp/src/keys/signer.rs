use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
};
use oidc::client::SigningAlg;
use rsa::RsaPublicKey;
use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::traits::PublicKeyParts as _;

use super::{Error, base64url};

/// The `typ` of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenType {
    /// `at+jwt` (RFC 9068 2.1).
    AccessToken,
    /// `JWT`: ID tokens and signed answers of userinfo.
    Jwt,
}

/// A parsed P-256 key with its headers, encoded once.
pub struct EcSigner {
    kid: String,
    key: EcdsaKeyPair,
    headers: Headers,
    random: SystemRandom,
}

/// A parsed RSA key with its headers, encoded once; signs in constant time in the crypto library.
pub struct RsaSigner {
    kid: String,
    key: RsaKeyPair,
    rs256: Headers,
    ps256: Headers,
    random: SystemRandom,
    exponent: Vec<u8>,
    modulus: Vec<u8>,
}

/// The encoded JOSE headers of a key and algorithm.
struct Headers {
    access_token: String,
    jwt: String,
}

impl EcSigner {
    pub(super) fn from_pkcs8(kid: &str, der: &[u8]) -> Result<Self, &'static str> {
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der)
            .map_err(|_| "is not a P-256 key in PKCS#8")?;
        let headers = Headers::new(SigningAlg::Es256, kid);
        Ok(Self {
            kid: kid.to_owned(),
            key,
            headers,
            random: SystemRandom::new(),
        })
    }

    pub(super) fn sign(&self, typ: TokenType, payload: &[u8]) -> Result<String, Error> {
        compact(self.headers.of(typ), payload, |input| {
            let signature = self.key.sign(&self.random, input);
            signature.map(|signature| signature.as_ref().to_vec())
        })
    }

    pub(super) fn kid(&self) -> &str {
        &self.kid
    }

    /// The public point: an uncompressed one has a leading byte, then x and y.
    pub(super) fn coordinates(&self) -> (&[u8], &[u8]) {
        let point = self.key.public_key().as_ref();
        point.get(1..).unwrap_or_default().split_at(point.len() / 2)
    }
}

impl RsaSigner {
    pub(super) fn from_pkcs8(kid: &str, der: &[u8]) -> Result<Self, &'static str> {
        let key = RsaKeyPair::from_pkcs8(der).map_err(|_| "is not a sound RSA key in PKCS#8")?;
        if key.public_modulus_len() < 256 {
            return Err("is an RSA key of fewer than 2048 bits");
        }
        let public = RsaPublicKey::from_pkcs1_der(key.public_key().as_ref())
            .map_err(|_| "has a public key that cannot be published")?;
        Ok(Self {
            kid: kid.to_owned(),
            rs256: Headers::new(SigningAlg::Rs256, kid),
            ps256: Headers::new(SigningAlg::Ps256, kid),
            random: SystemRandom::new(),
            exponent: public.e().to_bytes_be(),
            modulus: public.n().to_bytes_be(),
            key,
        })
    }

    pub(super) fn sign(
        &self,
        alg: SigningAlg,
        typ: TokenType,
        payload: &[u8],
    ) -> Result<String, Error> {
        let (headers, padding): (_, &'static dyn aws_lc_rs::signature::RsaEncoding) = match alg {
            SigningAlg::Ps256 => (&self.ps256, &RSA_PSS_SHA256),
            _ => (&self.rs256, &RSA_PKCS1_SHA256),
        };
        compact(headers.of(typ), payload, |input| {
            let mut signature = vec![0; self.key.public_modulus_len()];
            self.key
                .sign(padding, &self.random, input, &mut signature)
                .map(|()| signature)
        })
    }

    pub(super) fn kid(&self) -> &str {
        &self.kid
    }

    pub(super) fn exponent_and_modulus(&self) -> (&[u8], &[u8]) {
        (&self.exponent, &self.modulus)
    }
}

impl Headers {
    fn new(alg: SigningAlg, kid: &str) -> Self {
        let encode = |typ: &str| {
            let alg = alg.as_str();
            base64url(format!(r#"{{"alg":"{alg}","typ":"{typ}","kid":"{kid}"}}"#).as_bytes())
        };
        Self {
            access_token: encode("at+jwt"),
            jwt: encode("JWT"),
        }
    }

    fn of(&self, typ: TokenType) -> &str {
        match typ {
            TokenType::AccessToken => &self.access_token,
            TokenType::Jwt => &self.jwt,
        }
    }
}

/// The compact serialization (RFC 7515 7.1).
fn compact(
    header: &str,
    payload: &[u8],
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, aws_lc_rs::error::Unspecified>,
) -> Result<String, Error> {
    let mut jws = format!("{header}.{}", base64url(payload));
    let signature = sign(jws.as_bytes()).map_err(|_| Error::Crypto("sign"))?;
    jws.push('.');
    jws.push_str(&base64url(&signature));
    Ok(jws)
}

impl fmt::Debug for EcSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcSigner")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RsaSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaSigner")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}
