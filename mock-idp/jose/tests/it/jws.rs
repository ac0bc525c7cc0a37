use jose::{Jws, JwsAlg, Malformed, PublicKey};
use serde_json::{Value, json};

use crate::given::{SigningKey, base64url, object};

#[test]
fn the_examples_of_rfc_7515_verify() {
    let examples: Value = serde_json::from_str(include_str!("vectors/rfc7515.json")).unwrap();
    for (section, alg) in [("A.2", "RS256"), ("A.3", "ES256"), ("A.4", "ES512")] {
        let example = &examples[format!("RFC 7515 {section}")];
        let jws = Jws::parse(example["token"].as_str().unwrap()).unwrap();
        let key = PublicKey::from_jwk(example["jwk"].as_object().unwrap()).unwrap();
        assert_eq!(jws.header()["alg"], alg);
        assert!(jws.verifies_with(&key), "{section}");
    }
}

#[test]
fn the_example_of_rfc_8037_appendix_a_4_verifies() {
    let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
                 hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    let jws = Jws::parse(token).unwrap();
    let jwk = json!({
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    assert_eq!(jws.alg(), Some(JwsAlg::EdDsa));
    assert_eq!(jws.payload(), b"Example of Ed25519 signing");
    assert!(jws.verifies_with(&PublicKey::from_jwk(&object(jwk)).unwrap()));
}

#[test]
fn header_and_claims_are_told_as_they_stand_there() {
    let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "kid": "1", "jwk": { "kty": "EC" } });
    let payload = br#"{"jti":"a","aud":["b"],"jti":"c"}"#;
    let token = format!(
        "{}.{}.AA",
        base64url(header.to_string()),
        base64url(payload)
    );
    let jws = Jws::parse(&token).unwrap();
    assert_eq!(Value::Object(jws.header().clone()), header);
    assert_eq!(jws.kid(), Some("1"));
    assert_eq!(jws.alg(), Some(JwsAlg::Es256));
    // RFC 7519 4: of a claim that repeats, the last one.
    assert_eq!(
        jws.claims(),
        Some(object(json!({ "jti": "c", "aud": ["b"] })))
    );
}

#[test]
fn an_algorithm_that_is_not_known_has_a_name_and_verifies_nothing() {
    let key = SigningKey::for_alg(JwsAlg::Es256);
    for alg in ["none", "HS256", "es256", "ES256 ", ""] {
        let token = key.sign(JwsAlg::Es256, &json!({ "alg": alg }), b"{}");
        let jws = Jws::parse(&token).unwrap();
        assert_eq!(jws.header()["alg"], alg);
        assert_eq!(jws.alg(), None);
        assert!(!jws.verifies_with(&key.public()));
    }
    let unsigned = format!("{}.e30.", base64url(r#"{"alg":"none"}"#));
    assert!(!Jws::parse(&unsigned).unwrap().verifies_with(&key.public()));
}

#[test]
fn payloads_that_are_no_objects_have_no_claims() {
    for payload in ["", "[]", "null", "\"{}\"", "{\"a\":", "\u{feff}{}"] {
        let token = format!("e30.{}.", base64url(payload));
        assert_eq!(Jws::parse(&token).unwrap().claims(), None, "{payload}");
    }
}

#[test]
fn a_token_has_exactly_three_parts() {
    for token in [
        "",
        ".",
        "e30",
        "e30.e30",
        "e30.e30.AA.AA",
        "e30.e30.AA.AA.AA",
        "e30.AA.",
    ] {
        let three = token.split('.').count() == 3;
        assert_eq!(
            Jws::parse(token).err(),
            (!three).then_some(Malformed::Parts),
            "{token}"
        );
    }
}

#[test]
fn parts_are_strict_base64url() {
    // Padding, bits behind the last octet, white space, the other alphabet, and what is none at all.
    for part in [
        "e30=", "e31", "e3", "e30\n", " e30", "e3+", "e3/", "é", "e", "%7B%7D",
    ] {
        let tokens = [
            format!("{part}.e30.AA"),
            format!("e30.{part}.AA"),
            format!("e30.e30.{part}"),
        ];
        for token in tokens {
            assert_eq!(
                Jws::parse(&token).err(),
                Some(Malformed::Base64Url),
                "{token:?}"
            );
        }
    }
}

#[test]
fn the_header_is_an_object_that_names_every_member_once() {
    let refused = [
        "",
        "[]",
        "null",
        "1",
        "{",
        "{}x",
        "\u{feff}{}",
        r#"{"alg":"ES256","alg":"none"}"#,
        r#"{"alg":"ES256","\u0061lg":"none"}"#,
        r#"{"alg":"ES256","jwk":{"x":"a","x":"b"}}"#,
        r#"{"a":[{"b":1,"b":1}]}"#,
        "{\"a\":\"\u{1}\"}",
    ];
    for header in refused {
        let token = format!("{}.e30.AA", base64url(header));
        assert_eq!(
            Jws::parse(&token).err(),
            Some(Malformed::Header),
            "{header}"
        );
    }
    let header = r#" {"a":[1,-1,1.5,true,null,"é",{"b":{}}],"b":{"a":1}} "#;
    let jws = format!("{}.e30.AA", base64url(header));
    let expected: Value = serde_json::from_str(header).unwrap();
    assert_eq!(
        Value::Object(Jws::parse(&jws).unwrap().header().clone()),
        expected
    );
}

#[test]
fn a_header_that_is_nested_without_end_is_refused() {
    let header = format!("{{\"a\":{}", "[".repeat(40_000));
    let token = format!("{}.e30.AA", base64url(header));
    assert_eq!(Jws::parse(&token).err(), Some(Malformed::Header));
}

#[test]
fn extensions_are_refused_though_the_signature_is_right() {
    let key = SigningKey::for_alg(JwsAlg::Es256);
    let plain = key.sign(JwsAlg::Es256, &json!({ "alg": "ES256" }), b"{}");
    assert!(Jws::parse(&plain).unwrap().verifies_with(&key.public()));
    let extended = [
        json!({ "alg": "ES256", "crit": ["b64"], "b64": true }),
        json!({ "alg": "ES256", "crit": [] }),
        json!({ "alg": "ES256", "crit": null }),
        json!({ "alg": "ES256", "b64": false }),
    ];
    for header in extended {
        let token = key.sign(JwsAlg::Es256, &header, b"{}");
        assert!(
            !Jws::parse(&token).unwrap().verifies_with(&key.public()),
            "{header}"
        );
    }
}
