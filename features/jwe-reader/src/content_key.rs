//! The key of the content (RFC 7516 5.2, steps 6 to 12).

use aws_lc_rs::key_wrap::{AES_128, AES_256, AesBlockCipher, AesKek, KeyWrap as _};
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256};
use serde_json::Value;

use crate::content::key_octets;
use crate::key::Key;
use crate::message::{Message, base64url};
use crate::{Refused, derive};

pub(crate) fn recover(message: &Message<'_>, key: &Key) -> Result<Vec<u8>, Refused> {
    let octets = key_octets(message.name("enc")?)?;
    let cek = match (message.name("alg")?, key) {
        ("A128KW", Key::ClientSecret(secret)) => unwrap(message, secret, &AES_128, 16),
        ("A256KW", Key::ClientSecret(secret)) => unwrap(message, secret, &AES_256, 32),
        ("dir", Key::ClientSecret(secret)) => {
            no_encrypted_key(message)?;
            Ok(derive::from_client_secret(secret, octets.into()))
        }
        ("ECDH-ES", Key::Ec(_) | Key::X25519(_)) => agree(message, key, octets),
        ("RSA-OAEP", Key::Rsa(key)) => key.decrypt(&OAEP_SHA1_MGF1SHA1, &message.encrypted_key),
        ("RSA-OAEP-256", Key::Rsa(key)) => {
            key.decrypt(&OAEP_SHA256_MGF1SHA256, &message.encrypted_key)
        }
        ("A128KW" | "A256KW" | "dir" | "ECDH-ES" | "RSA-OAEP" | "RSA-OAEP-256", _) => {
            Err(Refused::Key)
        }
        _ => Err(Refused::Algorithm),
    }?;
    if cek.len() == usize::from(octets) {
        Ok(cek)
    } else {
        Err(Refused::EncryptedKey)
    }
}

/// RFC 7518 4.4, with a key out of the secret (OIDC Core 10.2).
fn unwrap(
    message: &Message<'_>,
    secret: &str,
    cipher: &'static AesBlockCipher,
    octets: usize,
) -> Result<Vec<u8>, Refused> {
    let kek = derive::from_client_secret(secret, octets);
    let mut cek = vec![0; message.encrypted_key.len()];
    let cek = AesKek::new(cipher, &kek)
        .and_then(|kek| kek.unwrap(&message.encrypted_key, &mut cek))
        .map_err(|_| Refused::EncryptedKey)?;
    Ok(cek.to_vec())
}

/// RFC 7518 4.6: the agreed key is the content's, and belongs to `enc`.
fn agree(message: &Message<'_>, key: &Key, octets: u8) -> Result<Vec<u8>, Refused> {
    no_encrypted_key(message)?;
    let epk = message.header.get("epk").and_then(Value::as_object);
    let epk = epk.ok_or(Refused::EphemeralKey)?;
    let shared = match key {
        Key::Ec(key) => key.agree(epk),
        Key::X25519(key) => key.agree(epk),
        Key::ClientSecret(_) | Key::Rsa(_) => Err(Refused::Key),
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
