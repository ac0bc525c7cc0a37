//! Scopes that the client may not ask for, by the policy for them.

use oidc::authorize::AuthorizationRequest;
use oidc::client::Client;
use oidc::policy::{Policies, ScopeNotEnabled};
use oidc::profile::Profile;
use oidc::refusal::AuthorizationRefusal as Refusal;
use oidc::scope::ScopeSet;
use proptest::prelude::*;

use super::VALID;
use crate::given::{Pair, changed, choosing, client, profile};

fn dropping() -> Profile {
    choosing(Policies {
        scope_not_enabled: ScopeNotEnabled::Drop,
        ..Policies::default()
    })
}

/// The scopes of a request of a client for which these are enabled.
fn scopes(
    profile: &Profile,
    enabled: Option<&str>,
    changes: &[Pair<'_>],
) -> Result<String, Refusal> {
    let client = Client {
        scopes: enabled.map(ScopeSet::parse),
        ..client()
    };
    let params = changed(&VALID, changes);
    let parsed = AuthorizationRequest::parse(&params, |_| Some(&client), profile);
    parsed
        .map(|request| request.scope.to_string())
        .map_err(|rejection| rejection.refusal)
}

#[test]
fn a_known_scope_that_is_not_enabled_is_refused_or_dropped() {
    let refused = |scope: &str| Err(Refusal::ScopeNotAllowed(scope.to_owned()));
    let given = |scope: &str| Ok(scope.to_owned());
    let rows = [
        (
            Some("openid email"),
            "openid phone email profile",
            refused("phone"),
            given("openid email"),
        ),
        (
            Some("openid email"),
            "nonsense phone",
            refused("phone"),
            given(""),
        ),
        (
            Some("openid email"),
            "email openid",
            given("email openid"),
            given("email openid"),
        ),
        (
            Some("openid email"),
            "nonsense openid",
            given("openid"),
            given("openid"),
        ),
        (
            Some("email"),
            "openid email",
            refused("openid"),
            given("email"),
        ),
        (Some(""), "openid email", refused("openid"), given("")),
        (
            Some("openid nonsense"),
            "nonsense openid",
            given("openid"),
            given("openid"),
        ),
        (
            None,
            "openid phone nonsense",
            given("openid phone"),
            given("openid phone"),
        ),
    ];
    for (enabled, asked, refusing, dropped) in rows {
        let changes = [("scope", asked)];
        assert_eq!(scopes(&profile(), enabled, &changes), refusing, "{asked}");
        assert_eq!(scopes(&dropping(), enabled, &changes), dropped, "{asked}");
    }
}

#[test]
fn a_dropped_openid_is_missed_by_what_needs_it() {
    let changes = [("scope", "openid email"), ("nonce", "n")];

    let refusal = scopes(&dropping(), Some("email"), &changes);
    assert_eq!(refusal, Err(Refusal::OpenidScopeMissing("nonce")));
    assert!(scopes(&dropping(), Some("openid"), &changes).is_ok());
}

#[test]
fn the_standard_offline_scope_is_dropped_before_it_could_be_refused() {
    let asked = ("scope", "openid offline_access");

    let without = scopes(&profile(), Some("openid"), &[asked]);
    assert_eq!(without, Ok("openid".to_owned()));
    let with = scopes(&profile(), Some("openid"), &[asked, ("prompt", "consent")]);
    assert_eq!(
        with,
        Err(Refusal::ScopeNotAllowed("offline_access".to_owned()))
    );
}

const NAMES: [&str; 8] = [
    "openid",
    "email",
    "phone",
    "profile",
    "offline_access",
    "nonsense",
    "Email",
    "",
];

fn several() -> impl Strategy<Value = String> {
    let scopes = prop::collection::vec(prop::sample::select(&NAMES[..]), 0..6);
    scopes.prop_map(|scopes| scopes.join(" "))
}

proptest! {
    #[test]
    fn a_request_gets_known_and_enabled_scopes_alone_in_the_order_in_which_it_asks(
        asked in several(),
        enabled in prop::option::of(several()),
        consenting in any::<bool>(),
    ) {
        let (strict, lax) = (profile(), dropping());
        let prompt = ("prompt", if consenting { "consent" } else { "" });
        let changes = [("scope", asked.as_str()), prompt];
        let may_have = |scope: &str| {
            let list = enabled.as_deref().map(ScopeSet::parse);
            strict.scopes.contains(scope) && list.is_none_or(|list| list.contains(scope))
        };
        let offline = |scope: &str| scope == "offline_access" && !consenting;
        let once = ScopeSet::parse(&asked);
        let expected = once.filter(|scope| may_have(scope) && !offline(scope));

        let dropped = scopes(&lax, enabled.as_deref(), &changes).unwrap();
        prop_assert_eq!(&dropped, &expected.to_string());
        let not_enabled = once.filter(|scope| {
            strict.scopes.contains(scope) && !may_have(scope) && !offline(scope)
        });
        match scopes(&strict, enabled.as_deref(), &changes) {
            Ok(scope) => {
                prop_assert!(not_enabled.is_empty());
                prop_assert_eq!(scope, dropped);
            }
            Err(refusal) => {
                let first = not_enabled.iter().next().unwrap_or_default().to_owned();
                prop_assert_eq!(refusal, Refusal::ScopeNotAllowed(first));
            }
        }
    }
}
