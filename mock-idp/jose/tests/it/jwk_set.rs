use jose::{JwkError, JwkSet, JwkSetError, JwsAlg, KeyManagement};
use serde_json::{Value, json};

use crate::given::SigningKey;

#[test]
fn a_set_is_an_object_with_a_list() {
    for value in [
        json!({}),
        json!([]),
        json!({ "keys": {} }),
        json!(null),
        json!("keys"),
    ] {
        assert_eq!(JwkSet::parse(&value), Err(JwkSetError::NoKeys), "{value}");
    }
    assert_eq!(JwkSet::parse(&json!({ "keys": [] })), Ok(JwkSet::default()));
}

#[test]
fn keys_that_are_not_known_are_left_out_and_broken_ones_are_named() {
    let key = SigningKey::for_alg(JwsAlg::Es256).jwk;
    let unknown = [
        json!({ "kty": "AKP" }),
        json!({ "kty": "OKP", "crv": "Ed448", "x": "AA" }),
    ];
    let set = JwkSet::parse(&json!({ "keys": [unknown[0], key, unknown[1]] })).unwrap();
    assert_eq!(set.for_verifying(JwsAlg::Es256, None).count(), 1);

    let broken = json!({ "kty": "EC", "crv": "P-256", "x": "AA" });
    let error = JwkSet::parse(&json!({ "keys": [unknown[0], key, broken] })).unwrap_err();
    let source = JwkError::Coordinate("x");
    assert_eq!(error, JwkSetError::Key { index: 2, source });
    assert_eq!(
        error.to_string(),
        "has a key, number 2 from 0, that cannot be used: its `x` does not have the curve's length"
    );
    let private = json!({ "keys": [{ "kty": "oct", "k": "AA" }] });
    let source = JwkError::Private("k");
    assert_eq!(
        JwkSet::parse(&private),
        Err(JwkSetError::Key { index: 0, source })
    );
}

#[test]
fn a_key_for_verifying_fits_algorithm_kid_use_and_operations() {
    let ec = SigningKey::for_alg(JwsAlg::Es256).jwk;
    let verifying = |extra: Value, alg, kid| {
        let set = JwkSet::parse(&json!({ "keys": [with(&ec, extra)] })).unwrap();
        set.for_verifying(alg, kid).count() == 1
    };
    let fits = |extra| verifying(extra, JwsAlg::Es256, None);
    assert!(fits(json!({})));
    assert!(fits(
        json!({ "use": "sig", "alg": "ES256", "key_ops": ["sign", "verify"] })
    ));
    assert!(fits(json!({ "key_ops": "sign" })));
    assert!(!fits(json!({ "use": "enc" })));
    assert!(!fits(json!({ "alg": "ES384" })));
    assert!(!fits(json!({ "key_ops": ["sign"] })));
    assert!(!fits(json!({ "key_ops": [] })));
    for alg in JwsAlg::ALL.into_iter().filter(|alg| *alg != JwsAlg::Es256) {
        assert!(!verifying(json!({}), alg, None), "{alg:?}");
    }
    assert!(verifying(json!({ "kid": "1" }), JwsAlg::Es256, None));
    assert!(verifying(json!({ "kid": "1" }), JwsAlg::Es256, Some("1")));
    assert!(!verifying(json!({ "kid": "1" }), JwsAlg::Es256, Some("2")));
    assert!(!verifying(json!({}), JwsAlg::Es256, Some("1")));
}

#[test]
fn keys_that_say_more_about_themselves_come_first() {
    let ec = SigningKey::for_alg(JwsAlg::Es256).jwk;
    let keys = [
        with(&ec, json!({ "kid": "plain" })),
        with(&ec, json!({ "kid": "use", "use": "sig" })),
        with(&ec, json!({ "kid": "other", "use": "enc" })),
        with(&ec, json!({ "kid": "both", "use": "sig", "alg": "ES256" })),
        with(&ec, json!({ "kid": "alg", "alg": "ES256" })),
    ];
    let set = JwkSet::parse(&json!({ "keys": keys })).unwrap();
    let kids = set
        .for_verifying(JwsAlg::Es256, None)
        .map(|key| key.kid().unwrap());
    assert_eq!(kids.collect::<Vec<_>>(), ["both", "use", "alg", "plain"]);
}

#[test]
fn a_key_for_encrypting_fits_type_algorithm_use_and_operations() {
    let rsa = SigningKey::for_alg(JwsAlg::Rs256).jwk;
    let ec = SigningKey::for_alg(JwsAlg::Es256).jwk;
    let keys = [
        with(&rsa, json!({ "kid": "signing", "use": "sig" })),
        with(&ec, json!({ "kid": "ec", "key_ops": ["verify"] })),
        with(&ec, json!({ "kid": "ec for encryption", "use": "enc" })),
        with(&rsa, json!({ "kid": "not for it", "key_ops": ["verify"] })),
        with(&rsa, json!({ "kid": "wrapping", "key_ops": ["wrapKey"] })),
        with(&rsa, json!({ "kid": "another", "key_ops": ["encrypt"] })),
        with(&rsa, json!({ "kid": "256", "alg": "RSA-OAEP-256" })),
    ];
    let set = JwkSet::parse(&json!({ "keys": keys })).unwrap();
    let kid = |alg| set.for_encrypting(alg).map(|key| key.kid().unwrap());
    assert_eq!(kid(KeyManagement::RsaOaep), Some("wrapping"));
    assert_eq!(kid(KeyManagement::RsaOaep256), Some("256"));
    assert_eq!(kid(KeyManagement::EcdhEs), Some("ec for encryption"));
    for alg in [
        KeyManagement::A128Kw,
        KeyManagement::A256Kw,
        KeyManagement::Dir,
    ] {
        assert_eq!(kid(alg), None);
    }
    // As in the library that Banno runs: of keys that agree, neither curve nor operations count.
    let set = JwkSet::parse(&json!({ "keys": [keys[1]] })).unwrap();
    assert!(set.for_encrypting(KeyManagement::EcdhEs).is_some());
    let ed25519 = SigningKey::for_alg(JwsAlg::EdDsa).jwk;
    let set = JwkSet::parse(&json!({ "keys": [ed25519] })).unwrap();
    assert!(set.for_encrypting(KeyManagement::EcdhEs).is_some());
}

fn with(jwk: &Value, extra: Value) -> Value {
    let mut jwk = jwk.clone();
    for (member, value) in crate::given::object(extra) {
        jwk[member] = value;
    }
    jwk
}
