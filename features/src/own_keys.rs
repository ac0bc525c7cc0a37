//! The keys that applications have of their own, by a package that shares no code with the provider.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

pub(crate) use client_keys::{ALGS, Key, Opened, SigningKey, open};

/// A key that signs with this algorithm; an RSA key takes its time, so there is one for all scenarios.
pub(crate) fn signing_key(alg: &str) -> anyhow::Result<Arc<SigningKey>> {
    if !matches!(alg, "RS256" | "PS256" | "PS384") {
        return Ok(Arc::new(SigningKey::generate(alg)?));
    }
    let mut made = RSA_SIGNING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(key) = made.get(alg) {
        return Ok(key.clone());
    }
    let key = Arc::new(SigningKey::generate(alg)?);
    made.insert(alg.to_owned(), key.clone());
    Ok(key)
}

/// A key for this `alg` of a JWE, on this curve where there is more than one, and its public JWK.
pub(crate) fn opening_key(alg: &str, crv: &str) -> anyhow::Result<(Key, Value)> {
    match (alg, crv) {
        ("ECDH-ES", "P-256") => Ok(Key::generate_p256()?),
        ("ECDH-ES", "P-384") => Ok(Key::generate_p384()?),
        ("ECDH-ES", "P-521") => Ok(Key::generate_p521()?),
        ("ECDH-ES", "X25519") => Ok(Key::generate_x25519()?),
        ("RSA-OAEP" | "RSA-OAEP-256", _) => {
            let mut made = RSA_OPENING.lock().unwrap_or_else(PoisonError::into_inner);
            match &*made {
                Some(key) => Ok(key.clone()),
                None => Ok(made.insert(Key::generate_rsa()?).clone()),
            }
        }
        _ => anyhow::bail!("nobody can make a key for {alg} on {crv}"),
    }
}

static RSA_SIGNING: Mutex<BTreeMap<String, Arc<SigningKey>>> = Mutex::new(BTreeMap::new());
static RSA_OPENING: Mutex<Option<(Key, Value)>> = Mutex::new(None);
