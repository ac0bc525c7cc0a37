//! JSON Web Tokens as applications make them, right or wrong.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::change;
use crate::own_keys::SigningKey;
use crate::params::Params;

/// A token that is not signed yet.
#[derive(Debug)]
pub(crate) struct Draft {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

impl Draft {
    /// Members that are `null` are left out.
    pub(crate) fn new(header: Value, claims: Value) -> anyhow::Result<Self> {
        let members = |value| -> anyhow::Result<Map<String, Value>> {
            let members: Map<_, _> = serde_json::from_value(value)?;
            Ok(members
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .collect())
        };
        Ok(Self {
            header: members(header)?,
            claims: members(claims)?,
        })
    }

    /// Changes header and claims in the words of [`change::apply`]; what reads as JSON is JSON, and
    /// `15 seconds ago` or `16 seconds ahead` is a time.
    pub(crate) fn change(
        &mut self,
        words: &str,
        now: u64,
        fact: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<()> {
        let mut params = Params::default();
        for (name, value) in self.header.iter().chain(&self.claims) {
            params.set(name, value.to_string());
        }
        change::apply(&mut params, words, fact)?;
        self.header.clear();
        self.claims.clear();
        for name in params.names() {
            let value = value_of(params.get(name).unwrap_or_default(), now)?;
            let part = if HEADER.contains(&name) {
                &mut self.header
            } else {
                &mut self.claims
            };
            part.insert(name.to_owned(), value);
        }
        Ok(())
    }

    /// Signs with the key, whatever the header says; but `none` has no signature, and `HS256` takes the public key for
    /// a secret, as who has nothing else would try.
    pub(crate) fn sign(self, key: &SigningKey) -> anyhow::Result<String> {
        let alg = self.header.get("alg").and_then(Value::as_str);
        let forged = match alg {
            Some("none") => Some(Vec::new()),
            Some("HS256") => {
                let secret = key.public_jwk().to_string();
                let secret = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
                let tag = hmac::sign(&secret, self.signed_part().as_bytes());
                Some(tag.as_ref().to_vec())
            }
            _ => None,
        };
        match forged {
            Some(signature) => {
                let signature = URL_SAFE_NO_PAD.encode(signature);
                Ok(format!("{}.{signature}", self.signed_part()))
            }
            None => Ok(key.sign(&self.header.into(), &self.claims.into())?),
        }
    }

    fn signed_part(&self) -> String {
        let part = |members: &Map<String, Value>| {
            URL_SAFE_NO_PAD.encode(Value::from(members.clone()).to_string())
        };
        format!("{}.{}", part(&self.header), part(&self.claims))
    }
}

fn value_of(words: &str, now: u64) -> anyhow::Result<Value> {
    if let Some(seconds) = words.strip_suffix(" seconds ago") {
        return Ok(Value::from(now - seconds.parse::<u64>()?));
    }
    if let Some(seconds) = words.strip_suffix(" seconds ahead") {
        return Ok(Value::from(now + seconds.parse::<u64>()?));
    }
    Ok(serde_json::from_str(words).unwrap_or_else(|_| Value::from(words)))
}

/// What stands in the header (RFC 7515 4.1); everything else is a claim.
const HEADER: [&str; 8] = ["alg", "typ", "kid", "jwk", "jku", "x5u", "crit", "b64"];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Draft;

    #[test]
    fn words_change_header_and_claims_and_tell_times() {
        let header = json!({ "alg": "ES256", "kid": null });
        let mut draft = Draft::new(header, json!({ "iss": "app", "exp": 160 })).unwrap();
        let words = "typ = JWT; no iss; exp = 15 seconds ago; aud = [\"{a}\"]; jti = 5";
        draft
            .change(words, 100, |name| (name == "a").then(|| "x".to_owned()))
            .unwrap();
        assert_eq!(json!(draft.header), json!({ "alg": "ES256", "typ": "JWT" }));
        let claims = json!({ "exp": 85, "aud": ["x"], "jti": 5 });
        assert_eq!(json!(draft.claims), claims);
    }
}
