//! AES in Galois/Counter Mode (RFC 7518 5.3).

use aws_lc_rs::aead::{Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::error::Unspecified;

use super::Sealed;

pub(super) use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM};

/// A key is used once, so an initialization vector cannot repeat under it; `dir`'s is the caller's to care for.
pub(super) fn seal(
    algorithm: &'static Algorithm,
    key: &[u8],
    iv: &[u8],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Sealed, Unspecified> {
    let key = LessSafeKey::new(UnboundKey::new(algorithm, key)?);
    let nonce = Nonce::try_assume_unique_for_key(iv)?;
    let mut ciphertext = plaintext.to_vec();
    let tag = key.seal_in_place_separate_tag(nonce, Aad::from(aad), &mut ciphertext)?;
    Ok(Sealed {
        ciphertext,
        tag: tag.as_ref().to_vec(),
    })
}
