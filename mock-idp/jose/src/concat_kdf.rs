//! The key out of a key agreement (RFC 7518 4.6.2).

#[cfg(test)]
mod tests;

use aws_lc_rs::digest::{Context, SHA256};

/// What both sides agree on besides the secret.
pub(crate) struct OtherInfo<'a> {
    /// For ECDH-ES without key wrapping, the name of the content encryption.
    pub(crate) algorithm: &'a str,
    /// `apu`, decoded.
    pub(crate) party_u: &'a [u8],
    /// `apv`, decoded.
    pub(crate) party_v: &'a [u8],
}

/// As many rounds of SHA-256 as the key needs (NIST SP 800-56A 5.8.1).
pub(crate) fn derive(secret: &[u8], info: &OtherInfo<'_>, key_len: usize) -> Vec<u8> {
    let mut key = Vec::new();
    for round in 1_u32.. {
        if key.len() >= key_len {
            break;
        }
        let mut hash = Context::new(&SHA256);
        hash.update(&round.to_be_bytes());
        hash.update(secret);
        for part in [info.algorithm.as_bytes(), info.party_u, info.party_v] {
            hash.update(&number(part.len()));
            hash.update(part);
        }
        hash.update(&number(key_len * 8));
        key.extend_from_slice(hash.finish().as_ref());
    }
    key.truncate(key_len);
    key
}

/// A length in 32 bits: no key and no name is as long as the fallback.
fn number(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}
