//! How a JWE's content is encrypted.

mod cbc_hmac;
mod gcm;
#[cfg(test)]
mod tests;

use aws_lc_rs::error::Unspecified;
use serde::{Deserialize, Serialize};

/// The content encryption algorithms that the provider names (RFC 7518 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContentEncryption {
    /// AES-128 in CBC mode with HMAC SHA-256.
    #[serde(rename = "A128CBC-HS256")]
    A128CbcHs256,
    /// AES-128 in Galois/Counter Mode.
    #[serde(rename = "A128GCM")]
    A128Gcm,
    /// AES-256 in CBC mode with HMAC SHA-512.
    #[serde(rename = "A256CBC-HS512")]
    A256CbcHs512,
    /// AES-256 in Galois/Counter Mode.
    #[serde(rename = "A256GCM")]
    A256Gcm,
}

/// What comes out: as long as the content, but for CBC's padding, and a tag.
pub(crate) struct Sealed {
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) tag: Vec<u8>,
}

impl ContentEncryption {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::A128CbcHs256,
        Self::A128Gcm,
        Self::A256CbcHs512,
        Self::A256Gcm,
    ];

    /// The algorithm of that name, which is case-sensitive (RFC 7516 4.1.2).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|enc| enc.as_str() == name)
    }

    /// The name in RFC 7518 5.1.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A128CbcHs256 => "A128CBC-HS256",
            Self::A128Gcm => "A128GCM",
            Self::A256CbcHs512 => "A256CBC-HS512",
            Self::A256Gcm => "A256GCM",
        }
    }

    /// The length of the key in octets; CBC's has two halves, the first one for HMAC (RFC 7518 5.2.2.1).
    pub(crate) fn key_len(self) -> usize {
        match self {
            Self::A128Gcm => 16,
            Self::A128CbcHs256 | Self::A256Gcm => 32,
            Self::A256CbcHs512 => 64,
        }
    }

    /// The length of the initialization vector in octets (RFC 7518 5.2.2.1, 5.3).
    pub(crate) fn iv_len(self) -> usize {
        match self {
            Self::A128CbcHs256 | Self::A256CbcHs512 => 16,
            Self::A128Gcm | Self::A256Gcm => 12,
        }
    }

    /// Encrypts with a key and an initialization vector of those lengths.
    pub(crate) fn seal(
        self,
        key: &[u8],
        iv: &[u8],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<Sealed, Unspecified> {
        match self {
            Self::A128CbcHs256 => cbc_hmac::seal(&cbc_hmac::A128_HS256, key, iv, aad, plaintext),
            Self::A128Gcm => gcm::seal(&gcm::AES_128_GCM, key, iv, aad, plaintext),
            Self::A256CbcHs512 => cbc_hmac::seal(&cbc_hmac::A256_HS512, key, iv, aad, plaintext),
            Self::A256Gcm => gcm::seal(&gcm::AES_256_GCM, key, iv, aad, plaintext),
        }
    }
}
