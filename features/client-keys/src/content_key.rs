//! The key of the content (RFC 7516 5.2, steps 6 to 12).

use aws_lc_rs::key_wrap::{AES_128, AES_256, AesBlockCipher, AesKek, KeyWrap as _};
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm};
use serde_json::Value;

use crate::content::key_octets;
use crate::key::Key;
use crate::message::{Message, base64url};
use crate::{Refused, derive};

pub(crate) fn recover(message: &Message<'_>, key: &Key) -> Result<Vec<u8>, Refused> {
    let octets = key_octets(message.name("enc")?)?;
    let cek = match message.name("alg")? {
        "A128KW" => unwrap(message, &AES_128, &symmetric(key, 16)?),
        "A256KW" => unwrap(message, &AES_256, &symmetric(key, 32)?),
        "dir" => no_encrypted_key(message).and_then(|()| symmetric(key, octets)),
        "ECDH-ES" => no_encrypted_key(message).and_then(|()| agree(message, key, octets)),
        "RSA-OAEP" => decrypt(message, &OAEP_SHA1_MGF1SHA1, key),
        "RSA-OAEP-256" => decrypt(message, &OAEP_SHA256_MGF1SHA256, key),
        _ => Err(Refused::Algorithm),
    }?;
    if cek.len() == usize::from(octets) {
        Ok(cek)
    } else {
        Err(Refused::EncryptedKey)
    }
}

/// The key that both sides have, of exactly that length.
fn symmetric(key: &Key, octets: u8) -> Result<Vec<u8>, Refused> {
    match key {
        Key::ClientSecret(secret) => Ok(derive::from_client_secret(secret, octets.into())),
        Key::Symmetric(key) if key.len() == usize::from(octets) => Ok(key.clone()),
        Key::Symmetric(_) | Key::Ec(_) | Key::X25519(_) | Key::Rsa(_) => Err(Refused::Key),
    }
}

/// RFC 7518 4.4.
fn unwrap(
    message: &Message<'_>,
    cipher: &'static AesBlockCipher,
    kek: &[u8],
) -> Result<Vec<u8>, Refused> {
    let mut cek = vec![0; message.encrypted_key.len()];
    let unwrapped = AesKek::new(cipher, kek)
        .and_then(|kek| Ok(kek.unwrap(&message.encrypted_key, &mut cek)?.to_vec()));
    unwrapped.map_err(|_| Refused::EncryptedKey)
}

/// RFC 7518 4.3.
fn decrypt(
    message: &Message<'_>,
    oaep: &'static OaepAlgorithm,
    key: &Key,
) -> Result<Vec<u8>, Refused> {
    match key {
        Key::Rsa(key) => key.decrypt(oaep, &message.encrypted_key),
        Key::ClientSecret(_) | Key::Symmetric(_) | Key::Ec(_) | Key::X25519(_) => Err(Refused::Key),
    }
}

/// RFC 7518 4.6: the agreed key is the content's, and belongs to `enc`.
fn agree(message: &Message<'_>, key: &Key, octets: u8) -> Result<Vec<u8>, Refused> {
    let epk = message.header.get("epk").and_then(Value::as_object);
    let epk = epk.ok_or(Refused::EphemeralKey)?;
    let shared = match key {
        Key::Ec(key) => key.agree(epk),
        Key::X25519(key) => key.agree(epk),
        Key::ClientSecret(_) | Key::Symmetric(_) | Key::Rsa(_) => Err(Refused::Key),
    }?;
    let apu = party(message, "apu")?;
    let apv = party(message, "apv")?;
    Ok(derive::concat(
        &shared,
        message.name("enc")?,
        &apu,
        &apv,
        octets,
    ))
}

/// `apu` or `apv` (RFC 7518 4.6.1.2, 4.6.1.3): left out, it is empty.
fn party(message: &Message<'_>, member: &str) -> Result<Vec<u8>, Refused> {
    match message.header.get(member) {
        None => Ok(Vec::new()),
        Some(Value::String(party)) => base64url(party),
        Some(_) => Err(Refused::EphemeralKey),
    }
}

fn no_encrypted_key(message: &Message<'_>) -> Result<(), Refused> {
    if message.encrypted_key.is_empty() {
        Ok(())
    } else {
        Err(Refused::EncryptedKey)
    }
}
