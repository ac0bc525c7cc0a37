//! The ID token's claims (OIDC Core 2 and 3.1.3.6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::authorization_code::Authorization;
use crate::claims::{Claims, release};
use crate::clock::Timestamp;
use crate::policy::{IdTokenClaims, IdTokenSid};
use crate::profile::Profile;
use crate::scope::{OPENID, ScopeSet};

/// The payload of an ID token that comes with `access_token`: `sub`, the claims of the scopes, those
/// asked for by name, then `nonce`, `at_hash`, `sid`, `aud`, `exp`, `iat`, `iss`.
#[must_use]
pub fn payload(
    user: &Claims,
    authorization: &Authorization,
    scope: &ScopeSet,
    access_token: &str,
    now: Timestamp,
    profile: &Profile,
) -> Claims {
    let asked = &authorization.claims.id_token;
    let mut available = user.clone();
    available.insert("sub".to_owned(), json!(authorization.account));
    available.insert("auth_time".to_owned(), json!(authorization.auth_time));
    if let Some(acr) = &authorization.acr {
        available.insert("acr".to_owned(), json!(acr));
    }
    let known = |claim: &str| profile.knows_claim(claim);
    let of_scopes = match profile.policies.id_token_claims {
        IdTokenClaims::Scope => scope.clone(),
        IdTokenClaims::Requested => scope.filter(|scope| scope == OPENID),
    };
    let names = profile
        .scope_claims(&of_scopes)
        .chain(asked.keys().map(String::as_str));
    let mut payload = release(&available, names, known);
    let mut set = |name: &str, value: Value| payload.insert(name.to_owned(), value);
    if let Some(nonce) = &authorization.nonce {
        set("nonce", json!(nonce));
    }
    set("at_hash", json!(at_hash(access_token)));
    let has_sid = match profile.policies.id_token_sid {
        IdTokenSid::Requested => asked.contains_key("sid"),
        IdTokenSid::Always => true,
    };
    if has_sid {
        set("sid", json!(authorization.sid));
    }
    set("aud", json!(authorization.client_id));
    set("exp", json!(now.after(profile.lifetimes.id_token)));
    set("iat", json!(now));
    set("iss", json!(profile.issuer));
    payload
}

/// The left half of the token's SHA-256, in base64url (OIDC Core 3.1.3.6); every algorithm that is
/// offered here hashes with SHA-256.
#[must_use]
pub fn at_hash(access_token: &str) -> String {
    let digest = Sha256::digest(access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest[..digest.len() / 2])
}
