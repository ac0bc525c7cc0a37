//! What ID tokens and the userinfo endpoint tell of a user, whatever was asked for and agreed to.

use std::collections::BTreeSet;

use oidc::access_token::AccessToken;
use oidc::authorization_code::Authorization;
use oidc::claims::{Claims, ClaimsRequest, has_value};
use oidc::id_token;
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

/// A request for claims by name, and those of them that the user has agreed to.
fn asked() -> impl Strategy<Value = (ClaimsRequest, ClaimsRequest)> {
    (names(), names(), names()).prop_map(|(id_token, userinfo, agreed)| {
        let member = |names: Vec<&str>| -> serde_json::Map<String, Value> {
            let asked = names.into_iter().map(|name| (name.to_owned(), Value::Null));
            asked.collect()
        };
        let asked = ClaimsRequest {
            id_token: member(id_token),
            userinfo: member(userinfo),
        };
        let agreed: BTreeSet<_> = agreed.into_iter().map(str::to_owned).collect();
        let granted = asked.clone().known(|claim| profile().knows_claim(claim));
        (asked, granted.granted(&agreed))
    })
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
) -> Result<(), TestCaseError> {
    prop_assert_eq!(told.get("sub"), Some(&json!(RILEY)));
    for claim in user.keys().filter(|claim| *claim != "sub") {
        let released = scope.iter().any(|scope| stands_for(scope, claim));
        let expected = profile().knows_claim(claim) && (released || by_name.contains_key(claim));
        prop_assert_eq!(told.contains_key(claim), expected, "{}", claim);
        prop_assert!(!expected || told[claim] == user[claim]);
    }
    prop_assert!(told.values().all(has_value));
    Ok(())
}

proptest! {
    #[test]
    fn what_was_granted_is_asked_for_known_and_agreed_to(
        (asked, granted) in asked(),
    ) {
        let places = [
            (&asked.id_token, &granted.id_token),
            (&asked.userinfo, &granted.userinfo),
        ];
        for (asked, granted) in places {
            for name in granted.keys() {
                prop_assert!(asked.contains_key(name) && profile().knows_claim(name), "{}", name);
            }
        }
        let again = granted.to_consent(|_| true);
        let before = asked.to_consent(|claim| profile().knows_claim(claim));
        prop_assert!(again.is_subset(&before));
    }

    #[test]
    fn an_id_token_tells_what_was_granted_of_the_user_and_nothing_else(
        user in users(),
        (_, claims) in asked(),
        scope in scopes(),
        nonce in prop::option::of("[a-z]{1,9}"),
    ) {
        let authorization = Authorization {
            scope: scope.clone(),
            claims: claims.clone(),
            nonce: nonce.clone(),
            ..authorization()
        };
        let told = id_token::payload(&user, &authorization, &scope, "at", NOW, &profile());

        check(&told, &user, &scope, &claims.id_token)?;
        let session = |name: &str| claims.id_token.contains_key(name);
        prop_assert_eq!(told.contains_key("sid"), session("sid"));
        prop_assert_eq!(told.contains_key("auth_time"), session("auth_time"));
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
        (_, claims) in asked(),
        scope in scopes(),
        narrower in scopes(),
    ) {
        let token = AccessToken {
            scope: scope.clone(),
            claims: claims.clone(),
            ..access_token()
        };
        let told = userinfo::response(&user, &token, &narrower, &profile());

        let counts = scope.filter(|scope| narrower.contains(scope));
        check(&told, &user, &counts, &claims.userinfo)?;
        for name in told.keys() {
            prop_assert!(user.contains_key(name), "{}", name);
        }
    }
}
