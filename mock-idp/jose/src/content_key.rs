//! The key of a JWE's content, and what the client needs to get it (RFC 7518 4).

use aws_lc_rs::agreement::{EphemeralPrivateKey, agree_ephemeral};
use aws_lc_rs::key_wrap::{AES_128, AES_256, AesBlockCipher, AesKek, KeyWrap as _};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm};
use serde_json::{Map, Value};

use crate::base64url;
use crate::concat_kdf::{self, OtherInfo};
use crate::content_encryption::ContentEncryption;
use crate::jwe::{EncryptionKey, JweError};
use crate::key_management::KeyManagement;
use crate::public_key::PublicKey;

pub(crate) struct ContentKey {
    pub(crate) cek: Vec<u8>,
    /// Empty where nothing is sent.
    pub(crate) encrypted: Vec<u8>,
    /// The ephemeral public key, where there is one.
    pub(crate) epk: Option<Value>,
}

impl ContentKey {
    /// Makes the key, or takes it, as the algorithm wants.
    pub(crate) fn make(
        alg: KeyManagement,
        enc: ContentEncryption,
        key: EncryptionKey<'_>,
        fill: &dyn Fn(&mut [u8]),
    ) -> Result<Self, JweError> {
        match (alg, key) {
            (KeyManagement::A128Kw, EncryptionKey::Secret(secret)) => {
                wrapped(&AES_128, secret, random(enc, fill))
            }
            (KeyManagement::A256Kw, EncryptionKey::Secret(secret)) => {
                wrapped(&AES_256, secret, random(enc, fill))
            }
            (KeyManagement::Dir, EncryptionKey::Secret(secret)) => direct(enc, secret),
            (KeyManagement::EcdhEs, EncryptionKey::Public(key)) => agreed(enc, key),
            (KeyManagement::RsaOaep, EncryptionKey::Public(key)) => {
                enciphered(&OAEP_SHA1_MGF1SHA1, key, random(enc, fill))
            }
            (KeyManagement::RsaOaep256, EncryptionKey::Public(key)) => {
                enciphered(&OAEP_SHA256_MGF1SHA256, key, random(enc, fill))
            }
            _ => Err(JweError::KeyDoesNotFit),
        }
    }
}

fn random(enc: ContentEncryption, fill: &dyn Fn(&mut [u8])) -> Vec<u8> {
    let mut cek = vec![0; enc.key_len()];
    fill(&mut cek);
    cek
}

/// AES Key Wrap (RFC 7518 4.4, RFC 3394).
fn wrapped(
    cipher: &'static AesBlockCipher,
    secret: &[u8],
    cek: Vec<u8>,
) -> Result<ContentKey, JweError> {
    let kek = AesKek::new(cipher, secret).map_err(|_| JweError::KeyDoesNotFit)?;
    let mut encrypted = vec![0; cek.len() + WRAP_OVERHEAD];
    kek.wrap(&cek, &mut encrypted)
        .map_err(|_| JweError::Failed)?;
    Ok(ContentKey {
        cek,
        encrypted,
        epk: None,
    })
}

/// Direct encryption with a shared key (RFC 7518 4.5).
fn direct(enc: ContentEncryption, secret: &[u8]) -> Result<ContentKey, JweError> {
    if secret.len() != enc.key_len() {
        return Err(JweError::KeyDoesNotFit);
    }
    Ok(ContentKey {
        cek: secret.to_vec(),
        encrypted: Vec::new(),
        epk: None,
    })
}

/// Direct key agreement (RFC 7518 4.6), without `apu` and `apv`.
fn agreed(enc: ContentEncryption, key: &PublicKey) -> Result<ContentKey, JweError> {
    let (crv, recipient) = key.agreeing().ok_or(JweError::KeyDoesNotFit)?;
    let ephemeral = EphemeralPrivateKey::generate(recipient.alg(), &SystemRandom::new())
        .map_err(|_| JweError::Failed)?;
    let public = ephemeral
        .compute_public_key()
        .map_err(|_| JweError::Failed)?;
    let info = OtherInfo {
        algorithm: enc.as_str(),
        party_u: &[],
        party_v: &[],
    };
    let cek = agree_ephemeral(ephemeral, recipient.clone(), JweError::Failed, |secret| {
        Ok(concat_kdf::derive(secret, &info, enc.key_len()))
    })?;
    Ok(ContentKey {
        cek,
        encrypted: Vec::new(),
        epk: Some(epk(crv, public.as_ref())),
    })
}

/// RSAES OAEP (RFC 7518 4.3).
fn enciphered(
    oaep: &'static OaepAlgorithm,
    key: &PublicKey,
    cek: Vec<u8>,
) -> Result<ContentKey, JweError> {
    let key = key.encrypting().ok_or(JweError::KeyDoesNotFit)?;
    let mut encrypted = vec![0; key.ciphertext_size()];
    key.encrypt(oaep, &cek, &mut encrypted, None)
        .map_err(|_| JweError::Failed)?;
    Ok(ContentKey {
        cek,
        encrypted,
        epk: None,
    })
}

/// `epk` (RFC 7518 4.6.1.1), its members in the order of the library that Banno runs.
fn epk(crv: &str, public: &[u8]) -> Value {
    let (kty, x, y) = match public.split_first() {
        Some((&UNCOMPRESSED, point)) if crv != "X25519" => {
            let (x, y) = point.split_at(point.len() / 2);
            ("EC", x, Some(y))
        }
        _ => ("OKP", public, None),
    };
    let mut epk = Map::new();
    epk.insert("x".to_owned(), base64url::encode(x).into());
    epk.insert("crv".to_owned(), crv.into());
    epk.insert("kty".to_owned(), kty.into());
    if let Some(y) = y {
        epk.insert("y".to_owned(), base64url::encode(y).into());
    }
    Value::Object(epk)
}

/// RFC 3394 2.2.1: one block of 64 bits.
const WRAP_OVERHEAD: usize = 8;

/// What stands before both coordinates in full (SEC 1 2.3.3).
const UNCOMPRESSED: u8 = 4;
