use oidc::access_token::AccessToken;
use oidc::dpop::PROOF_ALGS;
use oidc::grant::Grant;
use oidc::refusal::{PresentedRefusal as Presented, Reason, ResourceRefusal as Refusal};
use oidc::resource::{Found, check, check_token, token as presented};
use oidc::scope::ScopeSet;

use crate::given::{NOW, access_token, client, grant, later, table};
use crate::refusal::hints::check_distinct;

const REALM: &str = "https://op.example";
const EMAIL: &[&str] = &["email"];

#[test]
fn the_token_stands_in_the_header_behind_its_scheme() {
    for header in ["Bearer t", "bEARER t"] {
        assert_eq!(
            presented(Some(header), false).unwrap().expose(),
            "t",
            "{header}"
        );
    }
    let rows = r"
        Basic t    | authorization header scheme is not Bearer
        DPoP t     | DPoP scheme without a proof
        Bearer     | authorization header is not a scheme and a token
        Bearer  t  | authorization header is not a scheme and a token
        Bearer t u | authorization header is not a scheme and a token
        t          | authorization header is not a scheme and a token
    ";
    for [header, reason] in table(rows) {
        assert_eq!(
            presented(Some(header), false).unwrap_err().to_string(),
            reason
        );
    }
    assert_eq!(
        presented(Some("Bearer "), false),
        Err(Presented::HeaderMalformed.into())
    );
    assert_eq!(presented(Some(""), false), Err(Refusal::Missing));
    assert_eq!(presented(None, false), Err(Refusal::Missing));
}

#[test]
fn the_first_broken_rule_wins_and_the_scope_comes_last() {
    let (client, grant) = (client(), grant());
    let token = AccessToken {
        offline: true,
        ..access_token()
    };
    let over = Grant {
        expires_at: NOW,
        ..grant.clone()
    };
    let signed_out = Grant {
        session_ended: true,
        ..grant.clone()
    };
    let online = AccessToken {
        offline: false,
        ..token.clone()
    };
    let unopened = AccessToken {
        scope: ScopeSet::parse("openid"),
        ..token.clone()
    };
    let good = Found {
        token: &token,
        client: Some(&client),
        account_exists: true,
        grant: Some(&grant),
    };
    let nothing = Found {
        token: &unopened,
        client: None,
        account_exists: false,
        grant: None,
    };
    let rows = [
        (good, later(600), Err(Refusal::AccessTokenExpired)),
        (nothing, later(600), Err(Refusal::AccessTokenExpired)),
        (nothing, later(599), Err(Refusal::ClientNotFound)),
        (
            Found {
                client: Some(&client),
                ..nothing
            },
            NOW,
            Err(Refusal::AccountNotFound),
        ),
        (
            Found {
                token: &unopened,
                grant: None,
                ..good
            },
            NOW,
            Err(Refusal::GrantNotFound),
        ),
        (
            Found {
                token: &online,
                grant: Some(&signed_out),
                ..good
            },
            NOW,
            Err(Refusal::SessionEnded),
        ),
        (
            Found {
                grant: Some(&signed_out),
                ..good
            },
            NOW,
            Ok(()),
        ),
        (
            Found {
                token: &unopened,
                grant: Some(&over),
                ..good
            },
            NOW,
            Err(Refusal::GrantExpired),
        ),
        (
            Found {
                token: &unopened,
                ..good
            },
            NOW,
            Err(Refusal::ScopeMissing(EMAIL)),
        ),
        (good, later(599), Ok(())),
    ];
    for (found, now, outcome) in rows {
        let checked = check_token(found.token, now).and_then(|()| check(found, None, EMAIL, now));
        assert_eq!(checked, outcome);
    }
}

#[test]
fn any_one_of_the_scopes_is_enough() {
    let (client, grant, token) = (client(), grant(), access_token());
    let found = Found {
        token: &token,
        client: Some(&client),
        account_exists: true,
        grant: Some(&grant),
    };
    assert_eq!(check(found, None, &["phone", "email"], NOW), Ok(()));
    let missing = check(found, None, &["phone", "address"], NOW).unwrap_err();
    assert_eq!(missing.to_string(), "scope phone or address missing");
}

#[test]
fn each_reason_has_a_name_a_hint_and_a_challenge() {
    let all = [
        (Refusal::Missing, ""),
        (
            Presented::HeaderMalformed.into(),
            ", error=\"invalid_request\"",
        ),
        (
            Presented::SchemeNotBearer.into(),
            ", error=\"invalid_request\"",
        ),
        (Refusal::AccessTokenExpired, ", error=\"invalid_token\""),
        (Refusal::AccessTokenInvalid, ", error=\"invalid_token\""),
        (Refusal::AccessTokenNotFound, ", error=\"invalid_token\""),
        (Refusal::AccountNotFound, ", error=\"invalid_token\""),
        (Refusal::ClientNotFound, ", error=\"invalid_token\""),
        (Refusal::GrantExpired, ", error=\"invalid_token\""),
        (Refusal::GrantNotFound, ", error=\"invalid_token\""),
        (Refusal::SessionEnded, ", error=\"invalid_token\""),
        (
            Refusal::ScopeMissing(&["a", "b"]),
            ", error=\"insufficient_scope\", scope=\"a b\"",
        ),
    ];
    for (refusal, told) in &all {
        let challenge = format!("Bearer realm=\"{REALM}\"{told}");
        assert_eq!(refusal.challenge(REALM, false, &PROOF_ALGS), challenge);
        let of_scope = matches!(refusal, Refusal::ScopeMissing(_));
        assert_eq!(refusal.is_of_scope(), of_scope);
        assert!(refusal.hint().is_some(), "{refusal}");
    }
    check_distinct(&all.map(|(refusal, _)| refusal));
}
