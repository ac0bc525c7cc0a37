//! The content (RFC 7516 5.2, steps 14 to 16; RFC 7518 5).

use aws_lc_rs::aead::{self, AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::cipher::{
    self, AES_128, AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac::{self, HMAC_SHA256, HMAC_SHA512};

use crate::Refused;
use crate::message::Message;

/// How many octets the key of an `enc` has (RFC 7518 5.1).
pub(crate) fn key_octets(enc: &str) -> Result<u8, Refused> {
    match enc {
        "A128GCM" => Ok(16),
        "A256GCM" | "A128CBC-HS256" => Ok(32),
        "A256CBC-HS512" => Ok(64),
        _ => Err(Refused::Algorithm),
    }
}

pub(crate) fn decrypt(message: &Message<'_>, cek: &[u8]) -> Result<Vec<u8>, Refused> {
    match message.name("enc")? {
        "A128GCM" => gcm(message, cek, &AES_128_GCM),
        "A256GCM" => gcm(message, cek, &AES_256_GCM),
        "A128CBC-HS256" => cbc_hmac(message, cek, &AES_128, HMAC_SHA256),
        "A256CBC-HS512" => cbc_hmac(message, cek, &AES_256, HMAC_SHA512),
        _ => Err(Refused::Algorithm),
    }
}

/// RFC 7518 5.3: 96 bits of initialization vector, 128 of tag.
fn gcm(
    message: &Message<'_>,
    cek: &[u8],
    algorithm: &'static aead::Algorithm,
) -> Result<Vec<u8>, Refused> {
    let key = UnboundKey::new(algorithm, cek).map_err(|_| Refused::Content)?;
    let nonce = Nonce::try_assume_unique_for_key(&message.iv).map_err(|_| Refused::Content)?;
    if message.tag.len() != algorithm.tag_len() {
        return Err(Refused::Content);
    }
    let mut sealed = [message.ciphertext.as_slice(), &message.tag].concat();
    let aad = Aad::from(message.protected);
    let opened = LessSafeKey::new(key).open_in_place(nonce, aad, &mut sealed);
    opened
        .map(|content| content.to_vec())
        .map_err(|_| Refused::Content)
}

/// RFC 7518 5.2.2.2: first the tag, then the padding.
fn cbc_hmac(
    message: &Message<'_>,
    cek: &[u8],
    algorithm: &'static cipher::Algorithm,
    hash: hmac::Algorithm,
) -> Result<Vec<u8>, Refused> {
    let (mac_key, enc_key) = cek.split_at(cek.len() / 2);
    let iv: [u8; 16] = message
        .iv
        .as_slice()
        .try_into()
        .map_err(|_| Refused::Content)?;
    let aad_bits = u64::try_from(message.protected.len() * 8).map_err(|_| Refused::Content)?;
    let authenticated = [
        message.protected.as_bytes(),
        &iv,
        &message.ciphertext,
        &aad_bits.to_be_bytes(),
    ]
    .concat();
    let mac = hmac::sign(&hmac::Key::new(hash, mac_key), &authenticated);
    let (expected, _) = mac.as_ref().split_at(mac.as_ref().len() / 2);
    verify_slices_are_equal(expected, &message.tag).map_err(|_| Refused::Content)?;

    let mut padded = message.ciphertext.clone();
    let opened = UnboundCipherKey::new(algorithm, enc_key)
        .and_then(PaddedBlockDecryptingKey::cbc_pkcs7)
        .and_then(|key| {
            let context = DecryptionContext::Iv128(iv.into());
            Ok(key.decrypt(&mut padded, context)?.to_vec())
        });
    opened.map_err(|_| Refused::Content)
}
