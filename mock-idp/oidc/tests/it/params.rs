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

const NAMES: [&str; 3] = ["a", "b", "ab"];

proptest! {
    #[test]
    fn any_bytes_can_be_read_and_a_repeated_parameter_never_has_a_value(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..64),
            "([ab]{1,2}(=[a%&+]{0,2})?&?){0,8}".prop_map(String::into_bytes),
        ]
    ) {
        let params = Params::parse(&bytes);
        for name in NAMES {
            let repeated = !params.repeated(&[name]).is_empty();
            let came = url::form_urlencoded::parse(&bytes)
                .filter(|(there, _)| there == name)
                .count();
            prop_assert_eq!(repeated, came > 1);
            prop_assert!(!(repeated && params.get(name).is_some()));
            prop_assert_eq!(params.missing(&[name]).is_empty(), params.get(name).is_some());
            prop_assert!(params.get(name) != Some(""));
        }
    }
}
