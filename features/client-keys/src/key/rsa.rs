//! A private RSA key; whatever is done with it, the crypto library does (RUSTSEC-2023-0071).

mod der;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{
    KeyPair, KeyPairComponents, KeySize, OaepAlgorithm, OaepPrivateDecryptingKey,
    PrivateDecryptingKey, PublicKeyComponents,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::{KeyError, encode, number};
use crate::Refused;

/// A key that opens encrypted keys.
#[derive(Clone)]
pub struct RsaKey(PrivateDecryptingKey);

impl RsaKey {
    pub(super) fn generate() -> Result<(Self, Value), KeyError> {
        let key = PrivateDecryptingKey::generate(KeySize::Rsa2048);
        Self::with_jwk(key.map_err(|_| KeyError::Failed)?)
    }

    pub(super) fn from_pem(pem: &str) -> Result<(Self, Value), KeyError> {
        let inner = pem.trim().strip_prefix("-----BEGIN PRIVATE KEY-----");
        let inner = inner.and_then(|rest| rest.strip_suffix("-----END PRIVATE KEY-----"));
        let base64: String = inner.ok_or(KeyError::Pem)?.split_whitespace().collect();
        Self::from_pkcs8(&STANDARD.decode(base64).map_err(|_| KeyError::Pem)?)
    }

    pub(super) fn from_jwk(jwk: &Map<String, Value>) -> Result<(Self, Value), KeyError> {
        let components = KeyPairComponents {
            public_key: PublicKeyComponents {
                n: number(jwk, "n")?,
                e: number(jwk, "e")?,
            },
            d: number(jwk, "d")?,
            p: number(jwk, "p")?,
            q: number(jwk, "q")?,
            dP: number(jwk, "dp")?,
            dQ: number(jwk, "dq")?,
            qInv: number(jwk, "qi")?,
        };
        let pair = KeyPair::from_components(&components).map_err(|_| KeyError::Unusable)?;
        let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| KeyError::Failed)?;
        Self::from_pkcs8(der.as_ref())
    }

    pub(super) fn private_jwk(&self) -> Result<Value, KeyError> {
        self.jwk(MEMBERS.len())
    }

    /// RFC 7518 4.3.
    pub(crate) fn decrypt(
        &self,
        oaep: &'static OaepAlgorithm,
        encrypted_key: &[u8],
    ) -> Result<Vec<u8>, Refused> {
        if encrypted_key.len() != self.0.key_size_bytes() {
            return Err(Refused::EncryptedKey);
        }
        let mut cek = vec![0; self.0.key_size_bytes()];
        let opened = OaepPrivateDecryptingKey::new(self.0.clone())
            .and_then(|key| Ok(key.decrypt(oaep, encrypted_key, &mut cek, None)?.to_vec()));
        opened.map_err(|_| Refused::EncryptedKey)
    }

    fn from_pkcs8(der: &[u8]) -> Result<(Self, Value), KeyError> {
        let key = PrivateDecryptingKey::from_pkcs8(der);
        Self::with_jwk(key.map_err(|_| KeyError::Unusable)?)
    }

    fn with_jwk(key: PrivateDecryptingKey) -> Result<(Self, Value), KeyError> {
        let key = Self(key);
        let jwk = key.jwk(PUBLIC)?;
        Ok((key, jwk))
    }

    fn jwk(&self, members: usize) -> Result<Value, KeyError> {
        let der: Pkcs8V1Der<'_> = self.0.as_der().map_err(|_| KeyError::Failed)?;
        let numbers = der::rsa_private_key(der.as_ref()).ok_or(KeyError::Failed)?;
        let mut jwk = Map::new();
        jwk.insert("kty".to_owned(), "RSA".into());
        for (name, number) in MEMBERS.iter().zip(numbers).take(members) {
            jwk.insert((*name).to_owned(), encode(&number));
        }
        Ok(Value::Object(jwk))
    }
}

/// RFC 7518 6.3, in the order that the numbers have in DER.
const MEMBERS: [&str; 8] = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];

/// How many of them are public.
const PUBLIC: usize = 2;
