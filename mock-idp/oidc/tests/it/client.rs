use oidc::client::{GrantType, SigningAlg};

use crate::given::{client, narrow_client, public_client};

#[test]
fn redirect_uris_are_compared_character_for_character() {
    let client = client();

    assert!(client.has_redirect_uri("https://rp.example/other"));
    for near in [
        "https://rp.example/OTHER",
        "https://rp.example/other/",
        "https://rp.example/oth%65r",
        "",
    ] {
        assert!(!client.has_redirect_uri(near), "{near}");
    }
}

#[test]
fn only_a_single_redirect_uri_may_be_left_out() {
    assert_eq!(client().only_redirect_uri(), None);
    assert_eq!(
        public_client().only_redirect_uri(),
        Some("https://one.example/cb")
    );
}

#[test]
fn a_client_may_use_the_grants_that_it_is_registered_for() {
    assert!(client().may_use(GrantType::RefreshToken));
    assert!(!narrow_client().may_use(GrantType::RefreshToken));
    assert!(narrow_client().may_use(GrantType::AuthorizationCode));
}

#[test]
fn names_on_the_wire_are_the_registered_ones() {
    for alg in [SigningAlg::Es256, SigningAlg::Ps256, SigningAlg::Rs256] {
        assert_eq!(serde_json::to_value(alg).unwrap(), alg.as_str());
    }
    assert_eq!(SigningAlg::default().as_str(), "ES256");
    assert_eq!(
        serde_json::to_value(GrantType::RefreshToken).unwrap(),
        "refresh_token"
    );
}

#[test]
fn only_a_client_without_a_secret_is_public() {
    assert!(public_client().is_public());
    assert!(!client().is_public());
}
