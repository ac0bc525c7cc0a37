//! Encrypts for a client.

use serde_json::{Map, Value};
use thiserror::Error;

use crate::base64url;
use crate::content_encryption::ContentEncryption;
use crate::content_key::ContentKey;
use crate::key_management::KeyManagement;
use crate::public_key::PublicKey;

/// What is encrypted with.
#[derive(Clone, Copy)]
pub enum EncryptionKey<'a> {
    /// The client's own key.
    Public(&'a PublicKey),
    /// A key out of its secret: see [`secret_key`](crate::secret_key).
    Secret(&'a [u8]),
}

/// Why nothing was encrypted.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum JweError {
    /// The key's type, curve or length is not one for the algorithm (RFC 7518 4, RFC 8037 3.2).
    #[error("the key does not fit the algorithm")]
    KeyDoesNotFit,
    /// The caller's header has a member that is made here, or one that would change how the content is read.
    #[error("the header names a parameter that is not the caller's")]
    Header,
    /// The crypto library has refused; for X25519, a key whose every agreement is zero (RFC 7748 6.1).
    #[error("the crypto library has refused")]
    Failed,
}

/// A JWE in compact serialization (RFC 7516 7.1).
///
/// Protected are `alg`, `enc`, then the members of `header`, then `epk` where there is one. `fill` is asked for the
/// content's key first, where there is a random one, and for the initialization vector second; ephemeral keys and the
/// seeds of OAEP are the crypto library's.
///
/// # Errors
/// [`JweError`] where key, algorithm and header do not go together.
pub fn encrypt(
    plaintext: &[u8],
    alg: KeyManagement,
    enc: ContentEncryption,
    key: EncryptionKey<'_>,
    header: &Map<String, Value>,
    fill: &dyn Fn(&mut [u8]),
) -> Result<String, JweError> {
    if RESERVED.iter().any(|name| header.contains_key(*name)) {
        return Err(JweError::Header);
    }
    let ContentKey {
        cek,
        encrypted,
        epk,
    } = ContentKey::make(alg, enc, key, fill)?;
    let protected = protected(alg, enc, header, epk);
    let mut iv = vec![0; enc.iv_len()];
    fill(&mut iv);
    let sealed = enc
        .seal(&cek, &iv, protected.as_bytes(), plaintext)
        .map_err(|_| JweError::Failed)?;
    let [encrypted, iv, ciphertext, tag] =
        [encrypted, iv, sealed.ciphertext, sealed.tag].map(base64url::encode);
    Ok(format!("{protected}.{encrypted}.{iv}.{ciphertext}.{tag}"))
}

/// The protected header, encoded: also the additional data that is authenticated (RFC 7516 5.1, step 14).
fn protected(
    alg: KeyManagement,
    enc: ContentEncryption,
    header: &Map<String, Value>,
    epk: Option<Value>,
) -> String {
    let mut protected = Map::new();
    protected.insert("alg".to_owned(), alg.as_str().into());
    protected.insert("enc".to_owned(), enc.as_str().into());
    protected.extend(header.clone());
    protected.extend(epk.map(|epk| ("epk".to_owned(), epk)));
    base64url::encode(Value::Object(protected).to_string())
}

/// RFC 7516 4.1.1 to 4.1.3, 4.1.13, and RFC 7518 4.6.1.
const RESERVED: [&str; 7] = ["alg", "enc", "zip", "crit", "epk", "apu", "apv"];
