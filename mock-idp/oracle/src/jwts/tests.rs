use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{Draft, Keys, Moment};

fn draft(words: &str) -> anyhow::Result<String> {
    let moment = Moment {
        now: 1_000,
        unique: 7,
    };
    let mut draft = Draft::default();
    for word in words.split(' ') {
        draft.apply(word, moment)?;
    }
    draft.sign(&Keys::read()?)
}

fn parts(words: &str) -> Vec<String> {
    let token = draft(words).unwrap();
    token.split('.').map(str::to_owned).collect()
}

fn json_of(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn words_make_header_and_claims() {
    let parts =
        parts("@es typ:JWT alg:own kid:own a=1 b=x c=[1] d={\"e\":null} a=now-60 -b jti=new t=now");
    assert_eq!(
        json_of(&parts[0]),
        json!({ "typ": "JWT", "alg": "ES256", "kid": "es" })
    );
    let claims = json!({ "a": 940, "c": [1], "d": { "e": null }, "jti": "jti-7", "t": 1_000 });
    assert_eq!(json_of(&parts[1]), claims);
}

#[test]
fn a_key_tells_its_own_jwk_which_can_be_added_to() {
    let header = json_of(&parts("@ed jwk:own jwk.use:enc")[0]);
    let jwk = header["jwk"].as_object().unwrap();
    let names: Vec<_> = jwk.keys().map(String::as_str).collect();
    assert_eq!(names, ["crv", "x", "kty", "use"]);
}

#[test]
fn signatures_have_the_length_of_their_algorithm() {
    for (key, length) in [
        ("es", 64),
        ("es384", 96),
        ("es512", 132),
        ("es256k", 64),
        ("ed", 64),
        ("rs", 256),
    ] {
        let signature = &parts(&format!("@{key} alg:own"))[2];
        assert_eq!(
            URL_SAFE_NO_PAD.decode(signature).unwrap().len(),
            length,
            "{key}"
        );
    }
    assert!(draft("@to-x25519 alg:own").is_err());
}

#[test]
fn the_three_algorithms_of_an_rsa_key_sign_alike_but_not_the_same() {
    let signature = |alg: &str| parts(&format!("@rs alg:{alg}"))[2].clone();
    assert_eq!(signature("RS256"), signature("RS256"));
    // PSS is salted.
    assert_ne!(signature("PS256"), signature("PS256"));
    assert_ne!(signature("PS384"), signature("PS256"));
}

#[test]
fn twists_spoil_one_thing_each() {
    assert_eq!(parts("@ed !two-parts").len(), 2);
    assert_eq!(parts("@ed !four-parts").len(), 4);
    assert_eq!(parts("@ed !unsigned")[2], "");
    assert_eq!(
        URL_SAFE_NO_PAD
            .decode(&parts("@ed !hmac")[2])
            .unwrap()
            .len(),
        32
    );
    assert_eq!(json_of(&parts("@ed !header=[]")[0]), json!([]));
    assert_eq!(json_of(&parts("@ed !payload=null")[1]), json!(null));
    assert_eq!(parts("@ed !padded")[1], "e30=");
    let [right, wrong] = ["@ed", "@ed !tampered"].map(|words| parts(words)[2].clone());
    assert_eq!(right.len(), wrong.len());
    assert_ne!(right, wrong);
    let der = URL_SAFE_NO_PAD.decode(&parts("@es !der")[2]).unwrap();
    assert_eq!(der[0], 0x30);
}

#[test]
fn mistakes_are_told() {
    for words in ["@nobody", "@ed nonsense", "@ed !nonsense"] {
        assert!(draft(words).is_err(), "{words}");
    }
}

#[test]
fn a_thumbprint_is_that_of_the_standard() {
    // RFC 8037 appendix A.3 has the key of appendix A.2.
    let jwk = json!({
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "k",
    });
    let key: super::Key = serde_json::from_value(jwk).unwrap();
    assert_eq!(
        key.thumbprint(),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
}

#[test]
fn a_registered_key_has_what_words_say() {
    let keys = Keys::read().unwrap();
    let members = |words: &str| Value::Object(keys.registered(words).unwrap());
    let plain = members("ed");
    assert_eq!(plain["kid"], "ed");
    assert_eq!(plain.get("d"), None);
    let told = members("ed -kid use=sig key_ops=[\"verify\"]");
    assert_eq!(told.get("kid"), None);
    assert_eq!(
        (&told["use"], &told["key_ops"]),
        (&json!("sig"), &json!(["verify"]))
    );
    assert!(keys.registered("ed nonsense").is_err());
    assert!(keys.registered("nobody").is_err());
}
