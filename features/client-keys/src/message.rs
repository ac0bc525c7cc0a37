//! The five parts of a JWE.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::Refused;

/// A JWE in parts, decoded (RFC 7516 5.2, steps 1 to 5).
pub(crate) struct Message<'a> {
    pub(crate) header: Map<String, Value>,
    /// The additional authenticated data: the header as it was sent.
    pub(crate) protected: &'a str,
    pub(crate) encrypted_key: Vec<u8>,
    pub(crate) iv: Vec<u8>,
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) tag: Vec<u8>,
}

impl<'a> Message<'a> {
    pub(crate) fn parse(jwe: &'a str) -> Result<Self, Refused> {
        let parts: Vec<&str> = jwe.split('.').collect();
        let Ok([protected, encrypted_key, iv, ciphertext, tag]) = <[&str; 5]>::try_from(parts)
        else {
            return Err(Refused::Parts);
        };
        let header = unique_object(&base64url(protected)?)?;
        if header.contains_key("crit") || header.contains_key("zip") {
            return Err(Refused::Extension);
        }
        Ok(Self {
            header,
            protected,
            encrypted_key: base64url(encrypted_key)?,
            iv: base64url(iv)?,
            ciphertext: base64url(ciphertext)?,
            tag: base64url(tag)?,
        })
    }

    /// A member that names an algorithm.
    pub(crate) fn name(&self, member: &str) -> Result<&str, Refused> {
        let name = self.header.get(member).and_then(Value::as_str);
        name.ok_or(Refused::Algorithm)
    }
}

/// Without padding, and with nothing behind the last octet.
pub(crate) fn base64url(part: &str) -> Result<Vec<u8>, Refused> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Refused::Base64Url)
}

fn unique_object(json: &[u8]) -> Result<Map<String, Value>, Refused> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let object = serde::Deserializer::deserialize_map(&mut reader, Unique);
    let object = object.map_err(|_| Refused::Header)?;
    reader.end().map_err(|_| Refused::Header)?;
    Ok(object)
}

/// Takes each member of the outer object once (RFC 7516 4).
struct Unique;

impl<'de> serde::de::Visitor<'de> for Unique {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of unique members")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, value)) = from.next_entry::<String, Value>()? {
            if object.contains_key(&name) {
                return Err(serde::de::Error::custom("repeated"));
            }
            object.insert(name, value);
        }
        Ok(object)
    }
}
