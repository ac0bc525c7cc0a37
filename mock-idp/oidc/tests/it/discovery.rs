use std::sync::Arc;

use oidc::discovery::Metadata;
use oidc::profile::Profile;
use oidc::scope::ScopeSet;
use serde_json::Value;

use crate::given::{ISSUER, profile};

/// Metadata of a live Banno institution, captured on 2026-09-14.
const CAPTURED: &str = include_str!("../../../../fixtures/live/openid-configuration.json");
const CAPTURED_ISSUER: &str = "https://connect.glacierbank.com/a/consumer/api/v0/oidc";

fn names(member: &str) -> Vec<String> {
    let captured: Value = serde_json::from_str(CAPTURED).unwrap();
    serde_json::from_value(captured[member].clone()).unwrap()
}

#[test]
fn the_document_is_that_of_a_live_institution_byte_for_byte() {
    let mut profile = profile();
    let scopes = names("scopes_supported");
    profile.scopes = Arc::new(ScopeSet::from(scopes));
    profile.claims = Arc::new(names("claims_supported"));
    let document = serde_json::to_string(&Metadata::of(&profile)).unwrap();

    // The file ends with a newline, which the institution did not send.
    let expected = CAPTURED.trim_end().replace(CAPTURED_ISSUER, ISSUER);
    assert_eq!(document, expected);
}

#[test]
fn with_a_back_channel_servers_are_sent_there_and_browsers_to_the_issuer() {
    let front = profile();
    let back = Profile {
        back_channel: Some("http://mock:8443/a/consumer/api/v0/oidc".to_owned()),
        ..profile()
    };
    let document = |profile: &Profile| serde_json::to_value(Metadata::of(profile)).unwrap();
    let (front, back) = (document(&front), document(&back));

    let servers = [
        ("jwks_uri", "jwks"),
        ("token_endpoint", "token"),
        ("pushed_authorization_request_endpoint", "request"),
        ("userinfo_endpoint", "me"),
        ("introspection_endpoint", "token/introspection"),
        ("revocation_endpoint", "token/revocation"),
    ];
    let mut expected = front;
    for (member, path) in servers {
        expected[member] = format!("http://mock:8443/a/consumer/api/v0/oidc/{path}").into();
    }
    assert_eq!(back, expected);
    assert_eq!(back["issuer"], ISSUER);
}

#[test]
fn the_document_says_whether_responses_carry_the_issuer() {
    let mut profile = profile();
    let says = |profile: &_| {
        let document = serde_json::to_value(Metadata::of(profile)).unwrap();
        document["authorization_response_iss_parameter_supported"].clone()
    };

    assert_eq!(says(&profile), true);
    profile.policies.authorization_response_iss = false;
    assert_eq!(says(&profile), false);
}

#[test]
fn the_document_has_the_scopes_and_claims_of_the_institution() {
    let mut profile = profile();
    profile.scopes = Arc::new(ScopeSet::parse("openid email"));
    Arc::make_mut(&mut profile.claims).truncate(2);
    let document = serde_json::to_value(Metadata::of(&profile)).unwrap();

    let listed = |member: &str| document[member].to_string();
    assert_eq!(listed("scopes_supported"), r#"["openid","email"]"#);
    assert_eq!(listed("claims_supported"), r#"["sub","family_name"]"#);
}
