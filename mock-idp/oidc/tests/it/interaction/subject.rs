//! Requests that want a certain user, or a certain way of signing in.

use oidc::interaction::Decision;
use oidc::refusal::AuthorizationRefusal as Refusal;

use super::{LOGIN, NEITHER, decision, hinted, refuse, request, with_claims};
use crate::given::RILEY;

#[test]
fn the_hinted_user_has_to_be_the_one_who_is_signed_in() {
    let rows = [
        ("", None, Some(RILEY), Decision::AskLogin),
        ("", Some(RILEY), Some(RILEY), Decision::Issue),
        ("", Some("other"), Some(RILEY), Decision::AskLogin),
        ("none", None, Some(RILEY), refuse(Refusal::NotSignedIn)),
        (
            "none",
            Some("other"),
            Some(RILEY),
            refuse(Refusal::IdTokenHintMismatch),
        ),
        ("none", Some("other"), None, Decision::Issue),
    ];
    for (prompt, account, hint, expected) in rows {
        let decided = hinted(&request(prompt), account, hint, "openid email", NEITHER);
        assert_eq!(decided, expected, "{prompt:?} {account:?} {hint:?}");
    }
    let again = hinted(
        &request(""),
        Some("other"),
        Some(RILEY),
        "openid email",
        LOGIN,
    );
    assert_eq!(again, Decision::AskLogin, "the wrong user signed in");
}

#[test]
fn a_sub_that_is_asked_for_by_value_has_to_be_the_one_who_is_signed_in() {
    let riley = format!(r#"{{"sub":{{"value":"{RILEY}"}}}}"#);
    let rows = [
        (riley.as_str(), Decision::Issue),
        (r#"{"sub":null}"#, Decision::Issue),
        (r#"{"sub":{"essential":true}}"#, Decision::Issue),
        (r#"{"sub":{"value":"other"}}"#, refuse(Refusal::SubMismatch)),
        (r#"{"sub":{"value":null}}"#, refuse(Refusal::SubMismatch)),
    ];
    for (claims, expected) in rows {
        let decided = decision(&with_claims("none", claims), true, "openid email", NEITHER);
        assert_eq!(decided, expected, "{claims}");
    }
    let other = with_claims("", r#"{"sub":{"value":"other"}}"#);
    assert_eq!(
        decision(&other, true, "openid email", NEITHER),
        Decision::AskLogin
    );
}

#[test]
fn an_essential_acr_is_never_reached_and_a_voluntary_one_never_missed() {
    let one = || refuse(Refusal::AcrNotReached { several: false });
    let several = || refuse(Refusal::AcrNotReached { several: true });
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
    let essential = with_claims("", r#"{"acr":{"essential":true,"value":"a"}}"#);
    assert_eq!(
        decision(&essential, true, "openid email", NEITHER),
        Decision::AskLogin
    );
    assert_eq!(decision(&essential, true, "openid email", LOGIN), one());
}

#[test]
fn acr_values_that_are_not_an_array_are_told_before_anybody_is_asked_anything() {
    for prompt in ["", "none", "login consent"] {
        let malformed = with_claims(prompt, r#"{"acr":{"essential":true,"values":"a"}}"#);
        let decided = decision(&malformed, false, "", NEITHER);
        assert_eq!(decided, refuse(Refusal::AcrValuesNotAnArray), "{prompt:?}");
    }
}
