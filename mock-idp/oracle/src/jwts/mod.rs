//! JWTs that clients sign: assertions (RFC 7523) and DPoP proofs (RFC 9449), right ones and wrong ones.
//!
//! A JWT is told in words, of which a later one overrules an earlier one:
//!
//! | word | meaning |
//! |---|---|
//! | `name` | the words of that name in `[jwts]` of `bases.toml` |
//! | `@key` | signed with that key of `keys.json` |
//! | `name:value`, `-name:` | a member of the header, or none |
//! | `jwk.name:value` | a member of the header's `jwk` |
//! | `name=value`, `-name` | a claim, or none |
//! | `!twist` | something else is wrong with it, see [`Twist`] |
//!
//! A value is JSON, or else a text. `now`, `now+60` and `now-60` are moments of the provider's clock, `new` is a
//! text that has not been used before, and `own` in a header what the key says: its `alg`, `kid` or public `jwk`.

mod key;
mod twist;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

pub use key::{Key, Keys};
pub use twist::Twist;

/// A JWT that is yet to be signed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    key: String,
    header: Map<String, Value>,
    jwk: Map<String, Value>,
    claims: Map<String, Value>,
    twists: Vec<Twist>,
}

/// What words may refer to.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Where the provider's clock stands.
    pub now: i64,
    /// A number that no other JWT has.
    pub unique: u64,
}

impl Draft {
    /// Applies a word that is no name of others.
    ///
    /// # Errors
    /// It is none of the words above.
    pub fn apply(&mut self, word: &str, moment: Moment) -> anyhow::Result<()> {
        let (sign, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        match sign {
            "@" => rest.clone_into(&mut self.key),
            "!" => self.twists.push(Twist::parse(rest)?),
            "-" => match rest.strip_suffix(':') {
                Some(name) => drop(self.header.shift_remove(name)),
                None => drop(self.claims.shift_remove(rest)),
            },
            _ => {
                let at = word.find([':', '=']);
                let at = at.with_context(|| format!("`{word}` is no word of a JWT"))?;
                let (name, value) = (&word[..at], value(&word[at + 1..], moment));
                let is_claim = word[at..].starts_with('=');
                let (members, name) = match name.strip_prefix("jwk.") {
                    _ if is_claim => (&mut self.claims, name),
                    None => (&mut self.header, name),
                    Some(name) => (&mut self.jwk, name),
                };
                members.insert(name.to_owned(), value);
            }
        }
        Ok(())
    }

    /// The JWT.
    ///
    /// # Errors
    /// There is no such key, or it signs nothing.
    pub fn sign(mut self, keys: &Keys) -> anyhow::Result<String> {
        let key = keys.key(&self.key)?;
        for (name, own) in [
            ("alg", json!(key.alg())),
            ("kid", json!(key.name())),
            ("jwk", Value::Object(key.public())),
        ] {
            if let Some(value) = self.header.get_mut(name).filter(|value| *value == "own") {
                *value = own;
            }
        }
        let jwk = self.header.get_mut("jwk").and_then(Value::as_object_mut);
        if let Some(jwk) = jwk {
            jwk.extend(self.jwk);
        }
        let alg = self.header.get("alg").and_then(Value::as_str);
        let alg = alg.unwrap_or_default().to_owned();
        let header = Value::Object(self.header).to_string();
        let claims = Value::Object(self.claims).to_string();
        let mut parts = [header, claims].map(String::into_bytes);
        for twist in &self.twists {
            twist.before(&mut parts);
        }
        let padded = self
            .twists
            .iter()
            .any(|twist| matches!(twist, Twist::Padded));
        let parts = parts.map(|part| encode(&part, padded));
        let message = parts.join(".");
        let mut signature = key.sign(&alg, message.as_bytes())?;
        for twist in &self.twists {
            twist.after(&mut signature, key, message.as_bytes())?;
        }
        let mut token = format!("{message}.{}", encode(&signature, padded));
        for twist in &self.twists {
            twist.at_last(&mut token);
        }
        Ok(token)
    }
}

fn value(text: &str, moment: Moment) -> Value {
    if text == "new" {
        return json!(format!("jti-{}", moment.unique));
    }
    if let Some(offset) = text.strip_prefix("now") {
        if offset.is_empty() {
            return json!(moment.now);
        }
        if let Ok(offset) = offset.parse::<i64>() {
            return json!(moment.now + offset);
        }
    }
    serde_json::from_str(text).unwrap_or_else(|_| json!(text))
}

fn encode(bytes: &[u8], padded: bool) -> String {
    let mut text = URL_SAFE_NO_PAD.encode(bytes);
    while padded && !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

#[cfg(test)]
mod tests;
