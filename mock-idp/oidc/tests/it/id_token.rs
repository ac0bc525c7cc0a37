use oidc::authorization_code::Authorization;
use oidc::claims::{Claims, ClaimsRequest};
use oidc::id_token::{at_hash, payload};
use oidc::scope::ScopeSet;

use crate::given::{NOW, authorization, profile, riley};

/// The access token of the OIDC Core examples.
const ACCESS_TOKEN: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";

fn payload_of(authorization: &Authorization, scope: &str) -> Claims {
    let scope = ScopeSet::parse(scope);
    payload(
        &riley(),
        authorization,
        &scope,
        ACCESS_TOKEN,
        NOW,
        &profile(),
    )
}

#[test]
fn the_at_hash_of_oidc_core_a_3_holds() {
    assert_eq!(at_hash(ACCESS_TOKEN), "77QmUPtjPfzWtF2AnpK9RQ");
}

#[test]
fn openid_alone_gives_what_every_id_token_has() {
    insta::assert_json_snapshot!(payload_of(&authorization(), "openid"), @r#"
    {
      "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
      "at_hash": "77QmUPtjPfzWtF2AnpK9RQ",
      "aud": "two",
      "exp": 1790003600,
      "iat": 1790000000,
      "iss": "https://localhost:8443/a/consumer/api/v0/oidc"
    }
    "#);
}

#[test]
fn everything_that_can_be_asked_for_has_its_place() {
    let asked = r#"{"id_token":{"sid":null,"birthdate":null,"shoe_size":null,"email":null,"iss":null,
        "https://api.banno.com/consumer/claim/institution_id":null,"auth_time":{"essential":true},
        "acr":{"values":["a"]}},"userinfo":{"phone_number":null}}"#;
    let authorization = Authorization {
        nonce: Some("n-0S6_WzA2Mj".to_owned()),
        claims: ClaimsRequest::parse(asked).unwrap(),
        ..authorization()
    };

    let scope = "openid profile email address";
    insta::assert_json_snapshot!(payload_of(&authorization, scope), @r#"
    {
      "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
      "family_name": "Doe",
      "given_name": "Riley",
      "name": "Riley Doe",
      "preferred_username": "rileydoe",
      "locale": "en-US",
      "email": "rileydoe@jackhenry.dev",
      "address": {
        "street_address": "400 Broad St",
        "locality": "Seattle",
        "region": "WA",
        "postal_code": "981090000"
      },
      "birthdate": "1951-03-02",
      "auth_time": 1789999000,
      "nonce": "n-0S6_WzA2Mj",
      "at_hash": "77QmUPtjPfzWtF2AnpK9RQ",
      "sid": "e10597ce-5d3c-4bd7-a9a4-31f3f4b5a3a5",
      "aud": "two",
      "exp": 1790003600,
      "iat": 1790000000,
      "iss": "https://localhost:8443/a/consumer/api/v0/oidc"
    }
    "#);
}

#[test]
fn claims_follow_the_order_of_the_scopes() {
    let keys = |scope: &str| -> Vec<String> {
        let payload = payload_of(&authorization(), scope);
        payload.keys().take(3).cloned().collect()
    };

    assert_eq!(keys("openid email phone"), ["sub", "email", "phone_number"]);
    assert_eq!(keys("phone openid email"), ["phone_number", "sub", "email"]);
}

#[test]
fn an_id_token_lives_for_an_hour() {
    let payload = payload_of(&authorization(), "openid");
    let seconds = |name: &str| payload[name].as_i64().unwrap();

    assert_eq!(seconds("exp") - seconds("iat"), 3600);
}
