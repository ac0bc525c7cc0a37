//! What the fixtures promise about themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use crate::support::start;

const SCOPES: &str = include_str!("../../../fixtures/scopes.toml");
const CLAIMS: &str = include_str!("../../../fixtures/claims.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scopes {
    scopes: Vec<Scope>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scope {
    name: String,
    means: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    claims: Vec<Claim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    name: String,
    shape: Shape,
    means: Option<String>,
    #[serde(default)]
    restricted: bool,
    #[serde(default)]
    documented: bool,
    advertised: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Number,
    Object,
    String,
    Unknown,
}

fn scopes() -> Vec<Scope> {
    toml::from_str::<Scopes>(SCOPES).unwrap().scopes
}

fn claims() -> Vec<Claim> {
    toml::from_str::<Claims>(CLAIMS).unwrap().claims
}

#[test]
fn every_scope_and_claim_stands_once_and_is_explained_in_one_line_if_at_all() {
    let scopes: Vec<_> = scopes().into_iter().map(|it| (it.name, it.means)).collect();
    let claims: Vec<_> = claims().into_iter().map(|it| (it.name, it.means)).collect();
    assert_eq!((scopes.len(), claims.len()), (116, 53));
    for list in [scopes, claims] {
        let names: BTreeSet<_> = list.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), list.len());
        for (name, means) in &list {
            let line = means.as_deref().unwrap_or("nobody says what it means");
            assert!(!line.is_empty() && !line.contains('\n'), "{name}");
        }
    }
}

#[test]
fn only_a_claim_whose_shape_is_known_has_a_meaning_that_is_ours_to_tell() {
    for claim in claims() {
        let known = claim.shape != Shape::Unknown;
        // Banno names what `devices` is about, and not what it looks like.
        let named = claim.name.ends_with("/devices");
        assert_eq!(claim.means.is_some(), known || named, "{}", claim.name);
    }
}

#[test]
fn what_banno_documents_about_restricted_claims_stands_in_the_fixture() {
    let short = |name: &str| name.rsplit('/').next().unwrap().to_owned();
    let documented = claims().into_iter().filter(|claim| claim.documented);
    let (restricted, public): (Vec<_>, Vec<_>) = documented
        .filter(|claim| claim.name.starts_with("https:"))
        .partition(|claim| claim.restricted);
    let names = |claims: Vec<Claim>| -> Vec<String> {
        claims.iter().map(|claim| short(&claim.name)).collect()
    };
    assert_eq!(names(restricted), ["customer_identifier", "tax_id"]);
    assert_eq!(
        names(public),
        [
            "cash_management_user",
            "cash_management_user_id",
            "devices",
            "fi_routing_number",
            "institution_assets",
            "institution_details",
            "institution_id",
            "masked_accounts",
            "netteller_id",
        ]
    );
}

#[tokio::test]
async fn the_institution_knows_every_claim_and_releases_no_restricted_one_by_a_scope() {
    let mock = start().await;
    let profile = &mock.institution().profile;
    for claim in claims() {
        assert!(profile.knows_claim(&claim.name), "{}", claim.name);
        let advertised = profile.claims.contains(&claim.name);
        assert_eq!(advertised, claim.advertised.unwrap_or(true));
        let restricted = profile.restricted.contains(&claim.name);
        assert_eq!(restricted, claim.restricted, "{}", claim.name);
    }
    let by_scope: Vec<_> = profile.scope_claims(&profile.scopes).collect();
    assert!(by_scope.contains(&"locale"));
    for claim in by_scope {
        assert!(!profile.restricted.contains(claim), "{claim}");
    }
}

#[tokio::test]
async fn no_user_has_a_claim_that_nobody_can_ask_for_or_a_value_of_another_shape() {
    let mock = start().await;
    let shapes: BTreeMap<_, _> = claims().into_iter().map(|it| (it.name, it.shape)).collect();
    for user in &mock.institution().users {
        for (name, value) in &user.claims {
            let fits = match shapes.get(name) {
                Some(Shape::Number) => value.is_number(),
                Some(Shape::Object) => value.is_object(),
                Some(Shape::String) => value.is_string(),
                Some(Shape::Unknown) => true,
                None => false,
            };
            assert!(fits, "{name} of {}: {value}", user.username);
        }
    }
}

#[tokio::test]
async fn every_persona_breaks_what_the_readme_says() {
    let mock = start().await;
    let claims = |username: &str| {
        let users = &mock.institution().users;
        let user = users.iter().find(|user| user.username == username);
        Value::Object(user.unwrap().claims.clone())
    };
    let length = |claim: &str| {
        claims("longvalues")[claim]
            .as_str()
            .unwrap()
            .chars()
            .count()
    };
    let banno = |claim: &str| format!("https://api.banno.com/consumer/claim/{claim}");

    assert_eq!(claims("noemail")["email"], Value::Null);
    assert_eq!(claims("oneword")["family_name"], Value::Null);
    assert_eq!(claims("oneword")["name"], "Indira");
    assert!(!claims("nonlatin")["name"].as_str().unwrap().is_ascii());
    assert_eq!(claims("markup")["name"], r#"Pat O'Brien <b>& "Sons"</b>"#);
    assert_eq!(claims("business")[banno("cash_management_user")], true);
    assert!(length("name") > 255 && length("given_name") > 255 && length("family_name") > 255);
    // The longest address that mail knows (RFC 5321 4.5.3.1.3 with its brackets taken off).
    assert!((200..=254).contains(&length("email")));
}
