use anyhow::{Context as _, ensure};
use serde_json::{Map, Value};

use super::{Notes, standard_claims};
use crate::jose::{self, Verified};

/// What an ID token has to fit to.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    /// The nonce of the authorization request; without one, the token has none either.
    pub(super) nonce: Option<&'a str>,
    pub(super) alg: &'a str,
    pub(super) access_token: &'a str,
    pub(super) code: &'a str,
    /// Seconds since 1970.
    pub(super) now: i64,
}

/// An ID token whose signature has been checked (OIDC Core 3.1.3.7).
pub(super) fn check(token: &Verified, expected: &Expected<'_>) -> anyhow::Result<()> {
    let Verified { header, claims } = token;
    let alg = header.get("alg").and_then(Value::as_str);
    ensure!(
        alg == Some(expected.alg),
        "CheckIdTokenSignatureAlgorithm: alg is {alg:?}, and the client is registered for {}",
        expected.alg
    );
    check_parties(claims, expected)?;
    check_times(claims, expected.now)?;
    let nonce = claims.get("nonce");
    ensure!(
        nonce.map(Value::as_str) == expected.nonce.map(Some),
        "ValidateIdTokenNonce: nonce is {}, and {} was sent",
        shown(nonce),
        expected.nonce.unwrap_or("none")
    );
    if let Some(acr) = claims.get("acr") {
        let acr = acr.as_str().unwrap_or_default();
        ensure!(!acr.is_empty(), "ValidateIdToken: acr is no text, or empty");
    }
    for (name, condition, of) in [
        ("at_hash", "ValidateAtHash", expected.access_token),
        ("c_hash", "ValidateCHash", expected.code),
    ] {
        if let Some(hash) = claims.get(name) {
            ensure!(
                hash == &Value::String(jose::at_hash(of)),
                "{condition}: {name} is {hash} (OIDC Core 3.1.3.6)"
            );
        }
    }
    standard_claims::check(claims)
}

fn check_parties(claims: &Map<String, Value>, expected: &Expected<'_>) -> anyhow::Result<()> {
    let iss = claims.get("iss");
    ensure!(
        iss.and_then(Value::as_str) == Some(expected.issuer),
        "ValidateIdToken: iss is {}",
        shown(iss)
    );
    let aud = claims.get("aud").context("ValidateIdToken: no aud")?;
    let is_for_client = match aud {
        Value::Array(all) => all.iter().any(|aud| aud == expected.client_id),
        one => one == expected.client_id,
    };
    ensure!(is_for_client, "ValidateIdToken: aud is {aud}");
    let sub = claims.get("sub").and_then(Value::as_str);
    let is_subject = |sub: &str| {
        (1..=255).contains(&sub.len()) && sub.bytes().all(|byte| matches!(byte, 0x20..=0x7e))
    };
    ensure!(
        sub.is_some_and(is_subject),
        "CheckForSubjectInIdToken: sub is {}",
        shown(claims.get("sub"))
    );
    Ok(())
}

fn check_times(claims: &Map<String, Value>, now: i64) -> anyhow::Result<()> {
    let time = |name: &str| {
        let value = claims.get(name);
        let seconds = value.map(Value::as_i64);
        ensure!(
            seconds != Some(None),
            "ValidateIdToken: {name} is no time: {}",
            shown(value)
        );
        anyhow::Ok(seconds.flatten())
    };
    let exp = time("exp")?.context("ValidateIdToken: no exp")?;
    ensure!(
        exp > now - SKEW,
        "ValidateIdToken: it expired at {exp}, and it is {now}"
    );
    ensure!(
        exp < now + 50 * YEAR,
        "ValidateIdToken: it expires in more than 50 years"
    );
    let iat = time("iat")?.context("ValidateIdToken: no iat")?;
    ensure!(
        iat <= now + SKEW,
        "ValidateIdToken: it was made at {iat}, and it is {now}"
    );
    ensure!(
        iat > now - SKEW,
        "ValidateIdToken: it was made more than 5 minutes ago, at {iat}"
    );
    if let Some(auth_time) = time("auth_time")? {
        ensure!(
            (now - YEAR..=now + SKEW).contains(&auth_time),
            "ValidateIdToken: auth_time is {auth_time}, and it is {now}"
        );
    }
    Ok(())
}

/// Notes what the token tells and nobody has asked for (OIDC Core 5.4: with a code, the claims of scopes are told at
/// userinfo).
pub(super) fn expect_no_more(claims: &Map<String, Value>, asked: &[String], notes: &mut Notes) {
    for name in claims.keys() {
        let is_known = OF_THE_PROTOCOL.contains(&name.as_str());
        notes.expect(
            is_known || asked.contains(name),
            "EnsureIdTokenDoesNotContainNonRequestedClaims",
            || format!("the ID token tells {name}, which nobody asked for"),
        );
    }
}

/// A claim as reports have it.
fn shown(claim: Option<&Value>) -> String {
    claim.map_or_else(|| "missing".to_owned(), Value::to_string)
}

const OF_THE_PROTOCOL: [&str; 16] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
];
/// In seconds.
const SKEW: i64 = 300;
const YEAR: i64 = 365 * 24 * 3600;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn outcome(change: impl FnOnce(&mut Value)) -> anyhow::Result<()> {
        let mut claims = json!({
            "iss": "https://op.example", "aud": "app", "sub": "s", "exp": NOW + 60, "iat": NOW,
            "auth_time": NOW - 5, "nonce": "n", "at_hash": jose::at_hash("token"),
        });
        change(&mut claims);
        let object = |value: Value| value.as_object().cloned().unwrap();
        let token = Verified {
            header: object(json!({ "alg": "RS256" })),
            claims: object(claims),
        };
        let expected = Expected {
            issuer: "https://op.example",
            client_id: "app",
            nonce: Some("n"),
            alg: "RS256",
            access_token: "token",
            code: "code",
            now: NOW,
        };
        check(&token, &expected)
    }

    #[test]
    fn each_claim_that_the_suite_looks_at_can_fail() {
        outcome(|_| {}).unwrap();
        outcome(|claims| claims["aud"] = json!(["other", "app"])).unwrap();
        let rows = [
            ("iss", json!("https://op.example/")),
            ("aud", json!("other")),
            ("aud", Value::Null),
            ("sub", json!("")),
            ("sub", json!("a".repeat(256))),
            ("sub", json!("j\u{f6}rg")),
            ("sub", json!(5)),
            ("exp", json!(NOW - 301)),
            ("exp", json!(NOW + 51 * YEAR)),
            ("exp", json!("soon")),
            ("iat", json!(NOW + 301)),
            ("iat", json!(NOW - 301)),
            ("auth_time", json!("then")),
            ("auth_time", json!(NOW + 301)),
            ("nonce", json!("m")),
            ("nonce", Value::Null),
            ("acr", json!("")),
            ("at_hash", json!("A")),
            ("c_hash", json!(jose::at_hash("token"))),
            ("name", json!("")),
        ];
        for (name, value) in rows {
            let change = |claims: &mut Value| claims[name] = value.clone();
            assert!(outcome(change).is_err(), "{name} = {value}");
        }
        for name in ["iss", "aud", "sub", "exp", "iat", "nonce"] {
            let change = |claims: &mut Value| {
                claims.as_object_mut().unwrap().remove(name);
            };
            assert!(outcome(change).is_err(), "no {name}");
        }
    }

    #[test]
    fn what_nobody_asked_for_is_noted() {
        let claims = json!({ "sub": "s", "sid": "x", "email": "e", "name": "n" });
        let mut notes = Notes::default();
        let asked = ["email".to_owned()];
        expect_no_more(claims.as_object().unwrap(), &asked, &mut notes);
        assert_eq!(notes.warnings.len(), 1);
        assert!(notes.warnings[0].to_string().contains("tells name"));
    }
}
