//! The provider's metadata (OIDC Discovery 3): every member of Banno's, in Banno's order.

use jose::{ContentEncryption, JwsAlg, KeyManagement};
use serde::Serialize;

use crate::client::{GrantType, SigningAlg};
use crate::client_auth::AuthMethod;
use crate::pkce::CodeChallengeMethod;
use crate::profile::Profile;
use crate::response_mode::ResponseMode;
use crate::response_type::ResponseType;
use crate::scope::ScopeSet;
use crate::security_level::SecurityLevel;

/// The document. What is empty or not there is left out.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the document's own members")]
pub struct Metadata<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acr_values_supported: Names,
    authorization_endpoint: String,
    claims_parameter_supported: bool,
    claims_supported: &'a [String],
    code_challenge_methods_supported: Names,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_session_endpoint: Option<String>,
    grant_types_supported: Names,
    issuer: &'a str,
    jwks_uri: String,
    authorization_response_iss_parameter_supported: bool,
    response_modes_supported: Names,
    response_types_supported: Names,
    scopes_supported: &'a ScopeSet,
    subject_types_supported: [&'static str; 1],
    token_endpoint_auth_methods_supported: Names,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    token_endpoint_auth_signing_alg_values_supported: Names,
    token_endpoint: String,
    id_token_signing_alg_values_supported: Names,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    id_token_encryption_alg_values_supported: Names,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    id_token_encryption_enc_values_supported: Names,
    #[serde(skip_serializing_if = "Option::is_none")]
    pushed_authorization_request_endpoint: Option<String>,
    request_parameter_supported: bool,
    request_uri_parameter_supported: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    userinfo_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    userinfo_signing_alg_values_supported: Names,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    userinfo_encryption_alg_values_supported: Names,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    userinfo_encryption_enc_values_supported: Names,
    #[serde(skip_serializing_if = "Option::is_none")]
    introspection_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dpop_signing_alg_values_supported: Names,
    #[serde(skip_serializing_if = "Option::is_none")]
    revocation_endpoint: Option<String>,
    claim_types_supported: [&'static str; 1],
}

type Names = Vec<&'static str>;

impl<'a> Metadata<'a> {
    /// The document of an institution. It is one and the same whoever asks, since whoever fetches it
    /// holds `issuer` against the one that it was told (OIDC Discovery 4.3); what browsers are sent to
    /// stands below the issuer, what servers call at the back channel, if there is one.
    #[must_use]
    pub fn of(profile: &'a Profile) -> Self {
        let (issuer, offer) = (&profile.issuer, &profile.offer);
        let back = profile.back_channel.as_ref().unwrap_or(issuer);
        let endpoints = offer.endpoints;
        let front = |is_there: bool, path: &str| is_there.then(|| format!("{issuer}{path}"));
        let behind = |is_there: bool, path: &str| is_there.then(|| format!("{back}{path}"));
        let (id_token, userinfo) = (&offer.id_token_encryption, &offer.userinfo_encryption);
        Self {
            acr_values_supported: names(&offer.acr_values, SecurityLevel::acr),
            authorization_endpoint: format!("{issuer}/auth"),
            claims_parameter_supported: offer.claims_parameter,
            claims_supported: &profile.claims,
            code_challenge_methods_supported: names(
                &offer.code_challenge_methods,
                CodeChallengeMethod::as_str,
            ),
            end_session_endpoint: front(endpoints.end_session, "/logout"),
            grant_types_supported: names(&offer.grant_types, GrantType::as_str),
            issuer,
            jwks_uri: format!("{back}/jwks"),
            authorization_response_iss_parameter_supported: profile
                .policies
                .authorization_response_iss,
            response_modes_supported: names(&offer.response_modes, ResponseMode::as_str),
            response_types_supported: names(&offer.response_types, ResponseType::as_str),
            scopes_supported: &profile.scopes,
            subject_types_supported: ["public"],
            token_endpoint_auth_methods_supported: names(&offer.auth_methods, AuthMethod::as_str),
            token_endpoint_auth_signing_alg_values_supported: names(
                &offer.assertion_algs,
                JwsAlg::as_str,
            ),
            token_endpoint: format!("{back}/token"),
            id_token_signing_alg_values_supported: names(&offer.id_token_algs, SigningAlg::as_str),
            id_token_encryption_alg_values_supported: names(&id_token.algs, KeyManagement::as_str),
            id_token_encryption_enc_values_supported: names(
                &id_token.encs,
                ContentEncryption::as_str,
            ),
            pushed_authorization_request_endpoint: behind(
                endpoints.pushed_authorization_request,
                "/request",
            ),
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
            userinfo_endpoint: behind(endpoints.userinfo, "/me"),
            userinfo_signing_alg_values_supported: names(&offer.userinfo_algs, SigningAlg::as_str),
            userinfo_encryption_alg_values_supported: names(&userinfo.algs, KeyManagement::as_str),
            userinfo_encryption_enc_values_supported: names(
                &userinfo.encs,
                ContentEncryption::as_str,
            ),
            introspection_endpoint: behind(endpoints.introspection, "/token/introspection"),
            dpop_signing_alg_values_supported: names(&offer.proof_algs, JwsAlg::as_str),
            revocation_endpoint: behind(endpoints.revocation, "/token/revocation"),
            claim_types_supported: ["normal"],
        }
    }
}

fn names<T: Copy>(list: &[T], name: impl Fn(T) -> &'static str) -> Names {
    list.iter().copied().map(name).collect()
}
