//! Users who have agreed to some of what is asked for and declined the rest.

use oidc::authorize::AuthorizationRequest;
use oidc::consent::{Consent, Decided};
use oidc::interaction::{Answered, Decision, LoginStrength, Situation, decide};
use oidc::refusal::AuthorizationRefusal as Refusal;
use oidc::scope::ScopeSet;
use oidc::session::Session;

use super::{CONSENT, NEITHER, ask, refuse, request, with_claims};
use crate::given::{NOW, RILEY, later, profile};

#[test]
fn who_has_declined_a_scope_is_not_asked_for_it_again() {
    let rows = [
        ("", "openid", "email", NEITHER, Decision::Issue),
        ("none", "openid", "email", NEITHER, Decision::Issue),
        ("", "openid", "phone", NEITHER, ask("email")),
        (
            "none",
            "openid",
            "phone",
            NEITHER,
            refuse(Refusal::ScopesNotGranted),
        ),
        ("consent", "openid", "email", NEITHER, ask("openid email")),
        ("consent", "openid", "email", CONSENT, Decision::Issue),
        ("", "", "email", NEITHER, ask("openid")),
    ];
    for (prompt, agreed, declined, answered, expected) in rows {
        let decided = having(&request(prompt), scopes(agreed), scopes(declined), answered);
        assert_eq!(decided, expected, "{prompt:?} {agreed:?} {declined:?}");
    }
}

#[test]
fn a_request_of_which_everything_was_declined_is_denied() {
    let only_email = |prompt| AuthorizationRequest {
        scope: ScopeSet::parse("email"),
        ..request(prompt)
    };
    for (prompt, answered) in [("", NEITHER), ("none", NEITHER), ("consent", CONSENT)] {
        let none = scopes("");
        let decided = having(&only_email(prompt), none, scopes("email phone"), answered);
        assert_eq!(decided, refuse(Refusal::NothingGranted), "{prompt:?}");
    }
    let elsewhere = having(&only_email(""), scopes("openid"), scopes("email"), NEITHER);
    assert_eq!(
        elsewhere,
        refuse(Refusal::NothingGranted),
        "what was agreed to before is not what is asked for"
    );
}

#[test]
fn who_has_declined_a_claim_is_not_asked_for_it_again() {
    let claims = r#"{"birthdate":null,"name":null}"#;
    let declined = |claims: &[&str]| Consent {
        claims: claims.iter().copied().map(str::to_owned).collect(),
        ..Consent::default()
    };
    let both = declined(&["birthdate", "name"]);
    let all = || scopes("openid email");

    for prompt in ["", "none"] {
        let asked = with_claims(prompt, claims);
        let decided = having(&asked, all(), both.clone(), NEITHER);
        assert_eq!(decided, Decision::Issue, "{prompt:?}");
    }
    let one = declined(&["name"]);
    let asked = having(&with_claims("", claims), all(), one.clone(), NEITHER);
    assert_eq!(asked, Decision::AskConsent(declined(&["birthdate"])));
    let silent = having(&with_claims("none", claims), all(), one, NEITHER);
    assert_eq!(silent, refuse(Refusal::ClaimsNotGranted));
}

fn scopes(scopes: &str) -> Consent {
    super::consent(scopes)
}

fn having(
    request: &AuthorizationRequest,
    agreed: Consent,
    declined: Consent,
    answered: Answered,
) -> Decision {
    let session = Session::begin(RILEY, NOW, later(1000));
    let situation = Situation {
        session: Some(&session),
        decided: &Decided { agreed, declined },
        login: LoginStrength::default(),
        hinted_sub: None,
        answered,
        now: later(100),
    };
    decide(request, situation, &profile())
}
