use std::collections::BTreeSet;
use std::sync::Arc;

use insta::assert_snapshot;
use oidc::claims::{Claims, ClaimsRequest};
use oidc::client::SigningAlg;
use oidc::discovery::Metadata;
use oidc::id_token::payload;
use oidc::policy::{IdTokenClaims, IdTokenSid, Policies};
use oidc::profile::{Profile, ProfileName, certification};
use oidc::scope::ScopeSet;
use oidc::userinfo::response;
use serde_json::{Value, json};

use crate::given::{NOW, access_token, authorization, client, profile, riley, table};

/// What `scopes_supported` and `claims_supported` are in the profile, and all else that it decides.
fn certified() -> Profile {
    let name = ProfileName::Certification;
    Profile {
        name,
        scopes: Arc::new(certification::scopes()),
        claims: Arc::new(certification::claims()),
        offer: name.offer(),
        policies: name.policies(),
        ..profile()
    }
}

/// The claims of a scope at Banno, and by OpenID Connect Core 5.4.
const SCOPES: &str = "
    openid | sub | sub
    profile | family_name given_name middle_name name nickname picture preferred_username locale \
            | name family_name given_name middle_name nickname preferred_username profile picture website gender birthdate zoneinfo locale updated_at
    email | email | email email_verified
    address | address | address
    phone | phone_number | phone_number phone_number_verified
    offline_access | |
    nobody_knows_it | |
";

#[test]
fn each_profile_has_its_own_table_of_scopes_and_claims() {
    for [scope, at_banno, by_core] in table::<3>(SCOPES) {
        for (profile, expected) in [(profile(), at_banno), (certified(), by_core)] {
            let scopes = ScopeSet::parse(scope);
            let released: Vec<_> = profile.scope_claims(&scopes).collect();
            let expected: Vec<_> = expected.split_whitespace().collect();
            assert_eq!(released, expected, "{scope} of {}", profile.name.as_str());
        }
    }
}

#[test]
fn in_the_profile_certification_every_scope_s_claim_is_listed_and_nothing_is_known_besides() {
    let profile = certified();
    let listed: BTreeSet<_> = profile.claims.iter().map(String::as_str).collect();
    assert_eq!(listed.len(), profile.claims.len(), "each stands once");
    let known: BTreeSet<_> = profile.claim_names().collect();
    assert_eq!(known, listed);
    for claim in profile.scope_claims(&profile.scopes) {
        assert!(listed.contains(claim), "{claim}");
        assert!(profile.releases(claim, &client()), "{claim}");
    }
    assert!(!profile.knows_claim("https://api.banno.com/consumer/claim/institution_id"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "one document, to be read as one")]
fn the_document_of_the_profile_certification_has_registered_members_only() {
    let document = serde_json::to_string_pretty(&Metadata::of(&certified())).unwrap();
    assert_snapshot!(document, @r#"
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
        "name",
        "family_name",
        "given_name",
        "middle_name",
        "nickname",
        "preferred_username",
        "profile",
        "picture",
        "website",
        "gender",
        "birthdate",
        "zoneinfo",
        "locale",
        "updated_at",
        "email",
        "email_verified",
        "address",
        "phone_number",
        "phone_number_verified",
        "iss",
        "aud",
        "exp",
        "iat",
        "auth_time",
        "acr",
        "sid"
      ],
      "code_challenge_methods_supported": [
        "S256"
      ],
      "end_session_endpoint": "https://localhost:8443/a/consumer/api/v0/oidc/logout",
      "grant_types_supported": [
        "authorization_code",
        "refresh_token"
      ],
      "issuer": "https://localhost:8443/a/consumer/api/v0/oidc",
      "jwks_uri": "https://localhost:8443/a/consumer/api/v0/oidc/jwks",
      "authorization_response_iss_parameter_supported": true,
      "response_modes_supported": [
        "form_post",
        "fragment",
        "query"
      ],
      "response_types_supported": [
        "code"
      ],
      "scopes_supported": [
        "openid",
        "profile",
        "email",
        "address",
        "phone",
        "offline_access"
      ],
      "subject_types_supported": [
        "public"
      ],
      "token_endpoint_auth_methods_supported": [
        "client_secret_basic",
        "client_secret_post",
        "private_key_jwt"
      ],
      "token_endpoint_auth_signing_alg_values_supported": [
        "RS256",
        "PS256",
        "ES256",
        "EdDSA"
      ],
      "token_endpoint": "https://localhost:8443/a/consumer/api/v0/oidc/token",
      "id_token_signing_alg_values_supported": [
        "RS256",
        "ES256",
        "PS256"
      ],
      "id_token_encryption_alg_values_supported": [
        "A128KW",
        "A256KW",
        "ECDH-ES",
        "RSA-OAEP",
        "RSA-OAEP-256",
        "dir"
      ],
      "id_token_encryption_enc_values_supported": [
        "A128CBC-HS256",
        "A128GCM",
        "A256CBC-HS512",
        "A256GCM"
      ],
      "pushed_authorization_request_endpoint": "https://localhost:8443/a/consumer/api/v0/oidc/request",
      "request_parameter_supported": false,
      "request_uri_parameter_supported": false,
      "userinfo_endpoint": "https://localhost:8443/a/consumer/api/v0/oidc/me",
      "userinfo_signing_alg_values_supported": [
        "RS256",
        "ES256",
        "PS256"
      ],
      "userinfo_encryption_alg_values_supported": [
        "A128KW",
        "A256KW",
        "ECDH-ES",
        "RSA-OAEP",
        "RSA-OAEP-256",
        "dir"
      ],
      "userinfo_encryption_enc_values_supported": [
        "A128CBC-HS256",
        "A128GCM",
        "A256CBC-HS512",
        "A256GCM"
      ],
      "introspection_endpoint": "https://localhost:8443/a/consumer/api/v0/oidc/token/introspection",
      "dpop_signing_alg_values_supported": [
        "PS256",
        "PS384",
        "ES256",
        "ES256K",
        "ES384",
        "ES512",
        "EdDSA"
      ],
      "revocation_endpoint": "https://localhost:8443/a/consumer/api/v0/oidc/token/revocation",
      "claim_types_supported": [
        "normal"
      ]
    }
    "#);
}

#[test]
fn the_profiles_differ_in_what_stands_in_id_tokens_and_in_nothing_else_that_is_a_policy() {
    assert_eq!(ProfileName::Banno.policies(), Policies::default());
    assert_eq!(
        ProfileName::Certification.policies(),
        Policies {
            id_token_claims: IdTokenClaims::Requested,
            id_token_sid: IdTokenSid::Always,
            id_token_signed_response_alg: SigningAlg::Rs256,
            ..Policies::default()
        }
    );
    let needed = ProfileName::ALL.map(ProfileName::requires_pkce);
    assert_eq!(needed, [true, false]);
}

#[test]
fn policies_that_are_the_profile_s_own_are_not_changed() {
    let certification = ProfileName::Certification.policies();
    assert!(certification.changed(&certification).is_empty());
    assert_eq!(
        certification.changed(&Policies::default()),
        [
            "id_token_claims = requested",
            "id_token_sid = always",
            "id_token_signed_response_alg = RS256"
        ]
    );
}

fn id_token_of(profile: &Profile, claims: &Value) -> Claims {
    let authorization = authorization_for(claims);
    let scope = ScopeSet::parse("openid profile email phone");
    payload(&riley(), &authorization, &scope, "at", NOW, profile)
}

fn authorization_for(claims: &Value) -> oidc::authorization_code::Authorization {
    let mut authorization = authorization();
    authorization.claims = ClaimsRequest::parse(&claims.to_string()).unwrap();
    authorization
}

#[test]
fn id_tokens_of_the_profile_certification_have_sid_and_what_was_asked_for_by_name() {
    let names = |claims: &Value| -> Vec<String> {
        let payload = id_token_of(&certified(), claims);
        payload.keys().cloned().collect()
    };
    assert_eq!(
        names(&json!({ "userinfo": { "name": null } })),
        ["sub", "at_hash", "sid", "aud", "exp", "iat", "iss"]
    );
    assert_eq!(
        names(&json!({ "id_token": { "name": null, "auth_time": null, "website": null } })),
        [
            "sub",
            "name",
            "auth_time",
            "at_hash",
            "sid",
            "aud",
            "exp",
            "iat",
            "iss"
        ]
    );
    let payload = id_token_of(&certified(), &json!({ "id_token": {} }));
    assert_eq!(payload["sid"], authorization().sid);
    let at_banno = id_token_of(&profile(), &json!({ "id_token": {} }));
    assert!(!at_banno.contains_key("sid") && at_banno.contains_key("email"));
}

#[test]
fn what_a_token_says_of_itself_needs_no_consent_and_is_no_claim_about_the_user() {
    let profile = certified();
    let about = "iss aud exp iat auth_time acr sid sub";
    let asked: Value = about
        .split(' ')
        .map(|name| (name.to_owned(), Value::Null))
        .collect();
    let asked = json!({ "id_token": asked, "userinfo": asked });
    let asked = ClaimsRequest::parse(&asked.to_string()).unwrap();
    let to_consent = asked.to_consent(|claim| profile.knows_claim(claim));
    assert!(to_consent.is_empty(), "{to_consent:?}");

    let mut token = access_token();
    token.claims = asked;
    let told = response(&riley(), &token, &ScopeSet::parse("openid"), &profile);
    assert_eq!(told.keys().collect::<Vec<_>>(), ["sub"]);
}

#[test]
fn a_profile_is_read_by_its_name_and_a_wrong_one_is_told_what_there_is() {
    for profile in ProfileName::ALL {
        let name = profile.as_str();
        assert_eq!(name.parse(), Ok(profile));
        assert_eq!(serde_json::to_value(profile).unwrap(), json!(name));
        let read: ProfileName = serde_json::from_value(json!(name)).unwrap();
        assert_eq!(read, profile);
    }
    let wrong = serde_json::from_value::<ProfileName>(json!("Certification")).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "profile: unknown value `Certification`; there are banno, certification"
    );
}
