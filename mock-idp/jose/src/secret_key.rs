//! Symmetric keys out of a client secret.

use aws_lc_rs::digest::{SHA256, SHA384, SHA512, digest};

use crate::content_encryption::ContentEncryption;
use crate::key_management::KeyManagement;

/// The leftmost octets of the secret's hash, as many as the algorithm's key has (OIDC Core 10.2).
///
/// Empty for an algorithm that takes no secret key.
#[must_use]
pub fn secret_key(client_secret: &str, alg: KeyManagement, enc: ContentEncryption) -> Vec<u8> {
    let length = match alg {
        KeyManagement::A128Kw => 16,
        KeyManagement::A256Kw => 32,
        KeyManagement::Dir => enc.key_len(),
        KeyManagement::EcdhEs | KeyManagement::RsaOaep | KeyManagement::RsaOaep256 => 0,
    };
    let hash = match length {
        ..=32 => &SHA256,
        33..=48 => &SHA384,
        _ => &SHA512,
    };
    let hashed = digest(hash, client_secret.as_bytes());
    hashed.as_ref().iter().take(length).copied().collect()
}
