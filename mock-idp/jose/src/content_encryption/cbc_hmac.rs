//! AES in CBC mode, and HMAC over what comes out (RFC 7518 5.2).

use aws_lc_rs::cipher::{
    self, AES_128, AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac::{self, HMAC_SHA256, HMAC_SHA512};

use super::Sealed;

/// What an algorithm of the family is made of (RFC 7518 5.2.3, 5.2.5).
pub(super) struct CbcHmac {
    cipher: &'static cipher::Algorithm,
    hmac: hmac::Algorithm,
    /// The length of each half of the key, and of the tag.
    half: usize,
}

pub(super) static A128_HS256: CbcHmac = CbcHmac {
    cipher: &AES_128,
    hmac: HMAC_SHA256,
    half: 16,
};

pub(super) static A256_HS512: CbcHmac = CbcHmac {
    cipher: &AES_256,
    hmac: HMAC_SHA512,
    half: 32,
};

/// The steps of RFC 7518 5.2.2.1.
pub(super) fn seal(
    algorithm: &CbcHmac,
    key: &[u8],
    iv: &[u8],
    aad: &[u8],
    plaintext: &[u8],
) -> Result<Sealed, Unspecified> {
    let (mac_key, enc_key) = key.split_at_checked(algorithm.half).ok_or(Unspecified)?;
    let context =
        EncryptionContext::Iv128(<[u8; 16]>::try_from(iv).map_err(|_| Unspecified)?.into());
    let cipher = UnboundCipherKey::new(algorithm.cipher, enc_key)?;
    let mut ciphertext = plaintext.to_vec();
    PaddedBlockEncryptingKey::cbc_pkcs7(cipher)?.less_safe_encrypt(&mut ciphertext, context)?;
    let tag = tag(
        algorithm,
        mac_key,
        &[aad, iv, &ciphertext, &bit_length(aad)?],
    )?;
    Ok(Sealed { ciphertext, tag })
}

/// The first half of the HMAC.
fn tag(algorithm: &CbcHmac, key: &[u8], parts: &[&[u8]]) -> Result<Vec<u8>, Unspecified> {
    let mut hmac = hmac::Context::with_key(&hmac::Key::new(algorithm.hmac, key));
    for part in parts {
        hmac.update(part);
    }
    let whole = hmac.sign();
    let tag = whole.as_ref().get(..algorithm.half).ok_or(Unspecified)?;
    Ok(tag.to_vec())
}

/// AL: the number of bits of the additional data, in 64 bits.
fn bit_length(aad: &[u8]) -> Result<[u8; 8], Unspecified> {
    let octets = u64::try_from(aad.len()).map_err(|_| Unspecified)?;
    Ok(octets.checked_mul(8).ok_or(Unspecified)?.to_be_bytes())
}
