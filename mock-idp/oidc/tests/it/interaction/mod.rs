//! The one decision, by session, prompt, age and consent.

mod acr;
mod partial;
mod properties;
mod subject;

use oidc::authorize::AuthorizationRequest;
use oidc::claims::ClaimsRequest;
use oidc::consent::{Consent, Decided};
use oidc::interaction::{Answered, Decision, LoginStrength, Situation, decide};
use oidc::prompt::Prompt;
use oidc::refusal::AuthorizationRefusal as Refusal;
use oidc::response_mode::ResponseMode;
use oidc::response_type::ResponseType;
use oidc::scope::ScopeSet;
use oidc::session::Session;

use crate::given::{NOW, RILEY, client, later, profile};

/// A request for `openid email`.
fn request(prompt: &str) -> AuthorizationRequest {
    AuthorizationRequest {
        client_id: client().id,
        redirect_uri: "https://rp.example/cb".to_owned(),
        response_type: ResponseType::Code,
        response_mode: ResponseMode::Query,
        state: None,
        nonce: None,
        scope: ScopeSet::parse("openid email"),
        claims: ClaimsRequest::default(),
        code_challenge: None,
        prompt: Prompt::parse((!prompt.is_empty()).then_some(prompt)).unwrap(),
        max_age: None,
        login_hint: None,
        id_token_hint: None,
        resources: Vec::new(),
        dpop_jkt: None,
        pushed: None,
        leniencies: Vec::new(),
    }
}

fn with_claims(prompt: &str, id_token: &str) -> AuthorizationRequest {
    let claims = format!(r#"{{"id_token":{id_token}}}"#);
    AuthorizationRequest {
        claims: ClaimsRequest::parse(&claims).unwrap(),
        ..request(prompt)
    }
}

fn consent(scopes: &str) -> Consent {
    Consent {
        scopes: ScopeSet::parse(scopes),
        ..Consent::default()
    }
}

const LOGIN: Answered = Answered {
    login: true,
    consent: false,
};
const CONSENT: Answered = Answered {
    login: false,
    consent: true,
};
const BOTH: Answered = Answered {
    login: true,
    consent: true,
};
const NEITHER: Answered = Answered {
    login: false,
    consent: false,
};

/// Decides a hundred seconds after the login, if there was one.
fn decision(
    request: &AuthorizationRequest,
    signed_in: bool,
    agreed: &str,
    answered: Answered,
) -> Decision {
    hinted(request, signed_in.then_some(RILEY), None, agreed, answered)
}

fn hinted(
    request: &AuthorizationRequest,
    account: Option<&str>,
    hinted_sub: Option<&str>,
    agreed: &str,
    answered: Answered,
) -> Decision {
    let session = account.map(|account| Session::begin(account, NOW, later(1000)));
    let situation = Situation {
        session: session.as_ref(),
        decided: &Decided {
            agreed: consent(agreed),
            declined: Consent::default(),
        },
        login: LoginStrength::default(),
        hinted_sub,
        answered,
        now: later(100),
    };
    decide(request, situation, &profile())
}

fn refuse(refusal: Refusal) -> Decision {
    Decision::Refuse(refusal)
}

fn ask(scopes: &str) -> Decision {
    Decision::AskConsent(consent(scopes))
}

#[test]
fn session_prompt_consent_and_answers_decide_together() {
    use Decision::{AskLogin, Issue};
    let all = "openid email";
    let rows = [
        ("", false, "", NEITHER, AskLogin),
        ("", false, all, NEITHER, AskLogin),
        ("", false, all, LOGIN, AskLogin),
        ("", true, "", NEITHER, ask("openid email")),
        ("", true, "openid", LOGIN, ask("email")),
        ("", true, all, NEITHER, Issue),
        ("", true, "profile email openid", NEITHER, Issue),
        ("login", false, all, NEITHER, AskLogin),
        ("login", true, all, NEITHER, AskLogin),
        ("login", true, all, LOGIN, Issue),
        ("login", true, "", LOGIN, ask(all)),
        ("consent", false, all, NEITHER, AskLogin),
        ("consent", true, all, NEITHER, ask(all)),
        ("consent", true, "openid", NEITHER, ask(all)),
        ("consent", true, all, CONSENT, Issue),
        ("consent", true, "openid", CONSENT, ask("email")),
        ("login consent", true, all, NEITHER, AskLogin),
        ("login consent", true, all, LOGIN, ask(all)),
        ("login consent", true, all, CONSENT, AskLogin),
        ("login consent", true, all, BOTH, Issue),
        ("none", false, all, NEITHER, refuse(Refusal::NotSignedIn)),
        (
            "none",
            true,
            "openid",
            NEITHER,
            refuse(Refusal::ScopesNotGranted),
        ),
        ("none", true, all, NEITHER, Issue),
    ];
    for (prompt, signed_in, agreed, answered, expected) in rows {
        let decided = decision(&request(prompt), signed_in, agreed, answered);
        assert_eq!(
            decided, expected,
            "{prompt:?} {signed_in} {agreed:?} {answered:?}"
        );
    }
}

#[test]
fn an_authentication_older_than_max_age_is_renewed_once() {
    let aged = |prompt, max_age| AuthorizationRequest {
        max_age: Some(max_age),
        ..request(prompt)
    };
    let rows = [
        ("", 100, NEITHER, Decision::Issue),
        ("", 99, NEITHER, Decision::AskLogin),
        ("", 99, LOGIN, Decision::Issue),
        ("none", 100, NEITHER, Decision::Issue),
        ("none", 99, NEITHER, refuse(Refusal::MaxAgeExceeded)),
    ];
    for (prompt, max_age, answered, expected) in rows {
        let decided = decision(&aged(prompt, max_age), true, "openid email", answered);
        assert_eq!(decided, expected, "{prompt:?} {max_age} {answered:?}");
    }
}

#[test]
fn max_age_zero_with_prompt_none_is_an_unresolved_login_signed_in_or_not() {
    let mut zero = request("none");
    zero.prompt.login = true;

    for signed_in in [true, false] {
        let decided = decision(&zero, signed_in, "openid email", NEITHER);
        assert_eq!(decided, refuse(Refusal::LoginPromptUnresolved));
    }
}

#[test]
fn claims_asked_for_by_name_need_consent_too() {
    let claims = r#"{"birthdate":null,"sub":null,"shoe_size":null}"#;
    let missing = Consent {
        claims: ["birthdate".to_owned()].into(),
        ..Consent::default()
    };

    let agreed = "openid email";
    let asked = decision(&with_claims("", claims), true, agreed, NEITHER);
    assert_eq!(asked, Decision::AskConsent(missing));
    let refused = decision(&with_claims("none", claims), true, agreed, NEITHER);
    assert_eq!(refused, refuse(Refusal::ClaimsNotGranted));
    let scopes_first = decision(&with_claims("none", claims), true, "openid", NEITHER);
    assert_eq!(scopes_first, refuse(Refusal::ScopesNotGranted));
}

#[test]
fn a_request_without_any_known_scope_is_denied_once_the_user_is_known() {
    let empty = AuthorizationRequest {
        scope: ScopeSet::default(),
        ..request("")
    };

    assert_eq!(decision(&empty, false, "", NEITHER), Decision::AskLogin);
    assert_eq!(
        decision(&empty, true, "", NEITHER),
        refuse(Refusal::NothingGranted)
    );
}
