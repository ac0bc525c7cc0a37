use jose::{Jws, JwsAlg, PublicKey};
use serde_json::json;

use crate::given::{SigningKey, base64url, object};

/// RSA keys sign with three algorithms, others with one.
fn goes_with(alg: JwsAlg, other: JwsAlg) -> bool {
    let rsa = |alg| matches!(alg, JwsAlg::Ps256 | JwsAlg::Ps384 | JwsAlg::Rs256);
    alg == other || (rsa(alg) && rsa(other))
}

#[test]
fn a_key_verifies_under_the_algorithms_of_its_type_and_curve_alone() {
    for own in JwsAlg::ALL {
        let key = SigningKey::for_alg(own);
        for signed in JwsAlg::ALL {
            // The signature is made in the way of the key's own algorithm, or of the named one where the key can.
            let way = if goes_with(own, signed) { signed } else { own };
            let token = key.sign(way, &json!({ "alg": signed.as_str() }), b"{}");
            let verifies = Jws::parse(&token).unwrap().verifies_with(&key.public());
            assert_eq!(verifies, goes_with(own, signed), "{own:?} {signed:?}");
        }
    }
}

#[test]
fn a_signature_under_one_padding_is_none_under_another() {
    let key = SigningKey::for_alg(JwsAlg::Rs256);
    let paddings = [JwsAlg::Rs256, JwsAlg::Ps256, JwsAlg::Ps384];
    for way in paddings {
        for named in paddings {
            let token = key.sign(way, &json!({ "alg": named.as_str() }), b"{}");
            let verifies = Jws::parse(&token).unwrap().verifies_with(&key.public());
            assert_eq!(verifies, way == named, "{way:?} {named:?}");
        }
    }
}

#[test]
fn another_key_of_the_same_kind_verifies_nothing() {
    for alg in JwsAlg::ALL {
        let (key, other) = (SigningKey::for_alg(alg), SigningKey::for_alg(alg));
        let token = key.sign(alg, &json!({ "alg": alg.as_str() }), b"{}");
        let jws = Jws::parse(&token).unwrap();
        assert!(jws.verifies_with(&key.public()), "{alg:?}");
        assert!(!jws.verifies_with(&other.public()), "{alg:?}");
    }
}

#[test]
fn an_x25519_key_verifies_nothing() {
    let (_, jwk) = client_keys::Key::generate_x25519().unwrap();
    let key = PublicKey::from_jwk(&object(jwk)).unwrap();
    let ed25519 = SigningKey::for_alg(JwsAlg::EdDsa);
    let token = ed25519.sign(JwsAlg::EdDsa, &json!({ "alg": "EdDSA" }), b"{}");
    assert!(!Jws::parse(&token).unwrap().verifies_with(&key));
}

#[test]
fn signatures_of_another_length_verify_nothing() {
    for alg in JwsAlg::ALL {
        let key = SigningKey::for_alg(alg);
        let token = key.sign(alg, &json!({ "alg": alg.as_str() }), b"{}");
        let (input, _) = token.rsplit_once('.').unwrap();
        for length in [0, 1, 31, 63, 64, 65, 72, 96, 132, 255, 256, 257, 2048] {
            for octet in [0, 0xff] {
                let forged = format!("{input}.{}", base64url(vec![octet; length]));
                let verifies = Jws::parse(&forged).unwrap().verifies_with(&key.public());
                assert!(!verifies, "{alg:?} {length}");
            }
        }
    }
}

#[test]
fn algorithms_have_one_name_everywhere() {
    for alg in JwsAlg::ALL {
        assert_eq!(serde_json::to_value(alg).unwrap(), alg.as_str());
        assert_eq!(JwsAlg::parse(alg.as_str()), Some(alg));
    }
}
