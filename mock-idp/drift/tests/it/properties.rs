use std::collections::BTreeSet;

use drift::{Severity, Style, compare, human, json};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::given::{address, published};

/// Whatever JSON may be.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(Value::from("https://connect.glacierbank.com/a")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names(), inner, 0..4).prop_map(object),
        ]
    })
}

fn object(members: std::collections::BTreeMap<String, Value>) -> Value {
    Value::Object(members.into_iter().collect())
}

fn names() -> impl Strategy<Value = String> {
    let known: Vec<_> = published().metadata.keys().cloned().collect();
    let of_keys = [
        "keys", "kty", "crv", "kid", "alg", "use", "n", "e", "x", "y", "d",
    ];
    let of_keys = of_keys.map(str::to_owned).to_vec();
    prop_oneof![
        prop::sample::select(known),
        prop::sample::select(of_keys),
        ".{0,8}",
    ]
}

fn documents() -> impl Strategy<Value = Map<String, Value>> {
    let members = prop::collection::btree_map(names(), values(), 0..6);
    members.prop_map(|changes| {
        let mut metadata = published().metadata;
        metadata.extend(changes);
        metadata
    })
}

/// A list of scopes out of a few.
fn scopes() -> impl Strategy<Value = Vec<&'static str>> {
    let some = vec!["openid", "profile", "email", "phone", "a", "b", "c"];
    prop::sample::subsequence(some, 0..=7).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_stranger_publishes_is_told_on_lines_of_their_own(metadata in documents(), jwks in values()) {
        let mut provider = published();
        provider.metadata = metadata;
        provider.jwks = jwks;
        let findings = compare(&published(), &provider, &address());

        let graver_first = findings.is_sorted_by(|one, next| one.severity >= next.severity);
        prop_assert!(graver_first);
        let text = human("issuer", "profile", &findings, Style::default());
        let odd = |c: char| c.is_control() && c != '\n';
        prop_assert!(!text.contains(odd), "{text:?}");
        let line = json("issuer", "address", "profile", &findings);
        prop_assert_eq!(line.matches('\n').count(), 1);
    }

    #[test]
    fn no_document_differs_from_itself(metadata in documents()) {
        let mut both = published();
        both.metadata = metadata;
        // What is wrong with the document itself stays wrong.
        let differences = compare(&both, &both, &address());
        prop_assert!(differences.iter().all(|it| it.mock.is_none()), "{differences:?}");
    }

    #[test]
    fn missing_and_additional_elements_are_the_difference_of_sets(here in scopes(), there in scopes()) {
        let mut mock = published();
        mock.metadata.insert("scopes_supported".to_owned(), here.clone().into());
        let mut provider = published();
        provider.metadata.insert("scopes_supported".to_owned(), there.clone().into());
        let findings = compare(&mock, &provider, &address());

        let of = |side: &[&str]| side.iter().map(|scope| Value::from(*scope).to_string()).collect::<BTreeSet<_>>();
        let (here, there) = (of(&here), of(&there));
        let told = |tail: &str, of_mock: bool| {
            let at = findings.iter().filter(|finding| finding.path.ends_with(tail));
            let side = at.filter_map(|finding| if of_mock { finding.mock.as_ref() } else { finding.provider.as_ref() });
            side.map(Value::to_string).collect::<BTreeSet<_>>()
        };
        prop_assert_eq!(told("[-]", true), here.difference(&there).cloned().collect());
        prop_assert_eq!(told("[+]", false), there.difference(&here).cloned().collect());
        let breaks = here.contains("\"openid\"") && !there.contains("\"openid\"");
        prop_assert_eq!(findings.iter().any(|it| it.severity == Severity::Breaking), breaks);
    }
}
