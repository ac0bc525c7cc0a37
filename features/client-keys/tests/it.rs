//! The reader against the examples of the RFCs, and against what others have encrypted and somebody has changed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeySize, PrivateDecryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use client_keys::{Key, KeyError, Refused, open};
use serde_json::{Map, Value, json};

/// RFC 7516 A.3: `A128KW` and `A128CBC-HS256`.
const A_3: &str = "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.\
                   6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ.\
                   AxY8DCtDaGlsbGljb3RoZQ.\
                   KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.\
                   U0m_YmjN04DJvceFICbCVQ";

/// The keys, `apu` and `apv` of RFC 7518 C, and a content; made with the npm package `jose`.
const C: &str = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSIsImVwayI6eyJ4IjoiZ0kwR0FJTEJkdTdUNTNha3JG\
                 bU15R2NzRjNuNWRPN01td05CSEtXNVNWMCIsImNydiI6IlAtMjU2Iiwia3R5IjoiRUMiLCJ5IjoiU0xXX3hT\
                 ZmZ6bFBXckhFVkkzMERITV80ZWdWd3QzTlFxZVVEN25NRnBwcyJ9LCJhcHUiOiJRV3hwWTJVIiwiYXB2Ijoi\
                 UW05aSJ9..AAECAwQFBgcICQoL.OOJ0gW29xd7dIlx_S61IxQjnT9Q6HA.z6s4kB08ciMlicWJWbZ7eg";

#[test]
fn rsa_oaep_with_a256gcm_is_read_as_in_rfc_7516_appendix_a_1() {
    let (example, key) = a_1();
    let opened = open(example["token"].as_str().unwrap(), &key).unwrap();
    assert_eq!(
        opened.plaintext,
        example["plaintext"].as_str().unwrap().as_bytes()
    );
    assert_eq!(
        Value::Object(opened.header),
        json!({ "alg": "RSA-OAEP", "enc": "A256GCM" })
    );
}

#[test]
fn a128kw_with_a128cbc_hs256_is_read_as_in_rfc_7516_appendix_a_3() {
    let opened = open(A_3, &a_3()).unwrap();
    assert_eq!(opened.plaintext, b"Live long and prosper.");
}

#[test]
fn ecdh_es_is_read_with_the_keys_of_rfc_7518_appendix_c() {
    let opened = open(C, &bob()).unwrap();
    assert_eq!(opened.plaintext, b"Live long and prosper.");
    // The key that the appendix derives opens the same content.
    let derived = Key::Symmetric(URL_SAFE_NO_PAD.decode("VqqN6vgjbSBcIijNcacQGg").unwrap());
    assert_eq!(open(C, &derived), Err(Refused::Key));
}

#[test]
fn any_change_of_any_part_is_refused() {
    let (example, rsa) = a_1();
    let messages = [
        (A_3, a_3()),
        (C, bob()),
        (example["token"].as_str().unwrap(), rsa),
    ];
    for (jwe, key) in messages {
        for place in 0..jwe.len() {
            for other in ["A", "B", ".", ""] {
                let mut changed = jwe.to_owned();
                changed.replace_range(place..=place, other);
                assert!(changed == jwe || open(&changed, &key).is_err(), "{changed}");
            }
        }
    }
}

#[test]
fn another_key_opens_nothing() {
    let (p256, _) = Key::generate_p256().unwrap();
    let (p384, _) = Key::generate_p384().unwrap();
    let (rsa, _) = Key::generate_rsa().unwrap();
    let rsa_jwe = a_1().0["token"].as_str().unwrap().to_owned();
    assert_eq!(open(C, &p256), Err(Refused::Content));
    assert_eq!(open(C, &p384), Err(Refused::EphemeralKey));
    assert_eq!(open(C, &rsa), Err(Refused::Key));
    assert_eq!(open(&rsa_jwe, &rsa), Err(Refused::EncryptedKey));
    assert_eq!(open(&rsa_jwe, &p256), Err(Refused::Key));
    assert_eq!(
        open(A_3, &Key::Symmetric(vec![0; 16])),
        Err(Refused::EncryptedKey)
    );
    assert_eq!(open(A_3, &Key::Symmetric(vec![0; 32])), Err(Refused::Key));
    assert_eq!(
        open(A_3, &Key::ClientSecret("secret".to_owned())),
        Err(Refused::EncryptedKey)
    );
}

#[test]
fn there_are_five_parts_of_base64url() {
    assert_eq!(open("", &a_3()), Err(Refused::Parts));
    assert_eq!(open("a.b.c", &a_3()), Err(Refused::Parts));
    assert_eq!(open(&format!("{A_3}.AA"), &a_3()), Err(Refused::Parts));
    assert_eq!(open(&format!("{A_3}="), &a_3()), Err(Refused::Base64Url));
}

#[test]
fn the_header_has_unique_members_and_no_extensions() {
    let expected = [
        ("[]", Refused::Header),
        (
            r#"{"alg":"dir","alg":"dir","enc":"A128GCM"}"#,
            Refused::Header,
        ),
        (r#"{"alg":"dir","enc":"A128GCM"} {}"#, Refused::Header),
        (
            r#"{"alg":"dir","enc":"A128GCM","zip":"DEF"}"#,
            Refused::Extension,
        ),
        (
            r#"{"alg":"dir","enc":"A128GCM","crit":["a"]}"#,
            Refused::Extension,
        ),
        (r#"{"alg":"dir"}"#, Refused::Algorithm),
        (r#"{"enc":"A128GCM"}"#, Refused::Algorithm),
        (r#"{"alg":"dir","enc":"A192GCM"}"#, Refused::Algorithm),
        (r#"{"alg":"RSA1_5","enc":"A128GCM"}"#, Refused::Algorithm),
        (r#"{"alg":"dir","enc":"A128GCM"}"#, Refused::Content),
        (
            r#"{"alg":"ECDH-ES","enc":"A128GCM"}"#,
            Refused::EphemeralKey,
        ),
    ];
    let key = Key::Symmetric(vec![0; 16]);
    for (header, refused) in expected {
        let jwe = format!("{}..AAAAAAAAAAAAAAAA.AA.AA", URL_SAFE_NO_PAD.encode(header));
        assert_eq!(open(&jwe, &key), Err(refused), "{header}");
    }
    let jwe = format!(
        "{}.AA.AA.AA.AA",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"dir","enc":"A128GCM"}"#)
    );
    assert_eq!(open(&jwe, &key), Err(Refused::EncryptedKey));
}

#[test]
fn a_key_is_the_same_after_it_was_told() {
    let generated = [
        Key::generate_p256(),
        Key::generate_p384(),
        Key::generate_p521(),
        Key::generate_x25519(),
        Key::generate_rsa(),
    ];
    for (key, public) in generated.map(Result::unwrap) {
        let private = key.private_jwk().unwrap();
        let (again, public_again) = Key::from_private_jwk(private.as_object().unwrap()).unwrap();
        assert_eq!(public_again, public);
        assert_eq!(again.private_jwk().unwrap(), private);
        assert_eq!(public.get("d"), None);
        assert!(!format!("{key:?}").contains(private["d"].as_str().unwrap()));
    }
    assert_eq!(
        Key::ClientSecret(String::new()).private_jwk(),
        Err(KeyError::Unusable)
    );
}

#[test]
fn an_rsa_key_comes_in_pem_too() {
    let generated = PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap();
    let der: Pkcs8V1Der<'_> = generated.as_der().unwrap();
    let (key, public) = Key::rsa_from_pem(&pem(der.as_ref())).unwrap();
    let private = key.private_jwk().unwrap();
    assert_eq!((&private["n"], &private["e"]), (&public["n"], &public["e"]));
    assert_eq!(
        Key::rsa_from_pem(&pem(b"garbage")).err(),
        Some(KeyError::Unusable)
    );
    assert_eq!(Key::rsa_from_pem("garbage").err(), Some(KeyError::Pem));
}

#[test]
fn what_is_no_private_key_is_refused() {
    let refused = [
        json!({}),
        json!({ "kty": "EC", "crv": "P-256" }),
        json!({ "kty": "EC", "crv": "P-256", "d": "AQ" }),
        json!({ "kty": "EC", "crv": "P-192", "d": "AQ" }),
        json!({ "kty": "OKP", "crv": "Ed25519", "d": "AQ" }),
        json!({ "kty": "RSA", "n": "AQ", "e": "AQAB", "d": "AQ" }),
    ];
    for jwk in refused {
        assert_eq!(private(jwk).err(), Some(KeyError::Unusable));
    }
}

fn pem(der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let (one, other) = base64.split_at(base64.len() / 2);
    format!("-----BEGIN PRIVATE KEY-----\n{one}\n{other}\n-----END PRIVATE KEY-----\n")
}

fn a_1() -> (Value, Key) {
    let example: Value = serde_json::from_str(include_str!("rfc7516_a1.json")).unwrap();
    let (key, _) = private(example["jwk"].clone()).unwrap();
    (example, key)
}

fn a_3() -> Key {
    Key::Symmetric(URL_SAFE_NO_PAD.decode("GawgguFyGrWKav7AX4VKUg").unwrap())
}

fn bob() -> Key {
    let jwk = json!({
        "kty": "EC", "crv": "P-256", "d": "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw",
    });
    let (key, public) = private(jwk).unwrap();
    assert_eq!(public["x"], "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ");
    key
}

fn private(jwk: Value) -> Result<(Key, Value), KeyError> {
    let members: Map<String, Value> = serde_json::from_value(jwk).unwrap();
    Key::from_private_jwk(&members)
}
