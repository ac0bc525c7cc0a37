//! A DPoP proof (RFC 9449 4): as it is sent in one line, or header and claims in two, to be signed here.
#![no_main]

#[path = "../../tests/it/given.rs"]
#[expect(dead_code, reason = "the tests find more here than this target needs")]
mod given;

use std::sync::LazyLock;

use client_keys::{ALGS, SigningKey};
use jose::{Jws, PublicKey};
use libfuzzer_sys::fuzz_target;
use oidc::dpop::{PROOF_ALGS, Proof, Target};
use oidc::refusal::DpopRefusal;
use oidc_fuzz::keys::{object, public, verifying};
use oidc_fuzz::{text, wire};
use serde_json::Value;

use given::{NOW, later};

fuzz_target!(|input: &[u8]| {
    let text = text(input);
    let token = match text.split_once('\n') {
        Some((header, claims)) => signed(header, claims),
        None => Some(text),
    };
    if let Some(token) = token {
        let me = [format!("{}/me", given::ISSUER)];
        let endpoint = [format!("{}/token", given::ISSUER)];
        check(&token, target("POST", &endpoint, None));
        check(&token, target("GET", &me, Some("an access token")));
    }
});

/// The proofs that the fixed keys have signed, and nobody can make them sign more.
const SIGNED: [&str; 2] = [
    include_str!("../corpus/dpop_proof/es256"),
    include_str!("../corpus/dpop_proof/ps256"),
];

static FIXED: LazyLock<Vec<PublicKey>> = LazyLock::new(verifying);

static OURS: LazyLock<Vec<SigningKey>> = LazyLock::new(|| {
    let make = |alg| SigningKey::generate(alg).expect("a key can be made");
    ALGS.into_iter().map(make).collect()
});

/// A token with the key in its header, unless the header has a `jwk` of its own.
fn signed(header: &str, claims: &str) -> Option<String> {
    let (mut header, claims) = (object(header)?, serde_json::from_str(claims).ok()?);
    let alg = header.get("alg").and_then(Value::as_str);
    let key = OURS.iter().find(|key| Some(key.alg()) == alg)?;
    header.entry("jwk").or_insert_with(|| key.public_jwk());
    key.sign(&Value::Object(header), &claims).ok()
}

const fn target<'a>(method: &'a str, urls: &'a [String], token: Option<&'a str>) -> Target<'a> {
    Target {
        algs: &PROOF_ALGS,
        method,
        urls,
        access_token: token,
    }
}

fn check(token: &str, target: Target<'_>) {
    let proof = match Proof::check(token, target, NOW) {
        Ok(proof) => proof,
        Err(refusal) => return wire::check(&refusal, &refusal.wire()),
    };
    let jws = Jws::parse(token).expect("a proof is a JWT");
    let key = jws
        .header()
        .get("jwk")
        .and_then(Value::as_object)
        .map(public);
    let key = key.expect("a proof has its key with it");
    assert_eq!(proof.thumbprint, key.thumbprint());
    let jti = jws.claims().and_then(|claims| claims.get("jti").cloned());
    assert_eq!(jti, Some(Value::from(&*proof.once.jti)));
    assert!(!proof.once.jti.is_empty() && proof.once.until == later(300));
    if FIXED.contains(&key) {
        let input = |token: &str| token.rsplit_once('.').map(|(input, _)| input.to_owned());
        assert!(
            SIGNED.iter().any(|signed| input(signed) == input(token)),
            "forged"
        );
    }

    let method = Target {
        method: "PUT",
        ..target
    };
    assert_eq!(
        Proof::check(token, method, NOW),
        Err(DpopRefusal::HtmMismatch)
    );
    let nowhere = Target {
        urls: &[],
        ..target
    };
    assert_eq!(
        Proof::check(token, nowhere, NOW),
        Err(DpopRefusal::HtuMismatch)
    );
    let access_token = Some("another access token");
    let stolen = Target {
        access_token,
        ..target
    };
    assert_eq!(
        Proof::check(token, stolen, NOW),
        Err(DpopRefusal::AthMismatch)
    );
    assert!(
        Proof::check(token, target, later(601)).is_err(),
        "it is over"
    );
}
