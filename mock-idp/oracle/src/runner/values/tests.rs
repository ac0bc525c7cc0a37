use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
use serde_json::json;
use url::Url;

use super::{Answer, NOW, Values};
use crate::flows::Constants;
use crate::jwts::Keys;
use crate::recipients::Recipients;

const ORIGIN: &str = "http://127.0.0.1:4000";

fn values(strict: bool) -> Values {
    let named = |pairs: &[(&str, &str)]| {
        let owned = pairs.iter();
        owned
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let constants = Constants {
        values: named(&[("auth", "https://banno"), ("offline", "${auth}/offline")]),
        jwts: named(&[
            (
                "assertion",
                "alg:own aud=${issuer}/token jti=new exp=now+60",
            ),
            ("ed", "assertion @ed sub=${auth}"),
        ]),
    };
    let recipients = Recipients {
        keys: Keys::read().unwrap(),
        ..Recipients::default()
    };
    Values::new(&constants, &recipients, ORIGIN, strict)
}

fn answer(location: Option<&'static str>, body: &str) -> Answer {
    let location = location.map(|uri| (LOCATION, HeaderValue::from_static(uri)));
    Answer {
        url: Url::parse(ORIGIN).unwrap(),
        status: 200,
        headers: HeaderMap::from_iter(location),
        body: body.to_owned(),
    }
}

#[test]
fn constants_may_refer_to_others_and_functions_are_applied() {
    let values = values(true);
    let filled = |text| values.fill(text).unwrap();
    assert_eq!(
        filled("a ${offline} ${auth}"),
        "a https://banno/offline https://banno"
    );
    assert_eq!(filled("${basic:a:b}"), "YTpi");
    assert_eq!(filled("${repeat:ab:3}"), "ababab");
    assert_eq!(filled("${api}"), format!("{ORIGIN}/a/consumer/api/v0"));
    assert_eq!(filled(r#"{"claims":null}"#), r#"{"claims":null}"#);
    assert!(values.fill("${open").is_err());
}

#[test]
fn placeholders_may_contain_others() {
    let values = values(true);
    assert_eq!(values.fill("a${repeat:{}:2}b").unwrap(), "a{}{}b");
}

#[test]
fn a_name_of_a_jwt_signs_one() {
    let mut values = values(true);
    values.advance(5);
    let read = |words: &str| -> serde_json::Value {
        let token = values.fill(words).unwrap();
        let claims = token.split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
    };
    let expected = json!({
        "aud": format!("{ORIGIN}/a/consumer/api/v0/oidc/token"),
        "jti": "jti-1",
        "exp": NOW + 65,
        "sub": "https://banno",
    });
    assert_eq!(read("${ed}"), expected);
    let claims = read("${ed -aud exp=now-5 sub=${hash:auth}}");
    assert_eq!(
        claims,
        json!({ "jti": "jti-2", "exp": NOW, "sub": claims["sub"] })
    );
    assert!(values.fill("${ed nonsense}").is_err());
    assert!(values.fill("${ed @nobody}").is_err());
}

#[test]
fn keys_tell_of_themselves() {
    let values = values(true);
    let read = |text: &str| -> serde_json::Value {
        serde_json::from_str(&values.fill(text).unwrap()).unwrap()
    };
    assert!(read("${private:ed}")["d"].is_string());
    assert!(read("${public:ed}")["d"].is_null());
    assert_eq!(values.fill("${thumbprint:ed}").unwrap().len(), 43);
    assert!(values.fill("${public:nobody}").is_err());
}

#[test]
fn the_newest_value_counts_unless_one_is_numbered() {
    let mut values = values(true);
    assert!(values.fill("${code}").is_err());
    for location in [
        "https://app.example/cb?code=first",
        "https://app.example/cb#code=second",
    ] {
        values.learn(&answer(Some(location), ""), ORIGIN);
    }
    values.learn(
        &answer(None, r#"{"access_token":"t","expires_in":600}"#),
        ORIGIN,
    );
    let text = "${code} ${code#1} ${access_token}";
    assert_eq!(values.fill(text).unwrap(), "second first t");
    assert!(values.fill("${code#3}").is_err());
}

#[test]
fn what_the_mock_has_not_brought_is_something_wrong_not_a_failure() {
    assert_eq!(values(false).fill("${code}").unwrap(), "no-code");
}
