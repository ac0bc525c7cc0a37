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
