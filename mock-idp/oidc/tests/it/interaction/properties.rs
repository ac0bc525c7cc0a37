//! What holds for the decision about any request of anybody.

use oidc::authorize::AuthorizationRequest;
use oidc::consent::{Consent, Decided};
use oidc::interaction::{Answered, Decision, LoginStrength, SecondFactor, Situation, decide};
use oidc::prompt::Prompt;
use oidc::scope::ScopeSet;
use oidc::security_level::SecurityLevel;
use oidc::session::Session;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::with_claims;
use crate::given::{NOW, RILEY, later, profile};

/// A request and everything that is known when it is decided.
#[derive(Clone, Debug)]
struct Case {
    request: AuthorizationRequest,
    session: Option<Session>,
    decided: Decided,
    login: LoginStrength,
    hinted_sub: Option<String>,
    answered: Answered,
}

impl Case {
    fn decide(&self) -> Decision {
        let situation = Situation {
            session: self.session.as_ref(),
            decided: &self.decided,
            login: self.login,
            hinted_sub: self.hinted_sub.as_deref(),
            answered: self.answered,
            now: later(100),
        };
        decide(&self.request, situation, &profile())
    }
}

fn requests() -> impl Strategy<Value = AuthorizationRequest> {
    let high = SecurityLevel::High.acr();
    let claims = [
        "{}".to_owned(),
        r#"{"birthdate":null,"name":{"essential":true}}"#.to_owned(),
        format!(r#"{{"sub":{{"value":"{RILEY}"}}}}"#),
        format!(r#"{{"acr":{{"essential":true,"values":["{high}"]}}}}"#),
        format!(r#"{{"acr":{{"value":"{high}"}},"email":null}}"#),
        r#"{"acr":{"essential":true,"value":"a"}}"#.to_owned(),
        r#"{"acr":{"essential":true,"values":1}}"#.to_owned(),
    ];
    let prompt = prop_oneof![
        Just((true, false, false)),
        (Just(false), any::<bool>(), any::<bool>()),
    ];
    let scopes = vec!["openid", "email", "phone"];
    (
        prompt,
        prop::sample::select(claims.to_vec()),
        prop::sample::subsequence(scopes, 0..=3),
        prop::option::of(prop::sample::select(vec![10, 1000])),
    )
        .prop_map(
            |((none, login, consent), claims, scopes, max_age)| AuthorizationRequest {
                prompt: Prompt {
                    none,
                    login,
                    consent,
                },
                scope: scopes.into_iter().collect(),
                max_age,
                ..with_claims("", &claims)
            },
        )
}

fn consents() -> impl Strategy<Value = Consent> {
    let scopes = prop::sample::subsequence(vec!["openid", "email", "phone"], 0..=3);
    let claims = prop::sample::subsequence(vec!["birthdate", "name", "email"], 0..=3);
    (scopes, claims).prop_map(|(scopes, claims)| Consent {
        scopes: scopes.into_iter().collect::<ScopeSet>(),
        claims: claims.into_iter().map(str::to_owned).collect(),
    })
}

fn decisions() -> impl Strategy<Value = Decided> {
    (consents(), consents()).prop_map(|(agreed, declined)| {
        let declined = declined.filter(|scope| scope != "openid", |_| true);
        Decided {
            declined: declined.without(&agreed),
            agreed,
        }
    })
}

fn logins() -> impl Strategy<Value = LoginStrength> {
    use SecondFactor::{Due, OnDemand, Settled};
    let level = prop::sample::select(&SecurityLevel::ALL[..]);
    let second_factor = prop::sample::select(&[Settled, OnDemand, Due][..]);
    (level, second_factor).prop_map(|(level, second_factor)| LoginStrength {
        level,
        second_factor,
    })
}

fn cases() -> impl Strategy<Value = Case> {
    let sub = || prop::sample::select(vec![RILEY.to_owned(), "other".to_owned()]);
    let session = sub().prop_map(|sub| Session::begin(sub, NOW, later(1000)));
    let answered = any::<(bool, bool)>();
    (
        requests(),
        prop::option::weighted(0.8, session),
        decisions(),
        logins(),
        prop::option::weighted(0.2, sub()),
        answered.prop_map(|(login, consent)| Answered { login, consent }),
    )
        .prop_map(
            |(request, session, decided, login, hinted_sub, answered)| Case {
                request,
                session,
                decided,
                login,
                hinted_sub,
                answered,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nobody_is_shown_a_page_who_is_not_to_be(case in cases()) {
        if case.request.prompt.none {
            let decision = case.decide();
            prop_assert!(matches!(decision, Decision::Issue | Decision::Refuse(_)), "{:?}", decision);
        }
    }

    #[test]
    fn a_code_is_for_somebody_known_who_was_asked_everything(case in cases()) {
        if case.decide() == Decision::Issue {
            let session = case.session.as_ref().unwrap();
            let (prompt, answered) = (case.request.prompt, case.answered);
            let asked = case.request.asks_for(&profile());

            prop_assert!(case.hinted_sub.as_ref().is_none_or(|sub| *sub == session.account));
            prop_assert!(answered.login || !prompt.login);
            prop_assert!(answered.consent || !prompt.consent);
            prop_assert!(answered.login || case.request.max_age != Some(10));
            prop_assert!(case.login.second_factor != SecondFactor::Due);
            prop_assert!(case.decided.missing(&asked).is_empty());
            prop_assert!(!asked.scopes.without(&case.decided.declined.scopes).is_empty());
        }
    }

    #[test]
    fn whoever_answers_the_consent_page_is_not_asked_again(
        case in cases(),
        chosen in prop::sample::subsequence(vec!["email", "phone", "birthdate", "name"], 0..=4),
    ) {
        if let Decision::AskConsent(asked) = case.decide() {
            let whole = case.request.asks_for(&profile());
            prop_assert!(asked.without(&whole).is_empty(), "nobody is asked for more");
            let mut after = case;
            after.decided.extend(&asked.decide(|name| chosen.contains(&name)));
            after.answered.consent = true;
            let decision = after.decide();
            prop_assert!(
                matches!(decision, Decision::Issue | Decision::Refuse(_)),
                "{:?}", decision
            );
            prop_assert!(decision == Decision::Issue || !whole.scopes.contains("openid"));
        }
    }

    #[test]
    fn whoever_answers_the_login_page_as_wanted_is_not_asked_again(case in cases()) {
        if case.decide() == Decision::AskLogin {
            let sub = case.hinted_sub.clone().unwrap_or_else(|| RILEY.to_owned());
            let wants_riley = case.request.claims.id_token.contains_key("sub");
            prop_assume!(sub == RILEY || !wants_riley);
            let mut after = case;
            after.session = Some(Session::begin(sub, later(100), later(1000)));
            after.answered.login = true;
            prop_assert!(after.decide() != Decision::AskLogin);
        }
    }
}

#[test]
fn the_generated_cases_reach_every_fate() {
    let mut runner = TestRunner::deterministic();
    let (mut login, mut factor, mut consent, mut issue, mut refuse) = (0, 0, 0, 0, 0);
    for _ in 0..2000 {
        match cases().new_tree(&mut runner).unwrap().current().decide() {
            Decision::AskLogin => login += 1,
            Decision::AskSecondFactor => factor += 1,
            Decision::AskConsent(_) => consent += 1,
            Decision::Issue => issue += 1,
            Decision::Refuse(_) => refuse += 1,
        }
    }
    let counts = [login, factor, consent, issue, refuse];
    assert!(counts.into_iter().all(|count| count > 30), "{counts:?}");
}
