//! Keys of clients and what is encrypted to them (RFC 7516, 7517). The first line says what is to be done:
//! `keys` with a JWK set, `open` with a JWE, or `encrypt` with a line of algorithms, a secret, a header and the content.
#![no_main]

use std::sync::LazyLock;

use client_keys::{Key, open};
use jose::{
    ContentEncryption, EncryptionKey, JweError, Jwk, JwkSet, JwsAlg, KeyManagement, PublicKey,
};
use libfuzzer_sys::{Corpus, fuzz_target};
use oidc_fuzz::keys::{changed, decrypting, number, object, public};
use oidc_fuzz::{first_line, text};
use serde_json::{Map, Value};

fuzz_target!(init: all_open(), |input: &[u8]| -> Corpus {
    let text = text(input);
    match first_line(&text) {
        ("keys", set) => read(set),
        ("open", jwe) => sent_by_anybody(jwe),
        ("encrypt", what) => sent_by_us(what, number(input)),
        _ => return Corpus::Reject,
    }
    Corpus::Keep
});

/// All that was ever encrypted to the readers by others.
const SENT: [&str; 5] = [
    include_str!("../corpus/compact_jwe/open_a128kw"),
    include_str!("../corpus/compact_jwe/open_dir"),
    include_str!("../corpus/compact_jwe/open_ecdh_es"),
    include_str!("../corpus/compact_jwe/open_rsa_oaep_256"),
    include_str!("../corpus/compact_jwe/open_x25519"),
];

const SECRET: &str = "a published mock secret";

/// Keys of each kind: those of the standards, and two for the curves of which these have none.
static READERS: LazyLock<Vec<(Key, PublicKey)>> = LazyLock::new(|| {
    let published = decrypting()
        .into_iter()
        .map(|jwk| Key::from_private_jwk(&jwk));
    let made = [Key::generate_p384(), Key::generate_p521()];
    let reader = |key: Result<(Key, Value), _>| {
        let (key, jwk) = key.expect("a key");
        (
            key,
            public(&serde_json::from_value(jwk).expect("a JWK is an object")),
        )
    };
    published.chain(made).map(reader).collect()
});

fn all_open() {
    for sent in SENT {
        assert!(is_opened(first_line(sent).1), "{sent}");
    }
}

fn sent_by_anybody(jwe: &str) {
    if is_opened(jwe) {
        assert!(SENT.iter().any(|sent| first_line(sent).1 == jwe), "forged");
    }
}

fn is_opened(jwe: &str) -> bool {
    let secret = Key::ClientSecret(SECRET.to_owned());
    let keys = READERS.iter().map(|(key, _)| key).chain([&secret]);
    keys.into_iter().any(|key| open(jwe, key).is_ok())
}

fn sent_by_us(what: &str, number: usize) {
    let (algorithms, what) = first_line(what);
    let (secret, what) = first_line(what);
    let (header, content) = first_line(what);
    let (alg, enc) = algorithms.split_once(' ').unwrap_or_default();
    let (Some(alg), Some(enc)) = (KeyManagement::parse(alg), ContentEncryption::parse(enc)) else {
        return;
    };
    let header = object(header).unwrap_or_default();
    let derived = jose::secret_key(secret, alg, enc);
    let shared = Key::ClientSecret(secret.to_owned());
    let (reader, key) = if alg.is_symmetric() {
        (&shared, EncryptionKey::Secret(&derived))
    } else {
        let fits = |key: &Key| matches!(key, Key::Rsa(_)) == (alg != KeyManagement::EcdhEs);
        let fitting: Vec<_> = READERS.iter().filter(|(key, _)| fits(key)).collect();
        let (reader, public) = fitting[number % fitting.len()];
        (reader, EncryptionKey::Public(public))
    };
    let encrypt = |key| jose::encrypt(content.as_bytes(), alg, enc, key, &header, &fill);
    let reserved = ["alg", "enc", "zip", "crit", "epk", "apu", "apv"];
    if reserved.iter().any(|name| header.contains_key(*name)) {
        assert_eq!(encrypt(key), Err(JweError::Header));
        return;
    }
    let raw = encrypt(EncryptionKey::Secret(secret.as_bytes()));
    let fits = alg.is_symmetric() && secret.len() == derived.len();
    assert_eq!(raw.err(), (!fits).then_some(JweError::KeyDoesNotFit));

    let jwe = encrypt(key).expect("the key fits the algorithm");
    let opened = open(&jwe, reader).expect("what was encrypted can be opened");
    assert_eq!(opened.plaintext, content.as_bytes());
    let mut expected = Map::new();
    expected.insert("alg".to_owned(), alg.as_str().into());
    expected.insert("enc".to_owned(), enc.as_str().into());
    expected.extend(header.clone());
    let epk = opened.header.get("epk").cloned();
    assert_eq!(epk.is_some(), alg == KeyManagement::EcdhEs);
    expected.extend(epk.map(|epk| ("epk".to_owned(), epk)));
    assert_eq!(
        Value::Object(opened.header).to_string(),
        Value::Object(expected).to_string()
    );

    let changed = changed(&jwe, number);
    assert!(open(&changed, reader).is_err(), "{jwe} and {changed}");
}

fn read(set: &str) {
    let Ok(json) = serde_json::from_str::<Value>(set) else {
        return;
    };
    for jwk in json
        .get("keys")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        one(jwk);
    }
    let set = match JwkSet::parse(&json) {
        Ok(set) => set,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    for alg in JwsAlg::ALL {
        for jwk in set.for_verifying(alg, None) {
            let by_kid: Vec<_> = set.for_verifying(alg, jwk.kid()).collect();
            assert!(by_kid.contains(&jwk));
        }
    }
    for alg in KeyManagement::ALL {
        if let Some(jwk) = set.for_encrypting(alg) {
            let key = EncryptionKey::Public(jwk.key());
            let enc = ContentEncryption::A128Gcm;
            let made = jose::encrypt(b"x", alg, enc, key, &Map::new(), &fill);
            assert!(
                made.is_ok_and(|jwe| jwe.split('.').count() == 5) || alg == KeyManagement::EcdhEs
            );
        }
    }
}

fn one(jwk: &Value) {
    let (Ok(read), Some(members)) = (Jwk::parse(jwk), jwk.as_object()) else {
        return;
    };
    let private = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
    assert!(private.iter().all(|name| !members.contains_key(*name)));
    let reversed: Map<_, _> = members.clone().into_iter().rev().collect();
    let key = public(&reversed);
    assert_eq!(key.thumbprint(), read.key().thumbprint());
    assert_eq!(key.thumbprint().len(), 43, "SHA-256 in base64url");
}

fn fill(octets: &mut [u8]) {
    octets
        .iter_mut()
        .zip(1..)
        .for_each(|(octet, number)| *octet = number);
}
