use drift::{Finding, Severity, json};
use serde_json::{Value, json as value};

use crate::given::{ec, found, lines, rsa, set, worst};

fn with_keys(keys: &Value) -> Vec<Finding> {
    found(|provider| provider.jwks = value!({ "keys": keys }))
}

/// A key with members changed; null takes one out.
fn changed(mut key: Value, members: Value) -> Value {
    let Value::Object(members) = members else {
        panic!("members");
    };
    for (name, value) in members {
        if value.is_null() {
            key.as_object_mut().unwrap().shift_remove(&name);
        } else {
            key[name] = value;
        }
    }
    key
}

#[test]
fn names_of_keys_are_no_difference() {
    let keys = value!([rsa("2026-11", 256), ec("a key of ours")]);
    assert_eq!(lines(&with_keys(&keys)), [""; 0]);
}

#[test]
fn a_set_that_nothing_can_be_checked_with_is_breaking() {
    for jwks in [
        value!({}),
        value!([]),
        value!({ "keys": {} }),
        value!({ "keys": [] }),
        value!({ "keys": [7] }),
    ] {
        let findings = found(|provider| provider.jwks = jwks.clone());
        assert_eq!(worst(&findings), Some(Severity::Breaking), "{jwks}");
    }
}

#[test]
fn keys_are_held_against_the_standards() {
    let (ec, rsa) = (ec("e"), rsa("r", 256));
    let rows = [
        (
            changed(ec.clone(), value!({ "x": null })),
            "breaking $.jwks.keys[kid=e].x",
        ),
        (
            changed(ec.clone(), value!({ "y": "not base64url!" })),
            "breaking $.jwks.keys[kid=e].y",
        ),
        (
            changed(ec.clone(), value!({ "kid": null })),
            "notable $.jwks.keys[0].kid",
        ),
        (
            changed(ec.clone(), value!({ "use": null })),
            "info $.jwks.keys[kid=e].use mock=\"sig\"",
        ),
        (
            changed(ec.clone(), value!({ "alg": null })),
            "info $.jwks.keys[kid=e].alg mock=\"ES256\"",
        ),
        (
            changed(ec.clone(), value!({ "iat": 7 })),
            "info $.jwks.keys[kid=e].iat",
        ),
    ];
    for (key, expected) in rows {
        assert_eq!(lines(&with_keys(&value!([key, rsa]))), [expected]);
    }
    let small = crate::given::rsa("r", 128);
    let expected = ["breaking $.jwks.keys[kid=r].n provider=\"1024 bits\""];
    assert_eq!(lines(&with_keys(&value!([ec, small]))), expected);
    let big = crate::given::rsa("r", 512);
    let expected = ["info $.jwks.keys[kid=r].n mock=\"2048 bits\" provider=\"4096 bits\""];
    assert_eq!(lines(&with_keys(&value!([ec, big]))), expected);
}

#[test]
fn one_key_has_to_be_told_from_another() {
    let alike = value!([ec("same"), ec("same"), rsa("r", 256)]);
    assert_eq!(
        lines(&with_keys(&alike)),
        ["breaking $.jwks.keys[kid=same].kid"]
    );
    let unlike = value!([ec("same"), rsa("same", 256)]);
    assert_eq!(
        lines(&with_keys(&unlike)),
        ["notable $.jwks.keys[kid=same].kid"]
    );
    let nameless = changed(rsa("r", 256), value!({ "kid": null }));
    let several = value!([ec("e"), nameless, rsa("other", 256)]);
    assert_eq!(lines(&with_keys(&several)), ["breaking $.jwks.keys[1].kid"]);
}

#[test]
fn an_algorithm_without_a_key_is_breaking_where_the_mock_has_one() {
    let expected = [
        "breaking $.jwks.keys[-] mock=\"ES256\"",
        "info $.jwks.keys[-] mock=\"EC P-256\"",
    ];
    assert_eq!(lines(&with_keys(&value!([rsa("r", 256)]))), expected);
    let encrypting = changed(ec("e"), value!({ "use": "enc" }));
    let findings = with_keys(&value!([rsa("r", 256), encrypting]));
    assert_eq!(worst(&findings), Some(Severity::Breaking), "{findings:?}");
    let findings = found(|provider| {
        let algs = value!(["ES256", "PS256", "RS256", "ES384", "HS256"]);
        set(provider, "id_token_signing_alg_values_supported", algs);
    });
    let about_keys: Vec<_> = lines(&findings)
        .into_iter()
        .filter(|line| line.contains("jwks"))
        .collect();
    assert_eq!(about_keys, ["notable $.jwks.keys[-] mock=\"ES384\""]);
}

#[test]
fn a_kind_of_key_that_the_mock_lacks_is_information() {
    let ed = value!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": "ed", "x": "AAAA" });
    let keys = value!([ec("e"), rsa("r", 256), ed]);
    assert_eq!(
        lines(&with_keys(&keys)),
        ["info $.jwks.keys[+] provider=\"OKP Ed25519\""]
    );
}

#[test]
fn a_private_key_that_is_published_is_breaking_and_none_of_its_numbers_is_told() {
    let secret = "c2VjcmV0LW51bWJlcg";
    let members = value!({ "d": secret, "p": secret, "oth": [{ "r": secret }] });
    let keys = value!([changed(rsa("r", 256), members), ec("e"), { "kty": "oct", "kid": "o", "k": secret }]);
    let findings = with_keys(&keys);
    let breaking: Vec<_> = lines(&findings)
        .into_iter()
        .filter(|line| line.starts_with("breaking"))
        .collect();
    let expected = [
        "breaking $.jwks.keys[kid=r].d",
        "breaking $.jwks.keys[kid=r].p",
        "breaking $.jwks.keys[kid=r].oth",
        "breaking $.jwks.keys[kid=o].k",
    ];
    assert_eq!(breaking, expected);
    let told = json("issuer", "address", "profile", &findings);
    let shown = drift::human("issuer", "profile", &findings, drift::Style::default());
    assert!(
        !told.contains(secret) && !shown.contains(secret),
        "{told} {shown}"
    );
}
