use oidc::entropy::{SeededEntropy, uuid};

use crate::given::{access_token, profile};

#[test]
fn the_payload_has_rfc_9068s_members_in_the_librarys_order() {
    let jti = uuid(&SeededEntropy::new(7));
    let payload = access_token().payload(jti, &profile());

    insta::assert_json_snapshot!(payload, @r#"
    {
      "jti": "e8dd943d-366c-4ae7-beb7-06c6ae668eff",
      "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
      "iat": 1790000000,
      "exp": 1790000600,
      "scope": "openid email offline_access",
      "client_id": "two",
      "iss": "https://localhost:8443/a/consumer/api/v0/oidc",
      "aud": "https://localhost:8443/a/consumer/api/v0"
    }
    "#);
}

#[test]
fn a_payload_reads_back_what_it_said() {
    let payload = access_token().payload("jti".to_owned(), &profile());
    let text = serde_json::to_string(&payload).unwrap();
    let read: oidc::access_token::Payload = serde_json::from_str(&text).unwrap();

    assert_eq!(serde_json::to_string(&read).unwrap(), text);
}
