use std::cell::RefCell;

use client_keys::{Key, open};
use jose::{
    ContentEncryption, EncryptionKey, JweError, KeyManagement, PublicKey, encrypt, secret_key,
};
use serde_json::{Map, Value, json};

use crate::given::{SigningKey, base64url, object, unbase64url};

const PLAINTEXT: &[u8] = b"Live long and prosper.";

#[test]
fn a128kw_with_a128cbc_hs256_is_the_jwe_of_rfc_7516_appendix_a_3() {
    let cek = [
        4, 211, 31, 197, 84, 157, 252, 254, 11, 100, 157, 250, 63, 170, 106, 206, 107, 124, 212,
        45, 111, 107, 9, 219, 200, 177, 0, 240, 143, 156, 44, 207,
    ];
    let iv = [
        3, 22, 60, 12, 43, 67, 104, 105, 108, 108, 105, 99, 111, 116, 104, 101,
    ];
    let jwe = encrypt(
        PLAINTEXT,
        KeyManagement::A128Kw,
        ContentEncryption::A128CbcHs256,
        EncryptionKey::Secret(&unbase64url("GawgguFyGrWKav7AX4VKUg")),
        &Map::new(),
        &in_turn([cek.to_vec(), iv.to_vec()]),
    );
    assert_eq!(
        jwe.unwrap(),
        "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.\
         6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ.\
         AxY8DCtDaGlsbGljb3RoZQ.\
         KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.\
         U0m_YmjN04DJvceFICbCVQ"
    );
}

#[test]
fn keys_are_wrapped_as_in_rfc_3394() {
    let kek: Vec<u8> = (0..32).collect();
    let cek = "ABEiM0RVZneImaq7zN3u_wABAgMEBQYHCAkKCwwNDg8";
    let expected = [
        (
            KeyManagement::A128Kw,
            16,
            ContentEncryption::A128Gcm,
            "H6aLCoEStEeu80vY-1p7gp0-hiNx0s_l",
        ),
        (
            KeyManagement::A256Kw,
            32,
            ContentEncryption::A256Gcm,
            "KMn0BMS4EPTLzLNc-4f4Jj9XhuLYDtMmy8fw5xqZ9Dv7mIubegLdIQ",
        ),
    ];
    for (alg, length, enc, wrapped) in expected {
        let fill = in_turn([unbase64url(cek)[..length].to_vec(), vec![0; 12]]);
        let key = EncryptionKey::Secret(&kek[..length]);
        let jwe = encrypt(PLAINTEXT, alg, enc, key, &Map::new(), &fill).unwrap();
        assert_eq!(jwe.split('.').nth(1), Some(wrapped), "{alg:?}");
    }
}

#[test]
fn whatever_is_encrypted_another_reader_opens() {
    let secret = "a secret that is long enough for a client";
    let keys = [
        (None, Key::ClientSecret(secret.to_owned())),
        reader(Key::generate_p256()),
        reader(Key::generate_p384()),
        reader(Key::generate_p521()),
        reader(Key::generate_x25519()),
        reader(Key::generate_rsa()),
    ];
    let mut opened = 0;
    for (public, private) in &keys {
        for (alg, enc) in combinations() {
            let derived = secret_key(secret, alg, enc);
            let key = match public {
                Some(key) => EncryptionKey::Public(key),
                None => EncryptionKey::Secret(&derived),
            };
            let header = object(json!({ "cty": "JWT", "kid": "1", "iss": "i", "aud": "a" }));
            let jwe = encrypt(PLAINTEXT, alg, enc, key, &header, &|octets| octets.fill(7));
            if goes_with(alg, private) {
                let content = open(&jwe.unwrap(), private).unwrap();
                assert_eq!(content.plaintext, PLAINTEXT, "{alg:?} {enc:?}");
                assert_eq!(content.header["enc"], enc.as_str());
                opened += 1;
            } else {
                assert_eq!(jwe, Err(JweError::KeyDoesNotFit), "{alg:?} {enc:?}");
            }
        }
    }
    // Four ways of content for three symmetric algorithms, four curves and two ways of RSA.
    assert_eq!(opened, 4 * (3 + 4 + 2));
}

#[test]
fn the_header_has_alg_enc_the_callers_members_and_epk_in_this_order() {
    let header = object(json!({ "cty": "JWT", "kid": "1" }));
    let names = |generated, members: &[&str]| {
        let (public, _) = reader(generated);
        let key = EncryptionKey::Public(public.as_ref().unwrap());
        let enc = ContentEncryption::A256Gcm;
        let jwe = encrypt(b"", KeyManagement::EcdhEs, enc, key, &header, &|_| {}).unwrap();
        let protected: Value =
            serde_json::from_slice(&unbase64url(jwe.split('.').next().unwrap())).unwrap();
        assert_eq!(keys_of(&protected), ["alg", "enc", "cty", "kid", "epk"]);
        assert_eq!(keys_of(&protected["epk"]), members);
        assert_eq!(jwe.split('.').nth(1), Some(""));
    };
    names(Key::generate_p521(), &["x", "crv", "kty", "y"]);
    names(Key::generate_x25519(), &["x", "crv", "kty"]);
}

#[test]
fn an_ephemeral_key_is_used_once() {
    let (public, _) = reader(Key::generate_p256());
    let jwe = || {
        let key = EncryptionKey::Public(public.as_ref().unwrap());
        let enc = ContentEncryption::A128Gcm;
        encrypt(b"", KeyManagement::EcdhEs, enc, key, &Map::new(), &|_| {}).unwrap()
    };
    assert_ne!(jwe().split('.').next(), jwe().split('.').next());
}

#[test]
fn the_caller_does_not_name_what_is_made_here() {
    for name in ["alg", "enc", "zip", "crit", "epk", "apu", "apv"] {
        let mut header = Map::new();
        header.insert(name.to_owned(), "x".into());
        let key = EncryptionKey::Secret(&[0; 16]);
        let enc = ContentEncryption::A128Gcm;
        let refused = encrypt(b"", KeyManagement::Dir, enc, key, &header, &|_| {});
        assert_eq!(refused, Err(JweError::Header), "{name}");
    }
}

#[test]
fn keys_that_do_not_agree_are_refused() {
    let curves = [
        json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }),
        SigningKey::for_alg(jose::JwsAlg::Es256k).jwk,
    ];
    for jwk in curves {
        let refused = agree_with(&jwk);
        assert_eq!(refused, Err(JweError::KeyDoesNotFit), "{jwk}");
    }
    // RFC 7748 6.1: a point of small order, with which every agreement is zero.
    let zero = json!({ "kty": "OKP", "crv": "X25519", "x": base64url([0; 32]) });
    assert_eq!(agree_with(&zero), Err(JweError::Failed));
}

#[test]
fn secrets_of_another_length_are_refused() {
    for (alg, enc) in combinations().filter(|(alg, _)| alg.is_symmetric()) {
        for wrong in [0, 8, 24, 33, 48, 65] {
            let key = EncryptionKey::Secret(&vec![0; wrong]);
            let refused = encrypt(b"", alg, enc, key, &Map::new(), &|_| {});
            assert_eq!(
                refused,
                Err(JweError::KeyDoesNotFit),
                "{alg:?} {enc:?} {wrong}"
            );
        }
    }
}

#[test]
fn algorithms_have_one_name_everywhere() {
    for alg in KeyManagement::ALL {
        assert_eq!(serde_json::to_value(alg).unwrap(), alg.as_str());
        assert_eq!(KeyManagement::parse(alg.as_str()), Some(alg));
    }
    for enc in ContentEncryption::ALL {
        assert_eq!(serde_json::to_value(enc).unwrap(), enc.as_str());
        assert_eq!(ContentEncryption::parse(enc.as_str()), Some(enc));
    }
    assert_eq!(KeyManagement::parse("RSA1_5"), None);
    assert_eq!(ContentEncryption::parse("A192GCM"), None);
}

fn combinations() -> impl Iterator<Item = (KeyManagement, ContentEncryption)> {
    let algs = KeyManagement::ALL.into_iter();
    algs.flat_map(|alg| {
        ContentEncryption::ALL
            .into_iter()
            .map(move |enc| (alg, enc))
    })
}

fn goes_with(alg: KeyManagement, key: &Key) -> bool {
    match alg {
        KeyManagement::A128Kw | KeyManagement::A256Kw | KeyManagement::Dir => {
            matches!(key, Key::ClientSecret(_))
        }
        KeyManagement::EcdhEs => matches!(key, Key::Ec(_) | Key::X25519(_)),
        KeyManagement::RsaOaep | KeyManagement::RsaOaep256 => matches!(key, Key::Rsa(_)),
    }
}

fn reader(generated: Result<(Key, Value), client_keys::KeyError>) -> (Option<PublicKey>, Key) {
    let (private, jwk) = generated.unwrap();
    (Some(PublicKey::from_jwk(&object(jwk)).unwrap()), private)
}

fn agree_with(jwk: &Value) -> Result<String, JweError> {
    let key = PublicKey::from_jwk(jwk.as_object().unwrap()).unwrap();
    let key = EncryptionKey::Public(&key);
    let enc = ContentEncryption::A128Gcm;
    encrypt(b"", KeyManagement::EcdhEs, enc, key, &Map::new(), &|_| {})
}

/// Gives out the octets one after the other.
fn in_turn<const N: usize>(octets: [Vec<u8>; N]) -> impl Fn(&mut [u8]) {
    let octets = RefCell::new(octets.into_iter());
    move |wanted| wanted.copy_from_slice(&octets.borrow_mut().next().unwrap())
}

fn keys_of(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}
