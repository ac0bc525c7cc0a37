//! The provider's metadata (OIDC Discovery 3): every member of Banno's, in Banno's order.

use jose::{ContentEncryption, JwsAlg, KeyManagement};
use serde::Serialize;

use crate::client_auth::ASSERTION_ALGS;
use crate::dpop::PROOF_ALGS;
use crate::profile::Profile;
use crate::scope::ScopeSet;
use crate::security_level::SecurityLevel;
use crate::token_exchange::TOKEN_EXCHANGE;

/// The document.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the document's own members")]
pub struct Metadata<'a> {
    acr_values_supported: [&'static str; 4],
    authorization_endpoint: String,
    claims_parameter_supported: bool,
    claims_supported: &'a [String],
    code_challenge_methods_supported: [&'static str; 1],
    end_session_endpoint: String,
    grant_types_supported: [&'static str; 3],
    issuer: &'a str,
    jwks_uri: String,
    authorization_response_iss_parameter_supported: bool,
    response_modes_supported: [&'static str; 3],
    response_types_supported: [&'static str; 2],
    scopes_supported: &'a ScopeSet,
    subject_types_supported: [&'static str; 1],
    token_endpoint_auth_methods_supported: [&'static str; 3],
    token_endpoint_auth_signing_alg_values_supported: [&'static str; 4],
    token_endpoint: String,
    id_token_signing_alg_values_supported: [&'static str; 3],
    id_token_encryption_alg_values_supported: [&'static str; 6],
    id_token_encryption_enc_values_supported: [&'static str; 4],
    pushed_authorization_request_endpoint: String,
    request_parameter_supported: bool,
    request_uri_parameter_supported: bool,
    userinfo_endpoint: String,
    userinfo_signing_alg_values_supported: [&'static str; 3],
    userinfo_encryption_alg_values_supported: [&'static str; 6],
    userinfo_encryption_enc_values_supported: [&'static str; 4],
    introspection_endpoint: String,
    dpop_signing_alg_values_supported: [&'static str; 7],
    revocation_endpoint: String,
    claim_types_supported: [&'static str; 1],
}

const SIGNING_ALGS: [&str; 3] = ["ES256", "PS256", "RS256"];
impl<'a> Metadata<'a> {
    /// The document of an institution. It is one and the same whoever asks, since whoever fetches it
    /// holds `issuer` against the one that it was told (OIDC Discovery 4.3); what browsers are sent to
    /// stands below the issuer, what servers call at the back channel, if there is one.
    #[must_use]
    pub fn of(profile: &'a Profile) -> Self {
        let issuer = &profile.issuer;
        let back = profile.back_channel.as_ref().unwrap_or(issuer);
        Self {
            acr_values_supported: SecurityLevel::ALL.map(SecurityLevel::acr),
            authorization_endpoint: format!("{issuer}/auth"),
            claims_parameter_supported: true,
            claims_supported: &profile.claims,
            code_challenge_methods_supported: ["S256"],
            end_session_endpoint: format!("{issuer}/logout"),
            grant_types_supported: ["authorization_code", "refresh_token", TOKEN_EXCHANGE],
            issuer,
            jwks_uri: format!("{back}/jwks"),
            authorization_response_iss_parameter_supported: profile
                .policies
                .authorization_response_iss,
            response_modes_supported: ["form_post", "fragment", "query"],
            response_types_supported: ["code", "none"],
            scopes_supported: &profile.scopes,
            subject_types_supported: ["public"],
            token_endpoint_auth_methods_supported: [
                "client_secret_basic",
                "client_secret_post",
                "private_key_jwt",
            ],
            token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGS.map(JwsAlg::as_str),
            token_endpoint: format!("{back}/token"),
            id_token_signing_alg_values_supported: SIGNING_ALGS,
            id_token_encryption_alg_values_supported: KeyManagement::ALL.map(KeyManagement::as_str),
            id_token_encryption_enc_values_supported: ContentEncryption::ALL
                .map(ContentEncryption::as_str),
            pushed_authorization_request_endpoint: format!("{back}/request"),
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
            userinfo_endpoint: format!("{back}/me"),
            userinfo_signing_alg_values_supported: SIGNING_ALGS,
            userinfo_encryption_alg_values_supported: KeyManagement::ALL.map(KeyManagement::as_str),
            userinfo_encryption_enc_values_supported: ContentEncryption::ALL
                .map(ContentEncryption::as_str),
            introspection_endpoint: format!("{back}/token/introspection"),
            dpop_signing_alg_values_supported: PROOF_ALGS.map(JwsAlg::as_str),
            revocation_endpoint: format!("{back}/token/revocation"),
            claim_types_supported: ["normal"],
        }
    }
}
