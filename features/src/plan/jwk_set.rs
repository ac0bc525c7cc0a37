use std::collections::BTreeSet;

use anyhow::{Context as _, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::Notes;

/// What may be published of a provider's keys (RFC 7517 4 and 5, RFC 7518 6, OIDC Core 10.1).
pub(super) fn check(jwks: &Value, notes: &mut Notes) -> anyhow::Result<()> {
    let keys = jwks["keys"].as_array();
    let keys = keys.context("ValidateServerJWKs: the JWK set has no keys")?;
    let mut names = BTreeSet::new();
    for key in keys {
        let members = key.as_object();
        let members = members.context("ValidateServerJWKs: a key is no object")?;
        let kid = members.get("kid").and_then(Value::as_str);
        let kid = kid.context("CheckForKeyIdInServerJWKs: a key has no kid")?;
        ensure!(
            names.insert(kid),
            "CheckDistinctKeyIdValueInServerJWKs: two keys have the kid {kid}"
        );
        check_key(kid, members, notes)?;
    }
    Ok(())
}

fn check_key(kid: &str, members: &Map<String, Value>, notes: &mut Notes) -> anyhow::Result<()> {
    for private in PRIVATE {
        ensure!(
            !members.contains_key(private),
            "CheckNoPrivateKeysInServerJWKs: the key {kid} shows its private part {private}"
        );
    }
    let kty = members.get("kty").and_then(Value::as_str);
    let needed: &[&str] = match kty {
        Some("RSA") => &["n", "e"],
        Some("EC") => &["x", "y"],
        Some("OKP") => &["x"],
        Some("oct") => anyhow::bail!("ValidateServerJWKs: {kid} is a secret, published"),
        Some(other) => {
            let says = format!("the key {kid} is of the unknown type {other}");
            notes.warn("ValidateServerJWKs", says);
            return Ok(());
        }
        None => anyhow::bail!("ValidateServerJWKs: the key {kid} has no kty"),
    };
    for name in needed {
        let value = members.get(*name).and_then(Value::as_str);
        let bytes = value.and_then(|value| URL_SAFE_NO_PAD.decode(value).ok());
        ensure!(
            bytes.is_some_and(|bytes| !bytes.is_empty()),
            "ValidateServerJWKs: {name} of the key {kid} is not base64url without padding"
        );
    }
    ensure!(
        kty == Some("RSA") || members.get("crv").is_some_and(Value::is_string),
        "ValidateServerJWKs: the key {kid} has no crv"
    );
    Ok(())
}

/// RFC 7518 6.2.2, 6.3.2 and 6.4.1.
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_public_whole_and_told_apart() {
        let ec = json!({ "kty": "EC", "kid": "a", "crv": "P-256", "x": "AQ", "y": "AQ" });
        let rsa = json!({ "kty": "RSA", "kid": "b", "n": "AQ", "e": "AQAB" });
        let outcome = |keys: Value| {
            let mut notes = Notes::default();
            check(&json!({ "keys": keys }), &mut notes)?;
            anyhow::Ok(notes.warnings.len())
        };
        assert_eq!(outcome(json!([ec, rsa])).unwrap(), 0);
        assert_eq!(outcome(json!([{ "kty": "new", "kid": "c" }])).unwrap(), 1);
        let with = |key: &Value, name: &str, value: Value| {
            let mut key = key.clone();
            key[name] = value;
            key
        };
        for wrong in [
            json!([ec, with(&rsa, "kid", json!("a"))]),
            json!([with(&rsa, "kid", Value::Null)]),
            json!([with(&rsa, "d", json!("AQ"))]),
            json!([with(&ec, "k", json!("AQ"))]),
            json!([with(&rsa, "n", json!("AQ=="))]),
            json!([with(&rsa, "n", json!("A+/"))]),
            json!([with(&ec, "crv", Value::Null)]),
            json!([with(&ec, "kty", json!("oct"))]),
            json!([with(&ec, "kty", Value::Null)]),
            json!(["key"]),
        ] {
            outcome(wrong.clone()).expect_err(&wrong.to_string());
        }
    }
}
