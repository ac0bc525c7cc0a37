//! Keys that do not change from run to run, and what does not get past them.

use jose::PublicKey;
use serde_json::{Map, Value};

/// Public keys of each kind. Nobody has the private ones any more: the tokens in the corpus are all that
/// they have ever signed.
#[must_use]
pub fn verifying() -> Vec<PublicKey> {
    let keys = members(include_str!("../keys/verifying.json"));
    keys.iter().map(public).collect()
}

/// Private keys that the standards publish as examples.
#[must_use]
pub fn decrypting() -> Vec<Map<String, Value>> {
    members(include_str!("../keys/decrypting.json"))
}

/// The public key in a JWK.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn public(jwk: &Map<String, Value>) -> PublicKey {
    PublicKey::from_jwk(jwk).expect("a public key")
}

/// The object that a JSON text is, if it is one.
#[must_use]
pub fn object(json: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(json).ok()
}

/// The token with another character at the place that a number tells.
///
/// # Panics
/// If the token is empty.
#[must_use]
pub fn changed(token: &str, number: usize) -> String {
    let place = number % token.len();
    let (before, behind) = token.split_at(place);
    let mut behind = behind.chars();
    let other = if behind.next() == Some('A') { 'B' } else { 'A' };
    format!("{before}{other}{}", behind.as_str())
}

/// A number that depends on all of the input.
#[must_use]
pub fn number(input: &[u8]) -> usize {
    input.iter().copied().map(usize::from).sum()
}

fn members(set: &str) -> Vec<Map<String, Value>> {
    let set: Map<String, Value> = serde_json::from_str(set).expect("a set of keys");
    let keys = set.get("keys").cloned().unwrap_or_default();
    serde_json::from_value(keys).expect("a set of keys")
}
