use std::collections::BTreeSet;

use oidc::client::{Client, ClientAuthentication, GrantType, SigningAlg};
use oidc::profile::Profile;
use oidc::redirect_uri::check_registrable;
use oidc::response_type::ResponseType;
use oidc::scope::ScopeSet;
use oidc::secret::Secret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::known;

pub(super) const FIXTURE: &str = include_str!("../../../fixtures/clients.toml");

/// `[[clients]]`: a registered client, in the words of OpenID Connect Dynamic Client Registration 2.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Client)]
pub struct ClientSection {
    /// Unique within the institution.
    pub(super) client_id: String,
    /// Left out for a public client.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    client_secret: Option<Secret>,
    /// What pages show; the `client_id` unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Compared as strings; at least one.
    redirect_uris: Vec<String>,
    /// Compared as strings (RP-Initiated Logout 3.1).
    #[serde(default)]
    post_logout_redirect_uris: Vec<String>,
    /// `code` unless told otherwise.
    #[serde(default = "code")]
    response_types: Vec<ResponseType>,
    /// `none` for a public client; either transport of a secret is taken for either.
    #[serde(default)]
    token_endpoint_auth_method: AuthMethod,
    /// What its ID tokens are signed with; `ES256` unless told otherwise.
    #[serde(default)]
    id_token_signed_response_alg: SigningAlg,
    /// Banno's "User consent required".
    #[serde(default = "yes")]
    require_consent: bool,
    /// Banno always requires it.
    #[serde(default = "yes")]
    require_pkce: bool,
    /// Both unless told otherwise.
    #[serde(default = "all_grants")]
    grant_types: Vec<GrantType>,
    /// What it may ask for; everything unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
    /// The restricted claims that are enabled for it.
    #[serde(default)]
    claims: BTreeSet<String>,
}

/// `token_endpoint_auth_method`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AuthMethod {
    ClientSecretBasic,
    #[default]
    ClientSecretPost,
    None,
}

impl ClientSection {
    pub(super) fn build(&self, profile: &Profile) -> Result<Client, String> {
        let id = &self.client_id;
        let of = |key: &str| format!("clients.{key} of `{id}`");
        if id.is_empty() {
            return Err("clients.client_id must not be empty".to_owned());
        }
        if self.redirect_uris.is_empty() {
            return Err(format!("{} needs at least one URI", of("redirect_uris")));
        }
        for (key, uris) in [
            ("redirect_uris", &self.redirect_uris),
            ("post_logout_redirect_uris", &self.post_logout_redirect_uris),
        ] {
            for uri in uris {
                check_registrable(uri).map_err(|why| format!("{}: `{uri}` {why}", of(key)))?;
            }
        }
        if self.response_types.is_empty() {
            return Err(format!(
                "{} needs at least one: code, none",
                of("response_types")
            ));
        }
        if self.grant_types.is_empty() {
            return Err(format!(
                "{} needs at least one: authorization_code, refresh_token",
                of("grant_types")
            ));
        }
        if self.scopes.as_ref().is_some_and(Vec::is_empty) {
            return Err(format!(
                "{} is empty; leave it out where the client may ask for everything",
                of("scopes")
            ));
        }
        let scopes: Option<ScopeSet> = self
            .scopes
            .as_ref()
            .map(|scopes| scopes.iter().map(String::as_str).collect());
        let supported: Vec<_> = profile.scopes.iter().collect();
        for scope in scopes.iter().flat_map(ScopeSet::iter) {
            known(scope, "institution.scopes", &supported)
                .map_err(|what| format!("{}: {what}", of("scopes")))?;
        }
        for claim in &self.claims {
            restricted(claim, profile).map_err(|what| format!("{}: {what}", of("claims")))?;
        }
        Ok(Client {
            id: id.clone(),
            name: self.name.clone().unwrap_or_else(|| id.clone()),
            authentication: self
                .authentication()
                .map_err(|what| format!("{} {what}", of("client_secret")))?,
            redirect_uris: self.redirect_uris.clone(),
            post_logout_redirect_uris: self.post_logout_redirect_uris.clone(),
            response_types: self.response_types.clone(),
            grant_types: self.grant_types.clone(),
            scopes,
            claims: self.claims.clone(),
            id_token_alg: self.id_token_signed_response_alg,
            require_consent: self.require_consent,
            require_pkce: self.require_pkce,
        })
    }

    fn authentication(&self) -> Result<ClientAuthentication, &'static str> {
        match (self.token_endpoint_auth_method, &self.client_secret) {
            (AuthMethod::None, None) => Ok(ClientAuthentication::None),
            (AuthMethod::None, Some(_)) => Err(
                "must be left out: a public client (token_endpoint_auth_method = \"none\") has no \
                 secret",
            ),
            (_, Some(secret)) if !secret.expose().is_empty() => {
                Ok(ClientAuthentication::Secret(secret.clone()))
            }
            _ => Err("is missing; a client without one is public and says \
                 token_endpoint_auth_method = \"none\""),
        }
    }
}

/// Only a restricted claim has to be enabled.
fn restricted(claim: &str, profile: &Profile) -> Result<(), String> {
    if profile.restricted.contains(claim) && profile.knows_claim(claim) {
        return Ok(());
    }
    if profile.knows_claim(claim) {
        return Err(format!(
            "`{claim}` is not restricted: every client may ask for it; leave it out here"
        ));
    }
    let supported: Vec<_> = profile.claim_names().collect();
    known(claim, "institution.claims", &supported)
}

const fn yes() -> bool {
    true
}

fn code() -> Vec<ResponseType> {
    vec![ResponseType::Code]
}

fn all_grants() -> Vec<GrantType> {
    vec![GrantType::AuthorizationCode, GrantType::RefreshToken]
}
