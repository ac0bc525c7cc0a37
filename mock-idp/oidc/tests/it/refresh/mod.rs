//! Refresh tokens: which scope their use gives, which fault wins, and when they are replaced.

mod rotation;

use oidc::authorization_code::Authorization;
use oidc::clock::Timestamp;
use oidc::grant::Grant;
use oidc::policy::RefreshRotation;
use oidc::refresh::{RefreshRequest, RefreshToken};
use oidc::refusal::TokenRefusal::{self, *};
use oidc::scope::ScopeSet;
use proptest::prelude::*;

use crate::given::{NOW, authorization, client, grant, holder, later, params, public_client};

fn token() -> RefreshToken {
    RefreshToken {
        authorization: authorization(),
        jkt: None,
        issued_at: NOW,
        chain_began_at: NOW,
        expires_at: later(1000),
        consumed_at: None,
    }
}

fn consumed() -> RefreshToken {
    RefreshToken {
        consumed_at: Some(NOW),
        ..token()
    }
}

fn request(scope: &str) -> RefreshRequest {
    RefreshRequest::parse(&params(&[("refresh_token", "r"), ("scope", scope)])).unwrap()
}

fn check(token: &RefreshToken, scope: &str) -> Result<String, TokenRefusal> {
    let checked = token.check(&request(scope), holder(&client()), Some(&grant()), NOW);
    let unused = |scope: ScopeSet| {
        let used = token.is_used_up(NOW, RefreshRotation::Always);
        let told = (!used).then(|| scope.to_string());
        told.ok_or(RefreshTokenConsumed)
    };
    checked.and_then(unused)
}

#[test]
fn without_a_scope_everything_that_was_granted_is_refreshed() {
    assert_eq!(check(&token(), "").unwrap(), "openid email offline_access");
}

#[test]
fn a_narrower_scope_is_answered_in_the_order_of_the_grant() {
    assert_eq!(check(&token(), "email openid").unwrap(), "openid email");
    assert_eq!(check(&token(), "email email").unwrap(), "email");
}

#[test]
fn more_scope_than_was_granted_is_named_in_the_answer() {
    let rows = [
        (
            "openid phone",
            "refresh token missing requested scope",
            "phone",
        ),
        (
            "profile email phone",
            "refresh token missing requested scopes",
            "profile phone",
        ),
        ("openid ", "refresh token missing requested scope", ""),
        (" ", "refresh token missing requested scope", ""),
    ];
    for (scope, description, missing) in rows {
        let wire = check(&token(), scope).unwrap_err().wire();
        let told = [
            ("error", "invalid_scope"),
            ("error_description", description),
            ("scope", missing),
        ];
        assert_eq!(wire.members().collect::<Vec<_>>(), told, "{scope:?}");
    }
}

#[test]
fn a_token_is_over_in_the_very_second_in_which_it_expires() {
    let at = |now: Timestamp| {
        let checked = token().check(&request(""), holder(&client()), Some(&grant()), now);
        checked.map(drop)
    };

    assert_eq!(at(later(999)), Ok(()));
    assert_eq!(at(later(1000)), Err(RefreshTokenExpired));
}

#[test]
fn of_two_faults_the_first_in_the_order_of_checks_wins() {
    let (client, other) = (client(), public_client());
    let grant = grant();
    let over = Grant {
        expires_at: NOW,
        ..grant.clone()
    };
    let wider = ScopeNotGranted(ScopeSet::parse("phone"));
    let rows = [
        (&other, None, later(1000), ClientMismatch),
        (&client, None, later(1000), RefreshTokenExpired),
        (&client, None, NOW, GrantNotFound),
        (&client, Some(&over), NOW, GrantExpired),
        (&client, Some(&grant), NOW, wider),
    ];
    for (client, grant, now, refusal) in rows {
        assert!(!refusal.ends_grant(), "{refusal}");
        let checked = consumed().check(&request("phone"), holder(client), grant, now);
        assert_eq!(checked, Err(refusal));
    }
}

#[test]
fn only_who_could_have_used_the_token_ends_its_grant_by_reuse() {
    for scope in ["", "email"] {
        let refusal = check(&consumed(), scope).unwrap_err();
        assert_eq!(refusal, RefreshTokenConsumed);
        assert!(refusal.ends_grant());
    }
}

fn scopes() -> impl Strategy<Value = String> {
    let scope = prop_oneof![
        4 => prop::sample::select(vec!["openid", "email", "phone", "profile", "offline_access"]),
        1 => prop::sample::select(vec!["", "Email", "nonsense"]),
    ];
    prop::collection::vec(scope, 1..6).prop_map(|scopes| scopes.join(" "))
}

proptest! {
    #[test]
    fn narrowing_never_widens_and_keeps_the_order_of_the_grant(
        granted in scopes(),
        asked in scopes(),
    ) {
        let granted = ScopeSet::parse(&granted);
        let token = RefreshToken {
            authorization: Authorization { scope: granted.clone(), ..authorization() },
            ..token()
        };
        let wanted: Vec<&str> = asked.split(' ').collect();
        match check(&token, &asked) {
            Ok(scope) => {
                let given = granted.filter(|scope| asked.is_empty() || wanted.contains(&scope));
                prop_assert_eq!(scope, given.to_string());
                prop_assert!(asked.is_empty() || wanted.iter().all(|scope| granted.contains(scope)));
            }
            Err(ScopeNotGranted(missing)) => {
                let not_granted = wanted.into_iter().filter(|scope| !granted.contains(scope));
                prop_assert_eq!(missing, not_granted.collect());
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
        let whole = check(&token, "").unwrap();
        prop_assert_eq!(whole, granted.to_string(), "the token itself stays as wide as it was");
    }
}
