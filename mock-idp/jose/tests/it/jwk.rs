use jose::{Jwk, JwkError, JwsAlg, PublicKey};
use serde_json::{Value, json};

use crate::given::{SigningKey, base64url, object, unbase64url};

#[test]
fn thumbprints_are_those_of_the_rfcs() {
    let of_rfc_7638 = json!({
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc\
              _BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR\
              0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTW\
              hAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29",
    });
    let of_rfc_8037 = json!({
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "crv": "Ed25519", "kty": "OKP",
    });
    let of_rfc_7517 = json!({
        "kty": "EC",
        "crv": "P-256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        "use": "enc",
        "kid": "1",
    });
    let expected = [
        (of_rfc_7638, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"),
        (of_rfc_8037, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
        (of_rfc_7517, "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"),
    ];
    for (jwk, thumbprint) in expected {
        assert_eq!(
            PublicKey::from_jwk(&object(jwk)).unwrap().thumbprint(),
            thumbprint
        );
    }
}

#[test]
fn a_key_is_its_thumbprint_to_whoever_prints_or_compares_it() {
    let key = SigningKey::for_alg(JwsAlg::Es256);
    let debug = format!("{:?}", key.public());
    assert_eq!(debug, format!("PublicKey({:?})", key.public().thumbprint()));
    assert_eq!(key.public(), key.public());
    assert_ne!(key.public(), SigningKey::for_alg(JwsAlg::Es256).public());
}

#[test]
fn private_and_secret_keys_are_refused() {
    for alg in JwsAlg::ALL {
        let jwk = SigningKey::for_alg(alg).jwk;
        for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
            for value in [json!("AQAB"), Value::Null] {
                assert_eq!(
                    error(&with(&jwk, member, value)),
                    JwkError::Private(member),
                    "{alg:?} {member}"
                );
            }
        }
    }
    assert_eq!(
        error(&json!({ "kty": "oct", "k": "AA" })),
        JwkError::Private("k")
    );
    assert_eq!(error(&json!({ "kty": "oct" })), JwkError::Private("k"));
}

#[test]
fn types_and_curves_that_are_not_known_are_told_apart_from_broken_ones() {
    let expected = [
        (json!([]), JwkError::NotAnObject),
        (json!({}), JwkError::Text("kty")),
        (json!({ "kty": 1 }), JwkError::Text("kty")),
        (json!({ "kty": "" }), JwkError::Text("kty")),
        (json!({ "kty": "AKP" }), JwkError::UnknownKeyType),
        (json!({ "kty": "ec" }), JwkError::UnknownKeyType),
        (json!({ "kty": "EC" }), JwkError::Text("crv")),
        (
            json!({ "kty": "EC", "crv": "P-192", "d": "" }),
            JwkError::UnknownCurve,
        ),
        (
            json!({ "kty": "EC", "crv": "Ed25519" }),
            JwkError::UnknownCurve,
        ),
        (
            json!({ "kty": "OKP", "crv": "P-256" }),
            JwkError::UnknownCurve,
        ),
        (
            json!({ "kty": "OKP", "crv": "Ed448" }),
            JwkError::UnknownCurve,
        ),
        (
            json!({ "kty": "OKP", "crv": "X25519" }),
            JwkError::Text("x"),
        ),
        (json!({ "kty": "RSA", "e": "AQAB" }), JwkError::Text("n")),
    ];
    for (jwk, error) in expected {
        assert_eq!(Jwk::parse(&jwk), Err(error), "{jwk}");
    }
}

#[test]
fn coordinates_have_the_curves_full_length_and_meet_on_the_curve() {
    for alg in [JwsAlg::Es256, JwsAlg::Es256k, JwsAlg::Es384, JwsAlg::Es512] {
        let jwk = SigningKey::for_alg(alg).jwk;
        for member in ["x", "y"] {
            let octets = unbase64url(jwk[member].as_str().unwrap());
            let longer = [&[0], octets.as_slice()].concat();
            for wrong in [&octets[1..], &longer, &[1]] {
                let broken = with(&jwk, member, base64url(wrong).into());
                let expected = JwkError::Coordinate(if member == "x" { "x" } else { "y" });
                assert_eq!(error(&broken), expected, "{alg:?}");
            }
            let mut elsewhere = octets.clone();
            *elsewhere.last_mut().unwrap() ^= 1;
            let broken = with(&jwk, member, base64url(&elsewhere).into());
            assert_eq!(error(&broken), JwkError::NotOnCurve, "{alg:?}");
        }
        let beyond = base64url(vec![0xff; unbase64url(jwk["x"].as_str().unwrap()).len()]);
        assert_eq!(
            error(&with(&jwk, "x", beyond.into())),
            JwkError::NotOnCurve,
            "{alg:?}"
        );
    }
    let okp = json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url([1; 31]) });
    assert_eq!(error(&okp), JwkError::Coordinate("x"));
}

#[test]
fn members_have_one_spelling() {
    let jwk = SigningKey::for_alg(JwsAlg::Es256).jwk;
    let x = jwk["x"].as_str().unwrap();
    for wrong in [
        format!("{x}="),
        format!("{x}\n"),
        x.replace(['-', '_'], "/") + "/",
    ] {
        assert_eq!(
            error(&with(&jwk, "x", wrong.into())),
            JwkError::Base64Url("x")
        );
    }
    assert_eq!(error(&with(&jwk, "x", 1.into())), JwkError::Text("x"));
}

#[test]
fn rsa_numbers_are_of_the_least_length_odd_and_of_a_size_that_is_served() {
    let jwk = SigningKey::for_alg(JwsAlg::Rs256).jwk;
    let n = unbase64url(jwk["n"].as_str().unwrap());
    let number = |octets: &[u8]| Value::from(base64url(octets));
    let n_error = |octets: &[u8]| error(&with(&jwk, "n", number(octets)));
    assert_eq!(
        n_error(&[&[0], n.as_slice()].concat()),
        JwkError::LeadingZero("n")
    );
    assert_eq!(n_error(&n[..255]), JwkError::Modulus);
    assert_eq!(n_error(&[&[0x7f], &n[1..]].concat()), JwkError::Modulus);
    assert_eq!(n_error(&[&n[..255], &[0]].concat()), JwkError::Modulus);
    assert_eq!(n_error(&vec![0xff; 1025]), JwkError::Modulus);
    assert_eq!(n_error(&vec![0xff; 40_000]), JwkError::Modulus);
    assert!(Jwk::parse(&with(&jwk, "n", number(&[0xff; 1024]))).is_ok());

    let e_error = |octets: &[u8]| error(&with(&jwk, "e", number(octets)));
    assert_eq!(e_error(&[0, 1, 0, 1]), JwkError::LeadingZero("e"));
    for wrong in [
        &[1][..],
        &[2],
        &[1, 0, 0],
        &[2, 0, 0, 0, 1],
        &[1, 0, 0, 0, 0, 1],
    ] {
        assert_eq!(e_error(wrong), JwkError::Exponent);
    }
    for right in [&[3][..], &[0xff, 0xff, 0xff, 0xff], &[1, 0, 0, 0, 1]] {
        assert!(Jwk::parse(&with(&jwk, "e", number(right))).is_ok());
    }
}

#[test]
fn what_a_key_says_about_itself_is_text() {
    let jwk = SigningKey::for_alg(JwsAlg::Es256).jwk;
    for member in ["kid", "alg", "use"] {
        for wrong in [json!(""), json!(1), json!(null), json!(["a"])] {
            let error = error(&with(&jwk, member, wrong));
            assert!(
                matches!(error, JwkError::Text(name) if name == member),
                "{error}"
            );
        }
    }
    for wrong in [json!("a"), json!([""]), json!([1]), json!(null)] {
        assert_eq!(error(&with(&jwk, "x5c", wrong)), JwkError::Certificates);
    }
    let whole = with(&with(&jwk, "kid", "1".into()), "x5c", json!(["MIIB"]));
    let parsed = Jwk::parse(&whole).unwrap();
    assert_eq!(parsed.kid(), Some("1"));
    assert_eq!(Jwk::parse(&jwk).unwrap().kid(), None);
    assert_eq!(parsed.key(), Jwk::parse(&jwk).unwrap().key());
}

fn with(jwk: &Value, member: &str, value: Value) -> Value {
    let mut jwk = jwk.clone();
    jwk[member] = value;
    jwk
}

fn error(jwk: &Value) -> JwkError {
    Jwk::parse(jwk).unwrap_err()
}
