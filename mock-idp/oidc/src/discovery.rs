//! The provider's metadata (OIDC Discovery 3), with the fields and in the order of Banno's.
//!
//! A field of Banno's that is not here names something that is not served yet.

use serde::Serialize;

use crate::profile::Profile;
use crate::scope::ScopeSet;

/// The document.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the document's own members")]
pub struct Metadata<'a> {
    acr_values_supported: [&'static str; 4],
    authorization_endpoint: String,
    claims_parameter_supported: bool,
    claims_supported: &'a [String],
    code_challenge_methods_supported: [&'static str; 1],
    grant_types_supported: [&'static str; 2],
    issuer: &'a str,
    jwks_uri: String,
    authorization_response_iss_parameter_supported: bool,
    response_modes_supported: [&'static str; 1],
    response_types_supported: [&'static str; 1],
    scopes_supported: &'a ScopeSet,
    subject_types_supported: [&'static str; 1],
    token_endpoint_auth_methods_supported: [&'static str; 2],
    token_endpoint: String,
    id_token_signing_alg_values_supported: [&'static str; 3],
    request_parameter_supported: bool,
    request_uri_parameter_supported: bool,
    userinfo_endpoint: String,
    claim_types_supported: [&'static str; 1],
}

impl<'a> Metadata<'a> {
    /// The document of an institution.
    #[must_use]
    pub fn of(profile: &'a Profile) -> Self {
        let issuer = &profile.issuer;
        Self {
            acr_values_supported: [
                "https://api.banno.com/consumer/security-level/standard",
                "https://api.banno.com/consumer/security-level/enhanced",
                "https://api.banno.com/consumer/security-level/high",
                "https://api.banno.com/consumer/security-level/restricted",
            ],
            authorization_endpoint: format!("{issuer}/auth"),
            claims_parameter_supported: true,
            claims_supported: &profile.claims,
            code_challenge_methods_supported: ["S256"],
            grant_types_supported: ["authorization_code", "refresh_token"],
            issuer,
            jwks_uri: format!("{issuer}/jwks"),
            authorization_response_iss_parameter_supported: true,
            response_modes_supported: ["query"],
            response_types_supported: ["code"],
            scopes_supported: &profile.scopes,
            subject_types_supported: ["public"],
            token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
            token_endpoint: format!("{issuer}/token"),
            id_token_signing_alg_values_supported: ["ES256", "PS256", "RS256"],
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
            userinfo_endpoint: format!("{issuer}/me"),
            claim_types_supported: ["normal"],
        }
    }
}
