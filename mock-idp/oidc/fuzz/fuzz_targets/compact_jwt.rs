//! A signed JWT (RFC 7515 7.1): as it is sent in one line, or header and claims in two, to be signed here.
#![no_main]

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use client_keys::{ALGS, SigningKey};
use jose::{Jws, JwsAlg, PublicKey};
use libfuzzer_sys::fuzz_target;
use oidc_fuzz::keys::{changed, number, object, public, verifying};
use oidc_fuzz::text;
use serde_json::{Map, Value};

fuzz_target!(init: all_verify(), |input: &[u8]| {
    let text = text(input);
    match text.split_once('\n') {
        Some((header, claims)) => sent_by_us(header, claims, number(input)),
        None => sent_by_anybody(&text),
    }
});

/// All that the fixed keys have signed, and nobody can make them sign more.
const SIGNED: [&str; 8] = [
    include_str!("../corpus/compact_jwt/eddsa"),
    include_str!("../corpus/compact_jwt/es256"),
    include_str!("../corpus/compact_jwt/es256k"),
    include_str!("../corpus/compact_jwt/es384"),
    include_str!("../corpus/compact_jwt/es512"),
    include_str!("../corpus/compact_jwt/ps256"),
    include_str!("../corpus/compact_jwt/ps384"),
    include_str!("../corpus/compact_jwt/rs256"),
];

static FIXED: LazyLock<Vec<PublicKey>> = LazyLock::new(verifying);

static OURS: LazyLock<Vec<(SigningKey, PublicKey)>> = LazyLock::new(|| {
    let make = |alg| {
        let key = SigningKey::generate(alg).expect("a key can be made");
        let jwk: Map<_, _> = serde_json::from_value(key.public_jwk()).expect("a JWK is an object");
        (key, public(&jwk))
    };
    ALGS.into_iter().map(make).collect()
});

fn all_verify() {
    for token in SIGNED {
        let jws = Jws::parse(token).expect("a token of the corpus");
        let verifying = FIXED.iter().filter(|key| jws.verifies_with(key));
        assert_eq!(verifying.count(), 1, "{token}");
    }
}

fn sent_by_anybody(token: &str) {
    let Ok(jws) = Jws::parse(token) else { return };
    let parts: Vec<_> = token.split('.').collect();
    assert_eq!(parts.len(), 3);
    for part in &parts {
        let octets = URL_SAFE_NO_PAD
            .decode(part)
            .expect("what was read is base64url");
        assert_eq!(
            URL_SAFE_NO_PAD.encode(octets),
            *part,
            "there is one spelling"
        );
    }
    assert_eq!(URL_SAFE_NO_PAD.encode(jws.payload()), parts[1]);
    let alg = jws.header().get("alg").and_then(Value::as_str);
    assert_eq!(jws.alg(), alg.and_then(JwsAlg::parse));

    let input = |token: &str| token.rsplit_once('.').map(|(input, _)| input.to_owned());
    if FIXED.iter().any(|key| jws.verifies_with(key)) {
        let signed = SIGNED.into_iter().map(input);
        assert!(
            signed.into_iter().any(|signed| signed == input(token)),
            "forged"
        );
    }
}

fn sent_by_us(header: &str, claims: &str, number: usize) {
    let (Some(header), Ok(claims)) = (object(header), serde_json::from_str::<Value>(claims)) else {
        return;
    };
    let alg = header.get("alg").and_then(Value::as_str);
    let Some((signing, own)) = OURS.iter().find(|(key, _)| Some(key.alg()) == alg) else {
        return;
    };
    let told = Value::Object(header.clone());
    let token = signing.sign(&told, &claims).expect("a key signs");
    let jws = Jws::parse(&token).expect("what was signed can be read");
    assert_eq!(*jws.header(), header);
    assert_eq!(
        jws.claims().map(Value::Object),
        Some(claims).filter(Value::is_object)
    );
    let extended = header.contains_key("crit") || header.contains_key("b64");
    for (_, key) in OURS.iter() {
        assert_eq!(jws.verifies_with(key), key == own && !extended);
    }
    let changed = changed(&token, number);
    let verifies = Jws::parse(&changed).is_ok_and(|jws| jws.verifies_with(own));
    assert!(!verifies, "{token} and {changed}");
}
