use std::sync::LazyLock;

use jose::{Jwk, JwkSet, Jws, JwsAlg, PublicKey};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::given::{SigningKey, base64url};

/// One signed token for each algorithm, with the key that verifies it.
static SIGNED: LazyLock<Vec<(String, PublicKey)>> = LazyLock::new(|| {
    let signed = |alg: JwsAlg| {
        let key = SigningKey::for_alg(alg);
        let header = json!({ "alg": alg.as_str(), "typ": "JWT", "kid": "1" });
        (
            key.sign(alg, &header, br#"{"iss":"client","jti":"1"}"#),
            key.public(),
        )
    };
    JwsAlg::ALL.map(signed).to_vec()
});

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in any::<String>()) {
        let _ = Jws::parse(&text).map(|jws| jws.claims());
    }

    #[test]
    fn no_octets_in_the_parts_make_the_parser_panic(
        header in any::<Vec<u8>>(), payload in any::<Vec<u8>>(), signature in any::<Vec<u8>>(),
    ) {
        let parts = [header, payload, signature].map(base64url);
        let _ = Jws::parse(&parts.join("."));
    }

    #[test]
    fn no_signature_makes_a_key_panic_or_verify(signature in prop::collection::vec(any::<u8>(), 0..300)) {
        for (token, key) in SIGNED.iter() {
            let (input, _) = token.rsplit_once('.').unwrap();
            let forged = format!("{input}.{}", base64url(&signature));
            prop_assert!(!Jws::parse(&forged).unwrap().verifies_with(key));
        }
    }

    #[test]
    fn no_changed_character_goes_unnoticed(
        which in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        character in "[A-Za-z0-9_.=+/ -]",
    ) {
        let (token, key) = which.get(SIGNED.as_slice());
        let place = place.index(token.len());
        let mut changed = token.clone();
        changed.replace_range(place..=place, &character);
        prop_assume!(changed != *token);
        let verifies = Jws::parse(&changed).is_ok_and(|jws| jws.verifies_with(key));
        prop_assert!(!verifies, "{changed}");
    }

    #[test]
    fn no_member_makes_a_key_panic(jwk in jwk()) {
        let _ = Jwk::parse(&jwk);
        let _ = JwkSet::parse(&json!({ "keys": [jwk] }));
    }

    #[test]
    fn no_octets_make_a_key_panic(octets in prop::collection::vec(any::<u8>(), 0..140)) {
        let x = base64url(octets);
        for (kty, crv) in [("EC", "P-256"), ("EC", "P-521"), ("EC", "secp256k1"), ("OKP", "Ed25519"), ("OKP", "X25519")] {
            let _ = Jwk::parse(&json!({ "kty": kty, "crv": crv, "x": x, "y": x }));
        }
        let _ = Jwk::parse(&json!({ "kty": "RSA", "n": x, "e": x }));
    }
}

#[test]
fn every_character_of_every_token_counts() {
    for (token, key) in SIGNED.iter() {
        assert!(Jws::parse(token).unwrap().verifies_with(key));
        for place in 0..token.len() {
            let other = if &token[place..=place] == "A" {
                "B"
            } else {
                "A"
            };
            let mut changed = token.clone();
            changed.replace_range(place..=place, other);
            let verifies = Jws::parse(&changed).is_ok_and(|jws| jws.verifies_with(key));
            assert!(!verifies, "{changed}");
        }
    }
}

/// Objects with the members that a JWK has, and any values.
fn jwk() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec![
        "kty", "crv", "x", "y", "n", "e", "d", "kid", "alg", "use", "key_ops", "x5c",
    ]);
    let value = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[A-Za-z0-9_-]{0,90}".prop_map(Value::from),
        prop::sample::select(vec!["EC", "RSA", "OKP", "P-256", "P-384", "Ed25519"])
            .prop_map(Value::from),
        prop::collection::vec("[a-z]{0,9}", 0..3).prop_map(Value::from),
    ];
    let members = prop::collection::vec((name, value), 0..9);
    members.prop_map(|members| {
        let members = members
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        Value::Object(members.collect::<Map<_, _>>())
    })
}
