use std::collections::BTreeSet;

use oidc::claims::{ClaimsRequest, has_value, release};
use serde_json::json;

use crate::given::riley;

fn request(claims: &str) -> ClaimsRequest {
    ClaimsRequest::parse(claims).unwrap()
}

#[test]
fn either_place_may_be_left_out() {
    assert!(request(r#"{"id_token":{"name":null}}"#).userinfo.is_empty());
    assert!(request(r#"{"userinfo":{"name":null}}"#).id_token.is_empty());
}

#[test]
fn a_claim_asked_for_by_anything_but_null_or_an_object_is_not_asked_for() {
    let asked = request(
        r#"{"other":1,"userinfo":{"name":null,"email":{"essential":true},"phone":true,"sub":"x","a":[],"b":0}}"#,
    );

    assert_eq!(
        json!(asked.userinfo),
        json!({ "name": null, "email": { "essential": true } })
    );
}

#[test]
fn a_number_that_is_asked_for_is_still_the_same_when_the_request_was_stored() {
    let asked = request(
        r#"{"id_token":{"a":{"value":90071992900799125474099354740993},"b":{"values":[1e23,-0.0]}}}"#,
    );
    let stored = serde_json::to_string(&asked).unwrap();

    assert_eq!(
        stored,
        json!(serde_json::from_str::<ClaimsRequest>(&stored).unwrap()).to_string()
    );
    assert!(stored.contains("9.007199290079913e+31"), "{stored}");
}

#[test]
fn consent_is_for_known_claims_about_the_person() {
    let asked = request(
        r#"{"id_token":{"sub":null,"sid":null,"auth_time":null,"acr":null,"amr":null,"iss":null,"name":null},
            "userinfo":{"email":null,"shoe_size":null}}"#,
    );
    let to_consent = asked.to_consent(|name| name != "shoe_size");

    assert_eq!(Vec::from_iter(to_consent), ["email", "name"]);
}

#[test]
fn what_was_not_granted_is_not_asked_for_any_more() {
    let asked = request(
        r#"{"id_token":{"email":null,"sid":null,"name":{"essential":true}},"userinfo":{"email":null,"name":null}}"#,
    );
    let granted = asked.granted(&BTreeSet::from(["name".to_owned()]));

    assert_eq!(
        json!(granted),
        json!({
            "id_token": { "sid": null, "name": { "essential": true } },
            "userinfo": { "name": null },
        })
    );
}

#[test]
fn claims_are_released_once_in_the_order_in_which_they_are_named() {
    let names = ["email", "middle_name", "name", "shoe_size", "email"];
    let released = release(&riley(), names.into_iter(), |name| name != "shoe_size");

    assert_eq!(
        json!(released).to_string(),
        r#"{"email":"rileydoe@jackhenry.dev","name":"Riley Doe"}"#
    );
}

#[test]
fn only_what_says_something_is_a_value() {
    let nothing = [json!(null), json!(""), json!("  "), json!([]), json!({})];
    let something = [
        json!("x"),
        json!(0),
        json!(false),
        json!([null]),
        json!({ "a": null }),
    ];

    assert!(nothing.iter().all(|value| !has_value(value)));
    assert!(something.iter().all(has_value));
}

#[test]
fn claims_that_nobody_knows_are_not_kept() {
    let asked =
        request(r#"{"id_token":{"name":null,"x":null},"userinfo":{"y":null,"email":null}}"#);
    let known = asked.known(|claim| matches!(claim, "name" | "email"));
    assert_eq!(
        known,
        request(r#"{"id_token":{"name":null},"userinfo":{"email":null}}"#)
    );
}
