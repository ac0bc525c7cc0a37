//! Names and hints: where Banno says one thing for many reasons, each reason has its own.

use std::collections::BTreeSet;

use jose::{JwkError, Malformed};
use oidc::newcomer::NotRegistered;
use oidc::pkce::Malformed as MalformedVerifier;
use oidc::redirect_uri::NotRegistrable;
use oidc::refusal::{
    AssertionRefusal, AuthorizationRefusal, ClientAuthRefusal, DpopRefusal, EndSessionRefusal,
    ExchangeRefusal, InteractionRefusal, PresentedRefusal, PushedRequestRefusal, Reason,
    RequestRefusal, SubjectRefusal, TokenQueryRefusal, TokenRefusal, UserinfoRefusal,
};
use oidc::scope::ScopeSet;

/// Asserts that each reason has a name of its own and a hint.
pub(crate) fn check_distinct<R: Reason>(reasons: &[R]) {
    let mut names = BTreeSet::new();
    for reason in reasons {
        let name = reason.to_string();
        let hint = reason.hint().unwrap_or_default();
        check_line(&name);
        check_line(hint);
        assert_ne!(name, hint);
        assert!(names.insert(name), "{reason}");
    }
}

/// Asserts that a text is one line that can stand in a log.
fn check_line(text: &str) {
    assert!(!text.is_empty() && text.trim() == text, "{text:?}");
    assert!(
        !text.contains("  "),
        "a line end that left its indent: {text:?}"
    );
    assert!(text.chars().all(|c| (' '..='~').contains(&c)), "{text:?}");
    assert!(!text.ends_with('.'), "{text:?}");
}

#[test]
fn each_reason_behind_an_invalid_grant_has_a_name_and_a_hint_of_its_own() {
    let hidden: Vec<_> = token_refusals()
        .into_iter()
        .filter(|refusal| refusal.wire().description.as_deref() == Some("grant request is invalid"))
        .collect();

    assert_eq!(hidden.len(), 17);
    check_distinct(&hidden);
    let hints: BTreeSet<_> = hidden.iter().filter_map(Reason::hint).collect();
    assert_eq!(hints.len(), hidden.len(), "no two have the same remedy");
}

#[test]
fn each_reason_behind_a_failed_client_authentication_has_a_name_and_a_hint_of_its_own() {
    let hidden: Vec<_> = client_auth_refusals()
        .into_iter()
        .filter(|refusal| {
            refusal.wire().description.as_deref() == Some("client authentication failed")
        })
        .collect();

    assert_eq!(hidden.len(), 7);
    check_distinct(&hidden);
    let hints: BTreeSet<_> = hidden.iter().filter_map(Reason::hint).collect();
    assert_eq!(hints.len(), hidden.len());
}

#[test]
fn each_reason_behind_an_assertion_or_a_proof_has_a_name_and_a_hint() {
    use AssertionRefusal as Assertion;
    use DpopRefusal as Dpop;
    check_distinct(&[
        Assertion::Alg,
        Assertion::AudMismatch,
        Assertion::AudMissing,
        Assertion::ClaimMalformed("exp"),
        Assertion::Expired,
        Assertion::ExpMissing,
        Assertion::Extension,
        Assertion::IssMissing,
        Assertion::IssNotClient,
        Assertion::JtiMissing,
        Assertion::KeyNotFound,
        Assertion::Malformed(Malformed::Parts),
        Assertion::NotYetValid,
        Assertion::Replayed,
        Assertion::Signature,
    ]);
    let proofs = [
        Dpop::Alg,
        Dpop::ClaimMalformed("exp"),
        Dpop::Expired,
        Dpop::JwkMissing,
        Dpop::JwkUnusable(JwkError::NotOnCurve),
        Dpop::Extension,
        Dpop::Malformed(Malformed::Base64Url),
        Dpop::NotAJwt,
        Dpop::NotYetValid,
        Dpop::Signature,
        Dpop::Typ,
    ];
    check_distinct(&proofs);
    for proof in proofs {
        let told = proof.wire().description.unwrap();
        assert_eq!(told, "invalid DPoP key binding");
    }
    check_distinct(&[
        Dpop::AthMismatch,
        Dpop::HtmMismatch,
        Dpop::HtuMismatch,
        Dpop::IatFarOff,
        Dpop::IatMissing,
        Dpop::JtiMissing,
        Dpop::NonceMalformed,
        Dpop::NonceUnasked,
    ]);
    let subjects = [
        SubjectRefusal::NotLive,
        SubjectRefusal::NotProven,
        SubjectRefusal::OtherClient,
        SubjectRefusal::Unknown,
    ];
    check_distinct(&subjects.map(ExchangeRefusal::Subject));
}

#[test]
fn each_reason_behind_an_invalid_request_uri_has_a_name_and_a_hint() {
    use AuthorizationRefusal::{RequestUriExpired, RequestUriNotFound, RequestUriUsed};
    let hidden = [RequestUriExpired, RequestUriNotFound, RequestUriUsed];

    check_distinct(&hidden);
    let texts: BTreeSet<_> = hidden
        .iter()
        .map(|refusal| refusal.wire().description.unwrap())
        .collect();
    assert_eq!(texts.len(), 1, "Banno does not tell them apart");
}

#[test]
fn a_refusal_that_wraps_another_passes_its_name_and_hint_on() {
    let refusals = client_auth_refusals();
    for refusal in refusals {
        let (name, hint) = (refusal.to_string(), refusal.hint());
        let token = TokenRefusal::from(refusal.clone());
        assert_eq!((token.to_string(), token.hint()), (name.clone(), hint));
        let query = TokenQueryRefusal::from(refusal.clone());
        assert_eq!((query.to_string(), query.hint()), (name.clone(), hint));
        let pushed = PushedRequestRefusal::from(refusal);
        assert_eq!((pushed.to_string(), pushed.hint()), (name, hint));
    }
    let refusal = AuthorizationRefusal::PkceRequired;
    let pushed = PushedRequestRefusal::from(refusal.clone());
    assert_eq!(pushed.to_string(), refusal.to_string());
    assert_eq!(pushed.hint(), refusal.hint());
}

#[test]
fn every_hint_is_one_line_of_advice() {
    let given = [
        given(&token_refusals()),
        given(&client_auth_refusals()),
        given(&authorization_refusals()),
        given(&end_session_refusals()),
        given(&userinfo_refusals()),
        given(&request_refusals()),
        given(&[InteractionRefusal::Expired]),
    ]
    .concat();

    assert!(given.len() > 50, "{}", given.len());
    for hint in given {
        check_line(hint);
        assert!(hint.len() < 200, "{hint}");
    }
}

/// The hints that there are. Their type keeps what a request said out of them.
fn given<R: Reason>(reasons: &[R]) -> Vec<&'static str> {
    reasons.iter().filter_map(Reason::hint).collect()
}

/// Every refusal of the token endpoint: what is not listed here does not compile.
fn token_refusals() -> Vec<TokenRefusal> {
    use TokenRefusal as Refusal;
    let next = |refusal: &Refusal| match refusal {
        Refusal::AccountNotFound => Some(Refusal::AuthorizationCodeConsumed),
        Refusal::AuthorizationCodeConsumed => Some(Refusal::AuthorizationCodeExpired),
        Refusal::AuthorizationCodeExpired => Some(Refusal::AuthorizationCodeNotFound),
        Refusal::AuthorizationCodeNotFound => {
            Some(Refusal::ClientAuth(ClientAuthRefusal::InvalidSecret))
        }
        Refusal::ClientAuth(_) => Some(Refusal::ClientMismatch),
        Refusal::ClientMismatch => {
            Some(Refusal::CodeVerifierMalformed(MalformedVerifier::TooShort))
        }
        Refusal::CodeVerifierMalformed(_) => Some(Refusal::Dpop(DpopRefusal::Signature)),
        Refusal::Dpop(_) => Some(Refusal::DpopJktMismatch),
        Refusal::DpopJktMismatch => Some(Refusal::DpopKeyMismatch),
        Refusal::DpopKeyMismatch => Some(Refusal::DpopProofMissing),
        Refusal::DpopProofMissing => Some(Refusal::DpopReplayed),
        Refusal::DpopReplayed => Some(Refusal::Exchange(ExchangeRefusal::Actor)),
        Refusal::Exchange(_) => Some(Refusal::GrantExpired),
        Refusal::GrantExpired => Some(Refusal::GrantNotFound),
        Refusal::GrantNotFound => Some(Refusal::GrantTypeNotAllowed),
        Refusal::GrantTypeNotAllowed => Some(Refusal::GrantTypeUnsupported),
        Refusal::GrantTypeUnsupported => Some(Refusal::ParameterMissing(vec!["code"])),
        Refusal::ParameterMissing(_) => Some(Refusal::ParameterRepeated(vec!["code"])),
        Refusal::ParameterRepeated(_) => Some(Refusal::PkceVerificationFailed),
        Refusal::PkceVerificationFailed => Some(Refusal::RedirectUriMismatch),
        Refusal::RedirectUriMismatch => Some(Refusal::RefreshTokenConsumed),
        Refusal::RefreshTokenConsumed => Some(Refusal::RefreshTokenExpired),
        Refusal::RefreshTokenExpired => Some(Refusal::RefreshTokenNotFound),
        Refusal::RefreshTokenNotFound => Some(Refusal::SessionEnded),
        Refusal::SessionEnded => Some(Refusal::ResourceSeveral),
        Refusal::ResourceSeveral => Some(Refusal::ResourceUnknown),
        Refusal::ResourceUnknown => Some(Refusal::ScopeNotGranted(ScopeSet::parse("email"))),
        Refusal::ScopeNotGranted(_) => None,
    };
    std::iter::successors(Some(Refusal::AccountNotFound), next).collect()
}

/// Every refusal of client authentication: what is not listed here does not compile.
fn client_auth_refusals() -> Vec<ClientAuthRefusal> {
    use ClientAuthRefusal as Refusal;
    let next = |refusal: &Refusal| match refusal {
        Refusal::Assertion(_) => Some(Refusal::AssertionMalformed),
        Refusal::AssertionMalformed => Some(Refusal::AssertionSubjectMismatch),
        Refusal::AssertionSubjectMismatch => Some(Refusal::AssertionTypeMissing),
        Refusal::AssertionTypeMissing => Some(Refusal::AssertionTypeUnknown),
        Refusal::AssertionTypeUnknown => Some(Refusal::AssertionWithoutSubject),
        Refusal::AssertionWithoutSubject => Some(Refusal::BasicMalformed),
        Refusal::BasicMalformed => Some(Refusal::BasicNotEncoded),
        Refusal::BasicNotEncoded => Some(Refusal::BasicWithoutSecret),
        Refusal::BasicWithoutSecret => Some(Refusal::ClientNotFound),
        Refusal::ClientNotFound => Some(Refusal::ClientNotRegistered(
            NotRegistered::RedirectUriMissing,
        )),
        Refusal::ClientNotRegistered(_) => Some(Refusal::IdsDiffer),
        Refusal::IdsDiffer => Some(Refusal::InvalidSecret),
        Refusal::InvalidSecret => Some(Refusal::MethodMismatch),
        Refusal::MethodMismatch => Some(Refusal::MethodNotOffered),
        Refusal::MethodNotOffered => Some(Refusal::Missing),
        Refusal::Missing => Some(Refusal::OriginNotAllowed {
            origin: "https://evil.example".to_owned(),
            client_id: "two".to_owned(),
        }),
        Refusal::OriginNotAllowed { .. } => Some(Refusal::ParameterRepeated(vec!["client_id"])),
        Refusal::ParameterRepeated(_) => Some(Refusal::SeveralMechanisms),
        Refusal::SeveralMechanisms => None,
    };
    std::iter::successors(Some(Refusal::Assertion(AssertionRefusal::Alg)), next).collect()
}

fn authorization_refusals() -> Vec<AuthorizationRefusal> {
    use AuthorizationRefusal as Refusal;
    vec![
        Refusal::AcrNotReached { several: true },
        Refusal::ClientNotFound,
        Refusal::ClientNotRegistered(NotRegistered::ControlCharacter),
        Refusal::ClientNotRegistered(NotRegistered::Full),
        Refusal::ClientNotRegistered(NotRegistered::Long("client_id")),
        Refusal::ClientNotRegistered(NotRegistered::RedirectUri(NotRegistrable::PlainHttp)),
        Refusal::ClientNotRegistered(NotRegistered::RedirectUriMissing),
        Refusal::CodeChallengeMethodMissing,
        Refusal::CodeChallengeMethodUnsupported,
        Refusal::CodeChallengeMissing,
        Refusal::ConsentPromptUnresolved,
        Refusal::ClaimsNotGranted,
        Refusal::ScopesNotGranted,
        Refusal::LoginPromptUnresolved,
        Refusal::MaxAgeExceeded,
        Refusal::NotSignedIn,
        Refusal::NothingGranted,
        Refusal::OpenidScopeMissing("nonce"),
        Refusal::PkceRequired,
        Refusal::RedirectUriNotRegistered,
        Refusal::RequestNotSupported,
        Refusal::RequestUriExpired,
        Refusal::RequestUriNotFound,
        Refusal::RequestUriUsed,
        Refusal::ResourceUnknown,
        Refusal::ResponseTypeNotAllowed,
        Refusal::ScopeNotAllowed("phone".to_owned()),
    ]
}

fn end_session_refusals() -> Vec<EndSessionRefusal> {
    use EndSessionRefusal as Refusal;
    vec![
        Refusal::DetailsNotFound,
        Refusal::HintInvalid("bad signature"),
        Refusal::RedirectUriNotRegistered,
    ]
}

fn userinfo_refusals() -> Vec<UserinfoRefusal> {
    use UserinfoRefusal as Refusal;
    vec![
        Refusal::AccessTokenExpired,
        Refusal::AccessTokenInvalid,
        Refusal::AccessTokenNotFound,
        Refusal::GrantExpired,
        Refusal::GrantNotFound,
        Refusal::InQuery,
        Refusal::Missing,
        Refusal::OpenidScopeMissing,
        Refusal::DpopKeyMismatch,
        Refusal::DpopReplayed,
        Refusal::DpopTokenNotInHeader,
        Refusal::Presented(PresentedRefusal::HeaderMalformed),
        Refusal::Presented(PresentedRefusal::ProofMissing),
        Refusal::Presented(PresentedRefusal::SchemeNotBearer),
        Refusal::Presented(PresentedRefusal::SchemeNotDpop),
    ]
}

fn request_refusals() -> Vec<RequestRefusal> {
    let (method, path) = (|| "POST".to_owned(), || "/token".to_owned());
    vec![
        RequestRefusal::BodyNotForm {
            method: method(),
            path: path(),
        },
        RequestRefusal::UnknownRoute {
            method: method(),
            path: path(),
        },
    ]
}
