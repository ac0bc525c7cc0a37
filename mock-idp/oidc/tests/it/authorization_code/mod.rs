//! Authorization codes: what redeems one, which fault wins, and what leniencies change.

mod leniencies;

use oidc::authorization_code::{AuthorizationCode, CodeRequest};
use oidc::client::Client;
use oidc::clock::Timestamp;
use oidc::grant::Grant;
use oidc::pkce::{CodeChallenge, CodeChallengeMethod, Malformed};
use oidc::refusal::TokenRefusal::{self, *};
use oidc::scope::ScopeSet;
use oidc::secret::Secret;

use crate::given::{
    CHALLENGE, NOW, VERIFIER, authorization, client, grant, holder, later, profile, public_client,
};

fn code() -> AuthorizationCode {
    AuthorizationCode {
        authorization: authorization(),
        redirect_uri: "https://rp.example/cb".to_owned(),
        code_challenge: Some(CodeChallenge::parse(CHALLENGE, CodeChallengeMethod::S256).unwrap()),
        dpop_jkt: None,
        expires_at: later(60),
        consumed: false,
    }
}

fn consumed() -> AuthorizationCode {
    AuthorizationCode {
        consumed: true,
        ..code()
    }
}

fn request(redirect_uri: &str, verifier: Option<&str>) -> CodeRequest {
    CodeRequest {
        code: Secret::new("c"),
        redirect_uri: Some(redirect_uri.to_owned()),
        code_verifier: verifier.map(Secret::new),
        resources: Vec::new(),
    }
}

fn right() -> CodeRequest {
    request("https://rp.example/cb", Some(VERIFIER))
}

fn check(code: &AuthorizationCode, request: &CodeRequest) -> Result<(), TokenRefusal> {
    check_at(code, request, &client(), Some(&grant()), NOW)
}

/// Checks where nothing is accepted that Banno would refuse.
fn check_at(
    code: &AuthorizationCode,
    request: &CodeRequest,
    client: &Client,
    grant: Option<&Grant>,
    now: Timestamp,
) -> Result<(), TokenRefusal> {
    let mut used = Vec::new();
    let checked = code.check(request, holder(client), grant, now, &profile(), &mut used);
    assert!(used.is_empty());
    checked
}

#[test]
fn a_code_ends_with_the_session_unless_it_is_for_offline_access() {
    let ended = Grant {
        session_ended: true,
        ..grant()
    };
    let check = |scope: &str| {
        let mut code = code();
        code.authorization.scope = ScopeSet::parse(scope);
        let grant = Some(&ended);
        code.check(
            &right(),
            holder(&client()),
            grant,
            NOW,
            &profile(),
            &mut Vec::new(),
        )
    };

    assert_eq!(check("openid"), Err(SessionEnded));
    assert_eq!(check("openid offline_access"), Ok(()));
}

#[test]
fn the_right_request_redeems_the_code() {
    assert_eq!(check(&code(), &right()), Ok(()));
}

#[test]
fn a_request_that_fails_does_not_change_the_code() {
    let code = code();
    let wrong = request("https://rp.example/cb", Some(&VERIFIER.replace('d', "e")));

    assert_eq!(check(&code, &wrong), Err(PkceVerificationFailed));
    assert_eq!(
        check(&code, &request("https://rp.example/other", Some(VERIFIER))),
        Err(RedirectUriMismatch)
    );
    assert_eq!(check(&code, &right()), Ok(()));
}

#[test]
fn a_code_is_over_in_the_very_second_in_which_it_expires() {
    let at = |now: Timestamp| check_at(&code(), &right(), &client(), Some(&grant()), now);

    assert_eq!(at(later(59)), Ok(()));
    assert_eq!(at(later(60)), Err(AuthorizationCodeExpired));
}

#[test]
fn a_grant_that_is_gone_or_over_takes_the_code_with_it() {
    let over = Grant {
        expires_at: NOW,
        ..grant()
    };

    let check = |grant| check_at(&code(), &right(), &client(), grant, NOW);
    assert_eq!(check(None), Err(GrantNotFound));
    assert_eq!(check(Some(&over)), Err(GrantExpired));
}

#[test]
fn the_verifier_has_to_be_there_well_formed_and_right() {
    let long = "a".repeat(129);
    let strange = "+".repeat(43);
    let rows = [
        (None, PkceVerificationFailed),
        (Some("short"), CodeVerifierMalformed(Malformed::TooShort)),
        (
            Some(long.as_str()),
            CodeVerifierMalformed(Malformed::TooLong),
        ),
        (
            Some(strange.as_str()),
            CodeVerifierMalformed(Malformed::Characters),
        ),
        (Some(CHALLENGE), PkceVerificationFailed),
    ];
    for (verifier, refusal) in rows {
        let request = request("https://rp.example/cb", verifier);
        assert_eq!(check(&code(), &request), Err(refusal), "{verifier:?}");
    }
    let told = CodeVerifierMalformed(Malformed::TooShort).wire();
    assert_eq!(
        told.members().collect::<Vec<_>>(),
        [
            ("error", "invalid_request"),
            (
                "error_description",
                "code_verifier must be a string with a minimum length of 43 characters"
            ),
        ]
    );
}

#[test]
fn a_verifier_without_a_challenge_fails() {
    let unchallenged = AuthorizationCode {
        code_challenge: None,
        ..code()
    };

    assert_eq!(check(&unchallenged, &right()), Err(PkceVerificationFailed));
    assert_eq!(
        check(&unchallenged, &request("https://rp.example/cb", None)),
        Ok(())
    );
}

#[test]
fn of_two_faults_the_first_in_the_order_of_checks_wins() {
    let wrong = request("https://rp.example/other", Some(CHALLENGE));
    let misspelt = request("https://rp.example/other", Some("short"));
    let elsewhere = request("https://rp.example/other", Some(VERIFIER));
    let (client, other) = (client(), public_client());
    let grant = grant();
    let rows = [
        (&misspelt, &other, None, later(60), ClientMismatch),
        (
            &misspelt,
            &client,
            None,
            later(60),
            AuthorizationCodeExpired,
        ),
        (&misspelt, &client, None, NOW, GrantNotFound),
        (
            &misspelt,
            &client,
            Some(&grant),
            NOW,
            CodeVerifierMalformed(Malformed::TooShort),
        ),
        (&wrong, &client, Some(&grant), NOW, PkceVerificationFailed),
        (&elsewhere, &client, Some(&grant), NOW, RedirectUriMismatch),
    ];
    for (request, client, grant, now, refusal) in rows {
        assert!(!refusal.ends_grant(), "{refusal}");
        let checked = check_at(&consumed(), request, client, grant, now);
        assert_eq!(checked, Err(refusal));
    }
}

#[test]
fn only_who_could_have_redeemed_the_code_ends_its_grant_by_replay() {
    let refusal = check(&consumed(), &right()).unwrap_err();

    assert_eq!(refusal, AuthorizationCodeConsumed);
    assert!(refusal.ends_grant());
}
