use oidc::security_level::SecurityLevel::{self, Enhanced, High, Restricted, Standard};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn each_level_has_bannos_acr_and_includes_those_before_it() {
    let names = ["standard", "enhanced", "high", "restricted"];
    for (level, name) in SecurityLevel::ALL.into_iter().zip(names) {
        let acr = format!("https://api.banno.com/consumer/security-level/{name}");
        assert_eq!(level.acr(), acr);
        assert_eq!(SecurityLevel::of(&acr), Some(level));
        assert_eq!(json!(level), name, "as it stands in the configuration");
    }
    assert!(SecurityLevel::ALL.is_sorted());
    assert_eq!(SecurityLevel::default(), Standard);
}

#[test]
fn anything_else_is_no_level() {
    for acr in [
        "",
        "standard",
        "https://api.banno.com/consumer/security-level/",
        "https://api.banno.com/consumer/security-level/High",
        "https://api.banno.com/consumer/security-level/high/",
        "https://api.banno.com/consumer/security-level/unknown",
    ] {
        assert_eq!(SecurityLevel::of(acr), None, "{acr}");
    }
}

#[test]
fn the_answer_is_the_first_value_that_the_login_includes() {
    let (standard, enhanced, high) = (Standard.acr(), Enhanced.acr(), High.acr());
    let rows = [
        (Standard, None, None),
        (High, None, None),
        (High, Some(json!(null)), None),
        (High, Some(json!({})), None),
        (High, Some(json!({ "essential": true })), None),
        (Standard, Some(json!({ "value": standard })), Some(standard)),
        (High, Some(json!({ "value": standard })), Some(standard)),
        (Standard, Some(json!({ "value": high })), None),
        (High, Some(json!({ "value": "a" })), None),
        (
            High,
            Some(json!({ "values": [enhanced, high] })),
            Some(enhanced),
        ),
        (
            High,
            Some(json!({ "values": [high, enhanced] })),
            Some(high),
        ),
        (
            Enhanced,
            Some(json!({ "values": [high, enhanced] })),
            Some(enhanced),
        ),
        (Standard, Some(json!({ "values": [high, enhanced] })), None),
        (
            High,
            Some(json!({ "values": ["a", 1, null, high] })),
            Some(high),
        ),
        (High, Some(json!({ "values": ["a"] })), None),
        (High, Some(json!({ "values": [] })), None),
        (High, Some(json!({ "value": null, "values": null })), None),
        (
            High,
            Some(json!({ "value": null, "values": [standard] })),
            Some(standard),
        ),
        (
            High,
            Some(json!({ "value": standard, "values": null })),
            Some(standard),
        ),
        (
            High,
            Some(json!({ "value": "a", "values": [standard] })),
            Some(standard),
        ),
    ];
    for (level, asked, expected) in rows {
        assert_eq!(
            level.answer(&SecurityLevel::ALL, asked.as_ref()),
            expected,
            "{level:?} {asked:?}"
        );
    }
}

fn values() -> impl Strategy<Value = Value> {
    let acrs = [
        json!(Standard.acr()),
        json!(Enhanced.acr()),
        json!(High.acr()),
        json!(Restricted.acr()),
        json!("a"),
        json!(1),
        json!(null),
    ];
    prop::sample::select(acrs.to_vec())
}

proptest! {
    #[test]
    fn no_answer_claims_more_than_the_login_or_what_was_not_asked_for(
        level in prop::sample::select(&SecurityLevel::ALL[..]),
        asked in prop::collection::vec(values(), 0..4),
    ) {
        let answer = level.answer(&SecurityLevel::ALL, Some(&json!({ "values": asked })));
        let included = asked.iter().filter_map(Value::as_str).find(|acr| {
            SecurityLevel::of(acr).is_some_and(|wanted| wanted <= level)
        });
        prop_assert_eq!(answer, included);
    }
}

#[test]
fn a_level_that_the_institution_does_not_offer_is_no_answer() {
    let (standard, high) = (Standard, High);
    let asked = json!({ "values": [high.acr(), standard.acr()] });
    let answer = |offered: &[SecurityLevel]| high.answer(offered, Some(&asked));
    assert_eq!(answer(&[standard, high]), Some(high.acr()));
    assert_eq!(answer(&[standard]), Some(standard.acr()));
    assert_eq!(answer(&[]), None);
}
