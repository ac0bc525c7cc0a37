//! How the key of a JWE's content comes to the client.

use serde::{Deserialize, Serialize};

/// The key management algorithms that the provider names (RFC 7518 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyManagement {
    /// AES Key Wrap with a 128-bit key out of the client secret.
    #[serde(rename = "A128KW")]
    A128Kw,
    /// AES Key Wrap with a 256-bit key out of the client secret.
    #[serde(rename = "A256KW")]
    A256Kw,
    /// Key agreement with an ephemeral key, whose outcome is the content's key.
    #[serde(rename = "ECDH-ES")]
    EcdhEs,
    /// RSAES OAEP with SHA-1.
    #[serde(rename = "RSA-OAEP")]
    RsaOaep,
    /// RSAES OAEP with SHA-256.
    #[serde(rename = "RSA-OAEP-256")]
    RsaOaep256,
    /// The content's key is a key out of the client secret.
    #[serde(rename = "dir")]
    Dir,
}

impl KeyManagement {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::A128Kw,
        Self::A256Kw,
        Self::EcdhEs,
        Self::RsaOaep,
        Self::RsaOaep256,
        Self::Dir,
    ];

    /// The algorithm of that name, which is case-sensitive (RFC 7516 4.1.1).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|alg| alg.as_str() == name)
    }

    /// The name in RFC 7518 4.1.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A128Kw => "A128KW",
            Self::A256Kw => "A256KW",
            Self::EcdhEs => "ECDH-ES",
            Self::RsaOaep => "RSA-OAEP",
            Self::RsaOaep256 => "RSA-OAEP-256",
            Self::Dir => "dir",
        }
    }

    /// Whether the key is made from the client secret (OIDC Core 10.2).
    #[must_use]
    pub fn is_symmetric(self) -> bool {
        match self {
            Self::A128Kw | Self::A256Kw | Self::Dir => true,
            Self::EcdhEs | Self::RsaOaep | Self::RsaOaep256 => false,
        }
    }
}
