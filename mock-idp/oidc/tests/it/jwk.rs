use oidc::jwk::{Jwk, JwkSet};

#[test]
fn keys_have_the_librarys_members_in_its_order() {
    let keys = vec![
        Jwk::p256("sig-ec2-0", "X".to_owned(), "Y".to_owned()),
        Jwk::rsa("sig-rs-0", "AQAB".to_owned(), "N".to_owned()),
    ];

    assert_eq!(
        serde_json::to_string(&JwkSet { keys }).unwrap(),
        r#"{"keys":[{"kty":"EC","use":"sig","kid":"sig-ec2-0","alg":"ES256","crv":"P-256","x":"X","y":"Y"},{"kty":"RSA","use":"sig","kid":"sig-rs-0","e":"AQAB","n":"N"}]}"#
    );
}
