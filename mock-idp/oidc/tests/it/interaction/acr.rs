//! Requests that want the user to have signed in with a certain security level (OIDC Core 5.5.1.1).

use oidc::authorize::AuthorizationRequest;
use oidc::consent::{Consent, Decided};
use oidc::interaction::SecondFactor::{self, Due, OnDemand, Settled};
use oidc::interaction::{Answered, Decision, LoginStrength, Situation, decide};
use oidc::offer::Offer;
use oidc::profile::Profile;
use oidc::refusal::AuthorizationRefusal as Refusal;
use oidc::security_level::SecurityLevel::{self, Enhanced, High, Restricted, Standard};
use oidc::session::Session;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{LOGIN, NEITHER, consent, decision, refuse, request, with_claims};
use crate::given::{NOW, RILEY, later, profile};

#[test]
fn a_voluntary_acr_is_never_missed_and_an_unknown_essential_one_never_reached() {
    let rows = [
        (r#"{"acr":null}"#, Decision::Issue),
        (r#"{"acr":{"values":["a"]}}"#, Decision::Issue),
        (
            r#"{"acr":{"essential":false,"value":"a"}}"#,
            Decision::Issue,
        ),
        (r#"{"acr":{"essential":0,"values":1}}"#, Decision::Issue),
        (r#"{"acr":{"essential":true}}"#, Decision::Issue),
        (r#"{"acr":{"essential":true,"value":""}}"#, Decision::Issue),
        (
            r#"{"acr":{"essential":true,"values":null}}"#,
            Decision::Issue,
        ),
        (r#"{"acr":{"essential":true,"value":"a"}}"#, one()),
        (
            r#"{"acr":{"essential":true,"value":"a","values":""}}"#,
            one(),
        ),
        (
            r#"{"acr":{"essential":true,"values":["a"],"value":"b"}}"#,
            several(),
        ),
        (r#"{"acr":{"essential":"yes","values":[]}}"#, several()),
    ];
    for (claims, expected) in rows {
        let decided = decision(&with_claims("none", claims), true, "openid email", NEITHER);
        assert_eq!(decided, expected, "{claims}");
    }
}

#[test]
fn nobody_is_sent_to_sign_in_once_more_for_an_acr_that_this_would_not_reach() {
    let essential = with_claims("", r#"{"acr":{"essential":true,"value":"a"}}"#);

    for answered in [NEITHER, LOGIN] {
        let decided = decision(&essential, true, "openid email", answered);
        assert_eq!(decided, one());
    }
    let nobody = decision(&essential, false, "openid email", NEITHER);
    assert_eq!(nobody, Decision::AskLogin, "who is it?");
}

#[test]
fn acr_values_that_are_not_an_array_are_told_before_anybody_is_asked_anything() {
    for prompt in ["", "none", "login consent"] {
        let malformed = with_claims(prompt, r#"{"acr":{"essential":true,"values":"a"}}"#);
        let decided = decision(&malformed, false, "", NEITHER);
        assert_eq!(decided, refuse(Refusal::AcrValuesNotAnArray), "{prompt:?}");
    }
    let voluntary = with_claims("", r#"{"acr":{"values":"a"}}"#);
    let decided = decision(&voluntary, true, "openid email", NEITHER);
    assert_eq!(decided, Decision::Issue, "Banno does not look at it then");
}

#[test]
fn an_essential_acr_is_reached_by_its_own_level_and_by_every_higher_one() {
    for (level, reached) in [
        (Standard, false),
        (Enhanced, true),
        (High, true),
        (Restricted, true),
    ] {
        let expected = |refused| if reached { Decision::Issue } else { refused };
        let value = essential("", &[Enhanced], false);
        let decided = signed_in(&value, level, Settled, NEITHER);
        assert_eq!(decided, expected(one()), "{level:?}");
        let values = essential("", &[Restricted, Enhanced], true);
        let decided = signed_in(&values, level, Settled, NEITHER);
        assert_eq!(decided, expected(several()), "{level:?}");
    }
}

#[test]
fn unknown_values_beside_a_known_one_neither_help_nor_harm() {
    let claims = format!(
        r#"{{"acr":{{"essential":true,"values":["a",1,null,"{}"]}}}}"#,
        High.acr()
    );
    let asked = with_claims("", &claims);

    for (level, second_factor, expected) in [
        (High, Settled, Decision::Issue),
        (Enhanced, Settled, several()),
        (Enhanced, OnDemand, Decision::AskSecondFactor),
    ] {
        let decided = signed_in(&asked, level, second_factor, NEITHER);
        assert_eq!(decided, expected, "{level:?} {second_factor:?}");
    }
}

#[test]
fn a_second_factor_on_demand_is_asked_for_only_by_who_needs_it() {
    let high = essential("", &[High], false);
    let silent = essential("none", &[High], false);
    let unknown = with_claims("", r#"{"acr":{"essential":true,"value":"a"}}"#);
    let voluntary = with_claims("", &format!(r#"{{"acr":{{"value":"{}"}}}}"#, High.acr()));
    let rows = [
        (&high, Standard, OnDemand, Decision::AskSecondFactor),
        (&high, Standard, Settled, one()),
        (&high, High, OnDemand, Decision::Issue),
        (&silent, Standard, OnDemand, one()),
        (&silent, High, OnDemand, Decision::Issue),
        (&unknown, Standard, OnDemand, one()),
        (&voluntary, Standard, OnDemand, Decision::Issue),
        (&request(""), Standard, OnDemand, Decision::Issue),
    ];
    for (request, level, second_factor, expected) in rows {
        let decided = signed_in(request, level, second_factor, NEITHER);
        let claims = &request.claims.id_token;
        assert_eq!(decided, expected, "{claims:?} {level:?} {second_factor:?}");
    }
}

#[test]
fn a_second_factor_that_is_due_belongs_to_the_login_whatever_is_asked_for() {
    let plain = [request(""), essential("", &[Standard], false)];
    for request in plain.iter().chain([&essential("", &[High], true)]) {
        let decided = signed_in(request, Standard, Due, LOGIN);
        assert_eq!(decided, Decision::AskSecondFactor);
    }
    let unknown = with_claims("", r#"{"acr":{"essential":true,"value":"a"}}"#);
    assert_eq!(
        signed_in(&unknown, Standard, Due, LOGIN),
        Decision::AskSecondFactor,
        "who has not signed in yet is not told what the login would reach"
    );
    let silent = signed_in(&request("none"), Standard, Due, NEITHER);
    assert_eq!(silent, refuse(Refusal::NotSignedIn));
}

#[test]
fn a_login_that_is_due_comes_before_its_second_factor() {
    for second_factor in [OnDemand, Due] {
        for (prompt, answered) in [("login", NEITHER), ("login consent", NEITHER)] {
            let asked = essential(prompt, &[High], false);
            let decided = signed_in(&asked, Standard, second_factor, answered);
            assert_eq!(decided, Decision::AskLogin, "{second_factor:?} {prompt}");
        }
    }
    let again = essential("login", &[High], false);
    let decided = signed_in(&again, Standard, OnDemand, LOGIN);
    assert_eq!(decided, Decision::AskSecondFactor);
}

#[test]
fn consent_is_asked_for_only_once_the_level_is_reached() {
    let asked = essential("consent", &[High], false);

    let before = signed_in(&asked, Standard, OnDemand, NEITHER);
    assert_eq!(before, Decision::AskSecondFactor);
    let after = signed_in(&asked, High, Settled, NEITHER);
    assert_eq!(after, super::ask("openid email"));
}

fn acrs() -> impl Strategy<Value = Value> {
    let known = SecurityLevel::ALL.map(|level| json!(level.acr()));
    let odd = [json!("a"), json!(""), json!(0), json!(null), json!(false)];
    prop::sample::select([known.to_vec(), odd.to_vec()].concat())
}

/// What may be asked of `acr`, with whatever JSON allows.
fn requests() -> impl Strategy<Value = Value> {
    let essential = prop::sample::select(vec![json!(true), json!(false), json!(null)]);
    let values = prop_oneof![
        prop::collection::vec(acrs(), 0..3).prop_map(Value::from),
        Just(Value::Null),
    ];
    let member = |name: &'static str, value| {
        prop::option::of(value)
            .prop_map(move |value: Option<Value>| Some((name.to_owned(), value?)))
    };
    let members = (
        member("essential", essential.boxed()),
        member("values", values.boxed()),
        member("value", acrs().boxed()),
    );
    members.prop_map(|(a, b, c)| [a, b, c].into_iter().flatten().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn an_essential_acr_that_is_reached_stands_in_the_id_token(
        asked in requests(),
        level in prop::sample::select(&SecurityLevel::ALL[..]),
    ) {
        let request = with_claims("", &json!({ "acr": asked }).to_string());
        let answer = level.answer(&SecurityLevel::ALL, request.claims.id_token.get("acr"));
        if signed_in(&request, level, Settled, NEITHER) == Decision::Issue {
            let essential = asked.get("essential") == Some(&json!(true));
            let nothing = [json!(null), json!(""), json!(0), json!(false)];
            let named = |name| asked.get(name).is_some_and(|value| !nothing.contains(value));
            let names_one = named("value") || named("values");
            prop_assert!(!essential || !names_one || answer.is_some(), "{}", asked);
        }
        prop_assert!(answer.is_none_or(|acr| SecurityLevel::of(acr).unwrap() <= level));
    }
}

#[test]
fn a_level_that_the_institution_does_not_offer_is_out_of_reach() {
    let less = Profile {
        offer: Offer {
            acr_values: vec![Standard],
            ..Offer::default()
        },
        ..profile()
    };
    let request = essential("", &[High], true);
    for second_factor in [Settled, OnDemand] {
        let decided = signed_in_at(&less, &request, High, second_factor, NEITHER);
        assert_eq!(decided, several(), "{second_factor:?}");
    }
    let at_banno = signed_in(&request, High, Settled, NEITHER);
    assert_eq!(at_banno, Decision::Issue);
}

fn one() -> Decision {
    refuse(Refusal::AcrNotReached { several: false })
}

fn several() -> Decision {
    refuse(Refusal::AcrNotReached { several: true })
}

/// A request that makes these levels essential, as `values` or as the one `value`.
fn essential(prompt: &str, levels: &[SecurityLevel], several: bool) -> AuthorizationRequest {
    let levels: Vec<_> = levels
        .iter()
        .map(|level| format!("\"{}\"", level.acr()))
        .collect();
    let wanted = if several {
        format!(r#""values":[{}]"#, levels.join(","))
    } else {
        format!(r#""value":{}"#, levels[0])
    };
    with_claims(
        prompt,
        &format!(r#"{{"acr":{{"essential":true,{wanted}}}}}"#),
    )
}

/// Decides for Riley, who has agreed to everything and whose login reaches that far.
fn signed_in(
    request: &AuthorizationRequest,
    level: SecurityLevel,
    second_factor: SecondFactor,
    answered: Answered,
) -> Decision {
    signed_in_at(&profile(), request, level, second_factor, answered)
}

fn signed_in_at(
    profile: &Profile,
    request: &AuthorizationRequest,
    level: SecurityLevel,
    second_factor: SecondFactor,
    answered: Answered,
) -> Decision {
    let session = Session::begin(RILEY, NOW, later(1000));
    let decided = Decided {
        agreed: consent("openid email"),
        declined: Consent::default(),
    };
    let situation = Situation {
        session: Some(&session),
        decided: &decided,
        login: LoginStrength {
            level,
            second_factor,
        },
        hinted_sub: None,
        answered,
        now: later(100),
    };
    decide(request, situation, profile)
}
