//! What ID tokens and the userinfo endpoint tell of a user, whatever was asked for and agreed to.

use std::collections::BTreeSet;
use std::sync::Arc;

use oidc::access_token::AccessToken;
use oidc::authorization_code::Authorization;
use oidc::claims::{Claims, ClaimsRequest, has_value};
use oidc::id_token;
use oidc::profile::Profile;
use oidc::scope::ScopeSet;
use oidc::userinfo;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::given::{ISSUER, NOW, RILEY, access_token, authorization, profile};

/// Claims that may be asked for; the last two are not known here.
const CLAIMS: [&str; 13] = [
    "sub",
    "name",
    "given_name",
    "locale",
    "email",
    "address",
    "phone_number",
    "birthdate",
    "https://api.banno.com/consumer/claim/institution_id",
    "sid",
    "auth_time",
    "shoe_size",
    "https://api.banno.com/consumer/claim/unheard_of",
];

/// What ID tokens say of themselves.
const OF_THE_TOKEN: [&str; 6] = ["nonce", "at_hash", "aud", "exp", "iat", "iss"];

/// Whether the scope stands for the claim: Banno's table, written down once more.
fn stands_for(scope: &str, claim: &str) -> bool {
    match scope {
        "openid" => claim == "sub",
        "profile" => matches!(
            claim,
            "family_name"
                | "given_name"
                | "middle_name"
                | "name"
                | "nickname"
                | "picture"
                | "preferred_username"
                | "locale"
        ),
        "phone" => claim == "phone_number",
        "email" | "address" => claim == scope,
        _ => false,
    }
}

/// A user with some of the claims, none of them empty, and with a `sub` that is not the account's.
fn users() -> impl Strategy<Value = Claims> {
    let value = prop_oneof![
        "[a-z]{1,3}".prop_map(Value::from),
        Just(json!(0)),
        Just(json!(false)),
        Just(json!({ "locality": "Seattle" })),
    ];
    let person = prop::sample::subsequence(&CLAIMS[1..9], 0..=8);
    (person, prop::collection::vec(value, 8), any::<bool>()).prop_map(|(names, values, odd)| {
        let mut claims = Claims::new();
        claims.insert("sub".to_owned(), json!("somebody else"));
        for (name, value) in names.into_iter().zip(values) {
            claims.insert(name.to_owned(), value);
        }
        if odd {
            claims.insert("shoe_size".to_owned(), json!(38));
        }
        claims
    })
}

fn names() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(&CLAIMS[..], 0..=CLAIMS.len())
}

/// An institution that knows some of the claims.
fn institutions() -> impl Strategy<Value = Profile> {
    names().prop_map(|names| Profile {
        claims: Arc::new(names.into_iter().map(str::to_owned).collect()),
        ..profile()
    })
}

/// A request for claims by name.
fn asked() -> impl Strategy<Value = ClaimsRequest> {
    (names(), names()).prop_map(|(id_token, userinfo)| {
        let member = |names: Vec<&str>| -> serde_json::Map<String, Value> {
            let asked = names.into_iter().map(|name| (name.to_owned(), Value::Null));
            asked.collect()
        };
        ClaimsRequest {
            id_token: member(id_token),
            userinfo: member(userinfo),
        }
    })
}

/// What the user agrees to.
fn agreed() -> impl Strategy<Value = BTreeSet<String>> {
    names().prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn scopes() -> impl Strategy<Value = ScopeSet> {
    let scopes = vec!["email", "profile", "address", "phone", "offline_access"];
    let others = prop::sample::subsequence(scopes, 0..=5).prop_shuffle();
    others.prop_map(|others| ScopeSet::parse(&format!("openid {}", others.join(" "))))
}

/// Asserts that of the person exactly that is told which the user has, which is known here, and which
/// a granted scope stands for or was granted by name.
fn check(
    told: &Claims,
    user: &Claims,
    scope: &ScopeSet,
    by_name: &serde_json::Map<String, Value>,
    profile: &Profile,
) -> Result<(), TestCaseError> {
    let sub = profile.knows_claim("sub").then(|| json!(RILEY));
    prop_assert_eq!(told.get("sub"), sub.as_ref());
    for claim in user.keys().filter(|claim| *claim != "sub") {
        let released = scope.iter().any(|scope| stands_for(scope, claim));
        let expected = profile.knows_claim(claim) && (released || by_name.contains_key(claim));
        prop_assert_eq!(told.contains_key(claim), expected, "{}", claim);
        prop_assert!(!expected || told[claim] == user[claim]);
    }
    prop_assert!(told.values().all(has_value));
    Ok(())
}

#[test]
fn the_level_of_the_login_is_told_to_a_client_that_has_asked_for_it() {
    let acr = "https://api.banno.com/consumer/security-level/high";
    let told = |claims: &str, reached: Option<&str>| {
        let authorization = Authorization {
            acr: reached.map(str::to_owned),
            claims: ClaimsRequest::parse(claims).unwrap(),
            ..authorization()
        };
        let scope = ScopeSet::parse("openid");
        let user = Claims::new();
        let told = id_token::payload(&user, &authorization, &scope, "at", NOW, &profile());
        told.get("acr").cloned()
    };
    let asked = r#"{"id_token":{"acr":null}}"#;

    assert_eq!(told(asked, Some(acr)), Some(json!(acr)));
    assert_eq!(told(asked, None), None);
    let elsewhere = r#"{"userinfo":{"acr":null}}"#;
    assert_eq!(told(elsewhere, Some(acr)), None);
}

proptest! {
    #[test]
    fn what_was_granted_was_asked_for_is_known_and_was_agreed_to_where_that_is_needed(
        asked in asked(),
        agreed in agreed(),
        profile in institutions(),
    ) {
        let known = asked.clone().known(|claim| profile.knows_claim(claim));
        let granted = known.granted(&agreed);
        let places = [
            (&asked.id_token, &granted.id_token),
            (&asked.userinfo, &granted.userinfo),
        ];
        for (asked, granted) in places {
            for name in CLAIMS {
                let is_free = matches!(name, "sub" | "sid" | "auth_time");
                let expected = asked.contains_key(name)
                    && profile.knows_claim(name)
                    && (is_free || agreed.contains(name));
                prop_assert_eq!(granted.contains_key(name), expected, "{}", name);
            }
        }
        let to_consent = asked.to_consent(|claim| profile.knows_claim(claim));
        prop_assert!(granted.to_consent(|_| true).is_subset(&to_consent));
        prop_assert!(to_consent.iter().all(|name| profile.knows_claim(name)));
    }

    #[test]
    fn an_id_token_tells_what_was_granted_of_the_user_and_nothing_else(
        user in users(),
        claims in asked(),
        scope in scopes(),
        nonce in prop::option::of("[a-z]{1,9}"),
        profile in institutions(),
    ) {
        let authorization = Authorization {
            scope: scope.clone(),
            claims: claims.clone(),
            nonce: nonce.clone(),
            ..authorization()
        };
        let told = id_token::payload(&user, &authorization, &scope, "at", NOW, &profile);

        check(&told, &user, &scope, &claims.id_token, &profile)?;
        let asked = |name: &str| claims.id_token.contains_key(name);
        prop_assert_eq!(told.contains_key("sid"), asked("sid"));
        let wanted = asked("auth_time") && profile.knows_claim("auth_time");
        prop_assert_eq!(told.contains_key("auth_time"), wanted);
        prop_assert_eq!(told.get("nonce").and_then(Value::as_str), nonce.as_deref());
        prop_assert_eq!(&told["iss"], ISSUER);
        prop_assert_eq!(&told["aud"], &json!(authorization.client_id));
        for name in told.keys() {
            let known = user.contains_key(name)
                || OF_THE_TOKEN.contains(&name.as_str())
                || matches!(name.as_str(), "sid" | "auth_time");
            prop_assert!(known, "{}", name);
        }
    }

    #[test]
    fn the_userinfo_endpoint_tells_what_was_granted_of_the_user_and_nothing_else(
        user in users(),
        claims in asked(),
        scope in scopes(),
        narrower in scopes(),
        profile in institutions(),
    ) {
        let token = AccessToken {
            scope: scope.clone(),
            claims: claims.clone(),
            ..access_token()
        };
        let told = userinfo::response(&user, &token, &narrower, &profile);

        let counts = scope.filter(|scope| narrower.contains(scope));
        check(&told, &user, &counts, &claims.userinfo, &profile)?;
        for name in told.keys() {
            prop_assert!(user.contains_key(name), "{}", name);
        }
    }
}
