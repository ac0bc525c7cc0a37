use oidc::consent::{Consent, Decided};
use oidc::scope::{OPENID, ScopeSet};
use proptest::prelude::*;

fn consent(scopes: &str, claims: &[&str]) -> Consent {
    Consent {
        scopes: ScopeSet::parse(scopes),
        claims: claims.iter().copied().map(str::to_owned).collect(),
    }
}

#[test]
fn what_was_agreed_to_is_not_missing() {
    let agreed = consent("openid email", &["name"]);
    let asked = consent("email profile openid", &["name", "birthdate"]);

    assert_eq!(asked.without(&agreed), consent("profile", &["birthdate"]));
    assert!(agreed.without(&asked).is_empty());
}

#[test]
fn a_claim_alone_is_something_to_agree_to() {
    assert!(!consent("", &["name"]).is_empty());
    assert!(!consent("openid", &[]).is_empty());
    assert!(Consent::default().is_empty());
}

#[test]
fn agreements_add_up() {
    let mut agreed = consent("openid", &["name"]);
    agreed.extend(&consent("email openid", &["birthdate"]));

    assert_eq!(agreed, consent("openid email", &["birthdate", "name"]));
}

#[test]
fn what_is_within_another_keeps_its_own_order() {
    let asked = consent("profile email openid", &["birthdate", "name"]);
    let other = consent("openid email phone", &["name", "sub"]);

    assert_eq!(asked.within(&other), consent("email openid", &["name"]));
    assert!(asked.within(&Consent::default()).is_empty());
}

#[test]
fn scopes_and_claims_are_filtered_each_by_its_own_wish() {
    let asked = consent("openid email phone", &["email", "name"]);
    let wanted = asked.filter(|scope| scope != "email", |claim| claim == "email");

    assert_eq!(wanted, consent("openid phone", &["email"]));
}

#[test]
fn what_is_not_chosen_is_declined_but_for_openid() {
    let asked = consent("openid email phone", &["birthdate", "name"]);
    let decided = asked.decide(|name| matches!(name, "phone" | "name" | "profile"));

    assert_eq!(decided.agreed, consent("openid phone", &["name"]));
    assert_eq!(decided.declined, consent("email", &["birthdate"]));
    let nothing = asked.decide(|_| false);
    assert_eq!(nothing.agreed, consent("openid", &[]));
    let all = asked.decide(|_| true);
    assert_eq!(all.agreed, asked);
    assert!(all.declined.is_empty());
}

#[test]
fn openid_is_not_agreed_to_where_it_was_not_asked_for() {
    let asked = consent("email", &["name"]);

    assert!(asked.decide(|_| false).agreed.is_empty());
    let claim = consent("", &["openid"]);
    assert_eq!(claim.decide(|_| false).declined, claim, "it is a scope");
}

#[test]
fn what_was_declined_is_not_asked_for_again() {
    let decided = Decided {
        agreed: consent("openid", &["name"]),
        declined: consent("email", &["birthdate"]),
    };
    let asked = consent("openid email phone", &["birthdate", "name", "sub"]);

    assert_eq!(decided.missing(&asked), consent("phone", &["sub"]));
    assert_eq!(Decided::default().missing(&asked), asked);
}

#[test]
fn a_later_decision_replaces_an_earlier_one_about_the_same_thing() {
    let mut decided = consent("openid email phone", &["name"]).decide(|name| name == "email");
    let again = consent("phone email", &["name", "sub"]);
    decided.extend(&again.decide(|name| matches!(name, "phone" | "name")));

    assert_eq!(decided.agreed, consent("openid phone", &["name"]));
    assert_eq!(decided.declined, consent("email", &["sub"]));
}

#[test]
fn what_was_decided_survives_being_stored() {
    let decided = consent("openid email", &["name", "sub"]).decide(|name| name == "name");
    let stored = serde_json::to_string(&decided).unwrap();

    assert_eq!(serde_json::from_str::<Decided>(&stored).unwrap(), decided);
}

/// Scopes and claims; `b` is the name of one of each.
fn consents() -> impl Strategy<Value = Consent> {
    let scopes = prop::sample::subsequence(vec!["openid", "a", "b", "c"], 0..=4);
    let claims = prop::sample::subsequence(vec!["b", "x", "y"], 0..=3);
    (scopes.prop_shuffle(), claims).prop_map(|(scopes, claims)| consent(&scopes.join(" "), &claims))
}

/// What somebody is asked, and what they choose of it by name.
fn decisions() -> impl Strategy<Value = Vec<(Consent, Vec<&'static str>)>> {
    let names = vec!["openid", "a", "b", "c", "x", "y", "z"];
    let chosen = prop::sample::subsequence(names, 0..=7);
    prop::collection::vec((consents(), chosen), 1..5)
}

proptest! {
    #[test]
    fn after_any_decisions_nothing_is_both_agreed_and_declined_and_nothing_asked_is_missing(
        decisions in decisions()
    ) {
        let mut decided = Decided::default();
        for (asked, chosen) in decisions {
            let just = asked.decide(|name| chosen.contains(&name));
            decided.extend(&just);

            prop_assert!(decided.agreed.within(&decided.declined).is_empty());
            prop_assert!(decided.missing(&asked).is_empty());
            prop_assert!(!decided.declined.scopes.contains(OPENID));
            for scope in asked.scopes.iter() {
                let agreed = scope == OPENID || chosen.contains(&scope);
                prop_assert_eq!(decided.agreed.scopes.contains(scope), agreed);
            }
            for claim in &asked.claims {
                let agreed = chosen.contains(&claim.as_str());
                prop_assert_eq!(decided.agreed.claims.contains(claim), agreed);
            }
        }
    }

    #[test]
    fn a_decision_leaves_what_it_is_not_about_alone(
        before in decisions(),
        asked in consents(),
        chosen in any::<bool>(),
    ) {
        let mut decided = Decided::default();
        for (asked, chosen) in before {
            decided.extend(&asked.decide(|name| chosen.contains(&name)));
        }
        let earlier = decided.clone();
        decided.extend(&asked.decide(|_| chosen));

        prop_assert_eq!(decided.agreed.without(&asked), earlier.agreed.without(&asked));
        prop_assert_eq!(decided.declined.without(&asked), earlier.declined.without(&asked));
    }
}
