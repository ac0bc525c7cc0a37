//! A restricted claim reaches only a client for which it is enabled, and nobody else hears of it.

use std::sync::Arc;

use oidc::access_token::AccessToken;
use oidc::authorization_code::Authorization;
use oidc::authorize::AuthorizationRequest;
use oidc::claims::Claims;
use oidc::client::Client;
use oidc::consent::Consent;
use oidc::params::Params;
use oidc::profile::Profile;
use oidc::withheld::WithheldReason;
use oidc::{id_token, userinfo};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use super::VALID;
use crate::given::{self, NOW, changed, riley};

const RESTRICTED: [&str; 3] = ["urn:cif", "urn:customer_identifier", "urn:tax_id"];
const NAMES: [&str; 9] = [
    "urn:cif",
    "urn:customer_identifier",
    "urn:tax_id",
    "name",
    "email",
    "birthdate",
    "sub",
    "locale",
    "shoe_size",
];
const SCOPES: [&str; 6] = [
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "urn:tax_id",
];

fn profile() -> Profile {
    let mut profile = given::profile();
    Arc::make_mut(&mut profile.claims).extend(RESTRICTED.map(str::to_owned));
    profile.restricted = Arc::new(RESTRICTED.map(str::to_owned).into());
    profile
}

fn client(enabled: &[&str]) -> Client {
    Client {
        claims: enabled.iter().map(|&claim| claim.to_owned()).collect(),
        ..given::client()
    }
}

/// A user who has all that is restricted but a CIF.
fn user() -> Claims {
    let mut user = riley();
    user.insert("urn:customer_identifier".to_owned(), json!("AAA1234"));
    user.insert("urn:tax_id".to_owned(), json!("000-12-3456"));
    user
}

fn parse(client: &Client, params: &Params) -> AuthorizationRequest {
    AuthorizationRequest::parse(params, |_| Some(client), &profile()).unwrap()
}

/// What the client gets in ID token and userinfo answer if the user agrees to everything.
fn told(request: &AuthorizationRequest) -> (Claims, Claims) {
    let profile = profile();
    let request = request.for_user(&user(), &profile);
    let agreed = request.asks_for(&profile);
    let authorization = Authorization {
        scope: agreed.scopes.clone(),
        claims: request.claims.granted(&agreed.claims),
        ..given::authorization()
    };
    let token = AccessToken {
        scope: agreed.scopes.clone(),
        claims: authorization.claims.clone(),
        ..given::access_token()
    };
    let scope = &agreed.scopes;
    (
        id_token::payload(&user(), &authorization, scope, "token", NOW, &profile),
        userinfo::response(&user(), &token, scope, &profile),
    )
}

fn asking(claims: &Value) -> Params {
    changed(&VALID, &[("claims", &claims.to_string())])
}

fn everything() -> Params {
    let names = || NAMES.map(|name| (name.to_owned(), Value::Null));
    let all: Map<_, _> = names().into_iter().collect();
    asking(&json!({ "id_token": all, "userinfo": all }))
}

#[test]
fn a_claim_leaves_if_it_is_public_or_enabled_and_the_user_has_it() {
    let rows: [(&[&str], &[&str]); 4] = [
        (&[], &[]),
        (&["urn:tax_id"], &["urn:tax_id"]),
        (&["urn:cif"], &[]),
        (&RESTRICTED, &["urn:customer_identifier", "urn:tax_id"]),
    ];
    for (enabled, expected) in rows {
        let request = parse(&client(enabled), &everything());
        let (id_token, me) = told(&request);
        for place in [id_token, me] {
            let left = RESTRICTED
                .into_iter()
                .filter(|&name| place.contains_key(name));
            assert_eq!(left.collect::<Vec<_>>(), expected, "{enabled:?}");
            assert_eq!(place["birthdate"], "1951-03-02");
        }
    }
}

#[test]
fn consent_is_asked_for_nothing_that_will_not_be_told() {
    let profile = profile();
    let asked = |enabled: &[&str]| -> Vec<String> {
        let request = parse(&client(enabled), &everything());
        let asked = request.for_user(&user(), &profile).asks_for(&profile);
        let restricted = |name: &String| RESTRICTED.contains(&name.as_str());
        asked.claims.into_iter().filter(restricted).collect()
    };

    assert!(asked(&[]).is_empty());
    assert_eq!(
        asked(&RESTRICTED),
        ["urn:customer_identifier", "urn:tax_id"]
    );
}

#[test]
fn why_a_claim_is_missing_is_known() {
    let request = parse(&client(&["urn:cif", "urn:tax_id"]), &everything());
    assert_eq!(
        json!(request.withheld_claims(&everything(), &profile())),
        json!([
            { "claim": "urn:customer_identifier", "reason": "not_enabled" },
            { "claim": "shoe_size", "reason": "unknown" },
        ])
    );
    let agreed = Consent {
        claims: ["name", "email", "birthdate", "locale"]
            .map(str::to_owned)
            .into(),
        ..Consent::default()
    };
    assert_eq!(
        json!(request.unanswered_claims(&user(), &agreed)),
        json!([
            { "claim": "urn:cif", "reason": "absent" },
            { "claim": "urn:tax_id", "reason": "declined" },
        ])
    );
    let plain = changed(&VALID, &[]);
    assert!(
        parse(&client(&[]), &plain)
            .withheld_claims(&plain, &profile())
            .is_empty()
    );
}

#[test]
fn scopes_that_were_dropped_are_known() {
    let params = changed(&VALID, &[("scope", "openid banno email offline_access")]);
    let ignored = parse(&client(&[]), &params).ignored_scopes(&params);
    assert_eq!(ignored.to_string(), "banno offline_access");
}

/// `null`, an object with any of the members of OIDC Core 5.5.1, or nonsense.
fn wish() -> impl Strategy<Value = Value> {
    select(vec![
        json!(null),
        json!({}),
        json!({ "essential": true }),
        json!({ "essential": false, "value": "AAA1234" }),
        json!({ "values": ["AAA1234", "BBB5678"], "essential": true }),
        json!(true),
        json!("urn:tax_id"),
        json!(["urn:tax_id"]),
    ])
}

fn place() -> impl Strategy<Value = Map<String, Value>> {
    let names = subsequence(NAMES.to_vec(), 0..=NAMES.len());
    names.prop_flat_map(|names| {
        let wishes = proptest::collection::vec(wish(), names.len());
        wishes.prop_map(move |wishes| {
            let names = names.iter().map(|&name| name.to_owned());
            names.zip(wishes).collect()
        })
    })
}

proptest! {
    #[test]
    fn no_restricted_claim_ever_leaves_for_a_client_without_it(
        enabled in subsequence(RESTRICTED.to_vec(), 0..=3),
        id_token in place(),
        userinfo in place(),
        scopes in subsequence(SCOPES[1..].to_vec(), 0..=5),
    ) {
        let claims = json!({ "id_token": id_token, "userinfo": userinfo }).to_string();
        let scope = format!("openid {}", scopes.join(" "));
        let params = changed(&VALID, &[("claims", &claims), ("scope", &scope)]);
        let request = parse(&client(&enabled), &params);
        let asked = request.asks_for(&profile());
        let (id_token, me) = told(&request);
        for claim in RESTRICTED.into_iter().filter(|claim| !enabled.contains(claim)) {
            prop_assert!(!id_token.contains_key(claim), "{claim} in the ID token");
            prop_assert!(!me.contains_key(claim), "{claim} in the userinfo answer");
            prop_assert!(!asked.claims.contains(claim), "{claim} on the consent page");
        }
    }

    #[test]
    fn every_claim_that_was_asked_for_is_either_told_or_accounted_for(
        enabled in subsequence(RESTRICTED.to_vec(), 0..=3),
        asked_for in subsequence(NAMES.to_vec(), 0..=NAMES.len()),
    ) {
        let members: Map<_, _> = asked_for
            .iter()
            .map(|&name| (name.to_owned(), Value::Null))
            .collect();
        let params = asking(&json!({ "userinfo": members }));
        let request = parse(&client(&enabled), &params);
        let agreed = request.asks_for(&profile());
        let mut withheld = request.withheld_claims(&params, &profile());
        withheld.extend(request.unanswered_claims(&user(), &agreed));
        let (_, me) = told(&request);
        for claim in asked_for {
            let reasons = withheld.iter().filter(|it| it.claim == claim).count();
            prop_assert_eq!(usize::from(me.contains_key(claim)) + reasons, 1, "{}", claim);
        }
        let unanswered = withheld.iter().filter(|it| it.reason == WithheldReason::Declined);
        prop_assert_eq!(unanswered.count(), 0);
    }
}
