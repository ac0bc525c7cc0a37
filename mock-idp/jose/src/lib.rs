//! Reads the signed JWTs that clients make, and encrypts what clients want to get encrypted.
//!
//! JWS, JWK and JWE (RFC 7515 to 7518, 7638, 8037) as far as a provider needs them: a client's signature is
//! verified, a client's key is read once and kept, and an answer is encrypted to it. Nothing here signs, nothing
//! decrypts, nothing reads a clock. All primitives are the crypto library's.

mod base64url;
mod concat_kdf;
mod content_encryption;
mod content_key;
mod curve;
mod jwe;
mod jwk;
mod jwk_error;
mod jwk_set;
mod jws;
mod jws_alg;
mod key_management;
mod public_key;
mod secret_key;
mod unique;

pub use content_encryption::ContentEncryption;
pub use jwe::{EncryptionKey, JweError, encrypt};
pub use jwk::Jwk;
pub use jwk_error::JwkError;
pub use jwk_set::{JwkSet, JwkSetError};
pub use jws::{Jws, Malformed};
pub use jws_alg::JwsAlg;
pub use key_management::KeyManagement;
pub use public_key::PublicKey;
pub use secret_key::secret_key;
