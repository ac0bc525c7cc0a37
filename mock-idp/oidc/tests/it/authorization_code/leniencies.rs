//! What an institution may accept at the redemption of a code though Banno refuses it.

use oidc::authorization_code::{AuthorizationCode, CodeRequest};
use oidc::params::Params;
use oidc::pkce::{CodeChallenge, CodeChallengeMethod};
use oidc::policy::Leniency::{self, AllowCodeReuse, AllowRedirectUriMismatch};
use oidc::refusal::TokenRefusal::{self, *};
use oidc::secret::Secret;
use oidc::token::TokenRequest;

use super::{code, consumed, request, right};
use crate::given::{
    CHALLENGE, NOW, VERIFIER, client, grant, holder, later, lenient, public_client,
};

/// What comes of the redemption, and what was used for it.
fn check(
    code: &AuthorizationCode,
    request: &CodeRequest,
    leniencies: &[Leniency],
) -> (Result<(), TokenRefusal>, Vec<Leniency>) {
    let mut used = Vec::new();
    let profile = lenient(leniencies);
    let checked = code.check(
        request,
        holder(&client()),
        Some(&grant()),
        NOW,
        &profile,
        &mut used,
    );
    (checked, used)
}

fn elsewhere() -> CodeRequest {
    request("https://rp.example/other", Some(VERIFIER))
}

fn nowhere() -> CodeRequest {
    CodeRequest {
        redirect_uri: None,
        ..right()
    }
}

#[test]
fn each_leniency_accepts_what_is_refused_without_it_and_is_recorded() {
    let rows = [
        (
            code(),
            elsewhere(),
            AllowRedirectUriMismatch,
            RedirectUriMismatch,
        ),
        (
            code(),
            nowhere(),
            AllowRedirectUriMismatch,
            RedirectUriMismatch,
        ),
        (
            consumed(),
            right(),
            AllowCodeReuse,
            AuthorizationCodeConsumed,
        ),
    ];
    for (code, request, leniency, refusal) in rows {
        let others: Vec<_> = Leniency::ALL
            .into_iter()
            .filter(|other| *other != leniency)
            .collect();
        for strict in [&[][..], &others] {
            let refused = (Err(refusal.clone()), Vec::new());
            assert_eq!(check(&code, &request, strict), refused);
        }
        for lenient in [&[leniency][..], &Leniency::ALL] {
            let accepted = (Ok(()), vec![leniency]);
            assert_eq!(check(&code, &request, lenient), accepted);
        }
    }
}

#[test]
fn a_leniency_that_is_not_needed_is_not_recorded() {
    let checked = check(&code(), &right(), &Leniency::ALL);

    assert_eq!(checked, (Ok(()), Vec::new()));
}

#[test]
fn leniencies_that_are_needed_together_are_recorded_together() {
    let checked = check(&consumed(), &elsewhere(), &Leniency::ALL);

    let both = vec![AllowRedirectUriMismatch, AllowCodeReuse];
    assert_eq!(checked, (Ok(()), both));
}

#[test]
fn no_leniency_reaches_beyond_its_own_rule() {
    let profile = lenient(&Leniency::ALL);
    let (client, other, grant) = (client(), public_client(), grant());
    let wrong = request("https://rp.example/cb", Some(CHALLENGE));
    let missing = request("https://rp.example/cb", None);
    let rows = [
        (right(), &other, Some(&grant), NOW, ClientMismatch),
        (
            right(),
            &client,
            Some(&grant),
            later(60),
            AuthorizationCodeExpired,
        ),
        (right(), &client, None, NOW, GrantNotFound),
        (wrong, &client, Some(&grant), NOW, PkceVerificationFailed),
        (missing, &client, Some(&grant), NOW, PkceVerificationFailed),
    ];
    for (request, client, grant, now, refusal) in rows {
        let mut used = Vec::new();
        let checked = consumed().check(&request, holder(client), grant, now, &profile, &mut used);
        assert_eq!(checked, Err(refusal));
        assert_eq!(used, []);
    }
}

#[test]
fn a_plain_challenge_is_redeemed_by_itself_alone() {
    let plain = AuthorizationCode {
        code_challenge: Some(CodeChallenge::parse(VERIFIER, CodeChallengeMethod::Plain).unwrap()),
        ..code()
    };

    assert_eq!(check(&plain, &right(), &[]).0, Ok(()));
    let hashed = request("https://rp.example/cb", Some(CHALLENGE));
    assert_eq!(check(&plain, &hashed, &[]).0, Err(PkceVerificationFailed));
}

#[test]
fn a_redirect_uri_may_be_missing_only_where_another_one_may_stand() {
    let parse = |body: &str, leniencies: &[Leniency]| {
        let params = Params::parse(body.as_bytes()).with("grant_type", "authorization_code");
        match TokenRequest::parse(&params, &client(), &lenient(leniencies))? {
            TokenRequest::AuthorizationCode(request) => Ok(request.redirect_uri),
            _ => panic!("a code was sent"),
        }
    };
    let missing = |names: &[&'static str]| Err(ParameterMissing(names.to_vec()));
    let allowed = [AllowRedirectUriMismatch];

    assert_eq!(parse("code=c", &[]), missing(&["redirect_uri"]));
    assert_eq!(
        parse("code=c", &[AllowCodeReuse]),
        missing(&["redirect_uri"])
    );
    assert_eq!(parse("code=c", &allowed), Ok(None));
    let named = parse("code=c&redirect_uri=x", &allowed);
    assert_eq!(named, Ok(Some("x".to_owned())));
    assert_eq!(parse("redirect_uri=x", &allowed), missing(&["code"]));
}

#[test]
fn the_code_itself_is_read_unchanged() {
    let body = Params::parse(b"code=a%2Bb+c&redirect_uri=x&code_verifier=v");
    let strict = lenient(&[]).leniencies;
    let request = CodeRequest::parse(&body, &client(), &strict).unwrap();

    assert_eq!(request.code, Secret::new("a+b c"));
    assert_eq!(request.code_verifier, Some(Secret::new("v")));
}
