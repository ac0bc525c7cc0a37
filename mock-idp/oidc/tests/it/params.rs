use std::collections::BTreeSet;

use oidc::params::Params;
use proptest::prelude::*;

#[test]
fn a_parameter_without_a_value_counts_as_omitted() {
    let params = Params::parse(b"state=&nonce&scope=openid");

    assert_eq!(params.get("state"), None);
    assert_eq!(params.get("nonce"), None);
    assert_eq!(params.get("scope"), Some("openid"));
    let asked = ["nonce", "scope", "state", "prompt"];
    assert_eq!(params.missing(&asked), ["nonce", "state", "prompt"]);
    assert!(params.repeated(&asked).is_empty());
}

#[test]
fn a_repeated_parameter_has_no_value_but_is_reported_in_the_order_asked_for() {
    let params = Params::parse(b"state=a&scope=b&state=&scope=b&nonce=c");

    assert_eq!(params.get("state"), None);
    assert_eq!(
        params.repeated(&["scope", "nonce", "state"]),
        ["scope", "state"]
    );
}

#[test]
fn every_value_of_a_parameter_can_be_had_in_the_order_in_which_they_came() {
    let params = Params::parse(b"resource=b&resource=a&scope=openid&empty=");

    assert_eq!(params.all("resource"), ["b", "a"]);
    assert_eq!(params.all("scope"), ["openid"]);
    assert!(params.all("empty").is_empty());
    assert!(params.all("absent").is_empty());
}

#[test]
fn form_encoding_is_undone_and_what_is_broken_is_kept_or_replaced() {
    let params = Params::parse(b"a=one+two%20three&b=%zz%4&c=%ff&d%5b=x");

    assert_eq!(params.get("a"), Some("one two three"));
    assert_eq!(params.get("b"), Some("%zz%4"));
    assert_eq!(params.get("c"), Some("\u{fffd}"));
    assert_eq!(params.get("d["), Some("x"));
}

#[test]
fn the_names_are_told_sorted() {
    let names = Params::parse(b"b=1&a=&b=2");

    assert_eq!(names.names().collect::<Vec<_>>(), ["a", "b"]);
}

const NAMES: [&str; 5] = ["a", "b", "ab", "", "a b&="];

/// What came, in a model that is too simple to be wrong: all pairs, in order.
fn values<'a>(pairs: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    let named = pairs.iter().filter(|(there, _)| there == name);
    named.map(|(_, value)| value.as_str()).collect()
}

/// Asserts that the parameters are those of the model.
fn check(params: &Params, pairs: &[(String, String)]) -> Result<(), TestCaseError> {
    for name in NAMES {
        let values = values(pairs, name);
        let (one, all) = match values.as_slice() {
            [""] => (None, Vec::new()),
            [value] => (Some(*value), values),
            _ => (None, values),
        };
        prop_assert_eq!(params.get(name), one);
        prop_assert_eq!(params.all(name), &all);
    }
    let count = |name: &str| values(pairs, name).len();
    let repeated = NAMES.into_iter().filter(|name| count(name) > 1);
    prop_assert_eq!(params.repeated(&NAMES), repeated.collect::<Vec<_>>());
    let missing = NAMES.into_iter().filter(|name| params.get(name).is_none());
    prop_assert_eq!(params.missing(&NAMES), missing.collect::<Vec<_>>());
    let names: BTreeSet<_> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    prop_assert_eq!(params.names().collect::<Vec<_>>(), Vec::from_iter(names));
    Ok(())
}

fn encoded(pairs: &[(String, String)]) -> Vec<u8> {
    let mut encoded = url::form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(pairs).finish().into_bytes()
}

/// What RFC 6749 appendix B makes of a text, with every octet escaped.
fn escaped(text: &str) -> String {
    let octets: Vec<_> = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
    octets.concat()
}

fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        8 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let value = prop_oneof![
        1 => Just(String::new()),
        2 => "[ab&=+%;# ]{1,3}",
        1 => any::<String>(),
    ];
    prop::collection::vec((name, value), 0..6)
}

proptest! {
    #[test]
    fn any_bytes_can_be_read_and_agree_with_the_model(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..64),
            "([ab]{1,2}(=[a%&+]{0,2})?&?){0,8}".prop_map(String::into_bytes),
        ]
    ) {
        let decoded = url::form_urlencoded::parse(&bytes).into_owned();
        check(&Params::parse(&bytes), &decoded.collect::<Vec<_>>())?;
    }

    #[test]
    fn what_was_encoded_is_read_back_and_stored_unchanged(pairs in pairs()) {
        let params = Params::parse(&encoded(&pairs));
        check(&params, &pairs)?;

        let hex = pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
        check(&Params::parse(hex.collect::<Vec<_>>().join("&").as_bytes()), &pairs)?;

        let stored = serde_json::to_string(&params).unwrap();
        check(&serde_json::from_str(&stored).unwrap(), &pairs)?;
    }

    #[test]
    fn setting_one_parameter_leaves_the_others_alone(
        mut pairs in pairs(),
        name in prop::sample::select(&NAMES[..]),
        value in "[ab]{0,2}",
    ) {
        let params = Params::parse(&encoded(&pairs)).with(name, &value);
        pairs.retain(|(there, _)| there != name);
        pairs.push((name.to_owned(), value));
        check(&params, &pairs)?;
    }
}
