//! Signs with keys of clients and opens JWEs as a relying party does, for whoever judges the provider.
//!
//! It shares no code with what verifies and encrypts: a standard that one of them misreads is not misread by the other.

mod content;
mod content_key;
mod derive;
mod key;
mod message;
mod signing_key;

use serde_json::{Map, Value};
use thiserror::Error;

pub use key::{EcKey, Key, KeyError, RsaKey, X25519Key};
pub use signing_key::{ALGS, SigningKey, Unusable};

use message::Message;

/// What was in a JWE.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The protected header, its members in their order.
    pub header: Map<String, Value>,
    /// The content.
    pub plaintext: Vec<u8>,
}

/// Why a JWE is not opened (RFC 7516 5.2).
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Refused {
    /// There are more or fewer than five parts (RFC 7516 7.1).
    #[error("it does not have five parts")]
    Parts,
    /// A part is not base64url without padding (RFC 7515 2).
    #[error("a part is not base64url")]
    Base64Url,
    /// The header is no JSON object, or names a member twice (RFC 7516 4).
    #[error("the header is not a JSON object of unique members")]
    Header,
    /// The header has `crit` or `zip`, and nothing of the kind is understood here (RFC 7516 4.1.3, 4.1.13).
    #[error("the header asks for an extension")]
    Extension,
    /// `alg` or `enc` is missing or not known (RFC 7518 4.1, 5.1).
    #[error("an algorithm is not known")]
    Algorithm,
    /// The key is not of the kind that `alg` needs.
    #[error("the key does not go with the algorithm")]
    Key,
    /// `epk`, `apu` or `apv` is not in order, or `epk` is on another curve than the key (RFC 7518 4.6.1).
    #[error("the ephemeral key does not go with the key")]
    EphemeralKey,
    /// The encrypted key does not open, or is there though the algorithm has none (RFC 7516 5.2, steps 10 and 11).
    #[error("the encrypted key does not open")]
    EncryptedKey,
    /// Initialization vector, tag or content have a wrong length, or the tag is another one.
    #[error("the content does not open")]
    Content,
}

/// Opens a JWE in compact serialization (RFC 7516 5.2).
///
/// # Errors
/// [`Refused`] says at which step.
pub fn open(jwe: &str, key: &Key) -> Result<Opened, Refused> {
    let message = Message::parse(jwe)?;
    let cek = content_key::recover(&message, key)?;
    let plaintext = content::decrypt(&message, &cek)?;
    Ok(Opened {
        header: message.header,
        plaintext,
    })
}
