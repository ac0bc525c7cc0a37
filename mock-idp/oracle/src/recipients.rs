//! The clients that answers are encrypted for.

use std::collections::HashMap;

use anyhow::{Context as _, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use client_keys::{Key, open};
use serde_json::Value;

use crate::jwts::Keys;

/// What they open answers with.
#[derive(Clone, Debug, Default)]
pub struct Recipients {
    /// Their private keys.
    pub keys: Keys,
    /// Their secrets, by `client_id`.
    pub secrets: HashMap<String, String>,
}

impl Recipients {
    /// What is in an encrypted answer. The header says whose it is (`aud`) and may name the key (`kid`); where it
    /// names none, any key will do.
    ///
    /// # Errors
    /// It is for none of them.
    pub fn open(&self, jwe: &str) -> anyhow::Result<String> {
        let header = jwe.split('.').next().unwrap_or_default();
        let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header)?)?;
        let text = |name: &str| header[name].as_str().unwrap_or_default();
        let alg = text("alg");
        let keys = if alg.starts_with('A') || alg == "dir" {
            let secret = self.secrets.get(text("aud")).context("nobody's secret")?;
            vec![Key::ClientSecret(secret.clone())]
        } else {
            self.private_keys(header["kid"].as_str())
        };
        ensure!(!keys.is_empty(), "nobody's key");
        let opened: Vec<_> = keys.iter().map(|key| open(jwe, key)).collect();
        let first = opened.iter().find_map(|opened| opened.as_ref().ok());
        match first {
            Some(opened) => Ok(String::from_utf8(opened.plaintext.clone())?),
            None => Err(opened
                .into_iter()
                .find_map(Result::err)
                .context("no key")?
                .into()),
        }
    }

    /// Those of that name, or all.
    fn private_keys(&self, kid: Option<&str>) -> Vec<Key> {
        let keys = self.keys.iter();
        let named = keys.filter(|key| kid.is_none_or(|kid| key.name() == kid));
        let read = named.map(|key| Key::from_private_jwk(&key.private()));
        read.flatten().map(|(key, _)| key).collect()
    }
}
