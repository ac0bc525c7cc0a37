use oidc::discovery::Metadata;
use serde_json::Value;

use crate::given::profile;

/// Banno's own members in their order, without those that name what is not served yet.
const MEMBERS: [&str; 20] = [
    "acr_values_supported",
    "authorization_endpoint",
    "claims_parameter_supported",
    "claims_supported",
    "code_challenge_methods_supported",
    "grant_types_supported",
    "issuer",
    "jwks_uri",
    "authorization_response_iss_parameter_supported",
    "response_modes_supported",
    "response_types_supported",
    "scopes_supported",
    "subject_types_supported",
    "token_endpoint_auth_methods_supported",
    "token_endpoint",
    "id_token_signing_alg_values_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "userinfo_endpoint",
    "claim_types_supported",
];

#[test]
fn the_document_has_bannos_members_in_bannos_order() {
    let document = serde_json::to_value(Metadata::of(&profile())).unwrap();
    let Value::Object(members) = document else {
        panic!("the document is an object");
    };

    assert_eq!(members.keys().collect::<Vec<_>>(), MEMBERS);
}

#[test]
fn the_document_says_what_is_served() {
    let mut profile = profile();
    profile.scopes = profile.scopes.filter(|scope| scope.starts_with('o'));
    profile.claims.truncate(2);

    insta::assert_json_snapshot!(Metadata::of(&profile), @r#"
    {
      "acr_values_supported": [
        "https://api.banno.com/consumer/security-level/standard",
        "https://api.banno.com/consumer/security-level/enhanced",
        "https://api.banno.com/consumer/security-level/high",
        "https://api.banno.com/consumer/security-level/restricted"
      ],
      "authorization_endpoint": "https://localhost:8443/a/consumer/api/v0/oidc/auth",
      "claims_parameter_supported": true,
      "claims_supported": [
        "sub",
        "family_name"
      ],
      "code_challenge_methods_supported": [
        "S256"
      ],
      "grant_types_supported": [
        "authorization_code",
        "refresh_token"
      ],
      "issuer": "https://localhost:8443/a/consumer/api/v0/oidc",
      "jwks_uri": "https://localhost:8443/a/consumer/api/v0/oidc/jwks",
      "authorization_response_iss_parameter_supported": true,
      "response_modes_supported": [
        "query"
      ],
      "response_types_supported": [
        "code"
      ],
      "scopes_supported": [
        "openid",
        "offline_access"
      ],
      "subject_types_supported": [
        "public"
      ],
      "token_endpoint_auth_methods_supported": [
        "client_secret_basic",
        "client_secret_post"
      ],
      "token_endpoint": "https://localhost:8443/a/consumer/api/v0/oidc/token",
      "id_token_signing_alg_values_supported": [
        "ES256",
        "PS256",
        "RS256"
      ],
      "request_parameter_supported": false,
      "request_uri_parameter_supported": false,
      "userinfo_endpoint": "https://localhost:8443/a/consumer/api/v0/oidc/me",
      "claim_types_supported": [
        "normal"
      ]
    }
    "#);
}
