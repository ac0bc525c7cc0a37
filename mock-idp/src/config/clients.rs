use std::collections::BTreeSet;

use oidc::client::{Client, ClientAuthentication, GrantType, SigningAlg};
use oidc::profile::Profile;
use oidc::redirect_uri::check_registrable;
use oidc::response_type::ResponseType;
use oidc::scope::ScopeSet;
use oidc::secret::Secret;
use serde::Deserialize;

use super::names::known;

pub(super) const FIXTURE: &str = include_str!("../../../fixtures/clients.toml");

/// `[[clients]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientSection {
    client_id: String,
    client_secret: Option<Secret>,
    name: Option<String>,
    redirect_uris: Vec<String>,
    #[serde(default)]
    post_logout_redirect_uris: Vec<String>,
    #[serde(default = "code")]
    response_types: Vec<ResponseType>,
    #[serde(default)]
    token_endpoint_auth_method: AuthMethod,
    #[serde(default)]
    id_token_signed_response_alg: SigningAlg,
    #[serde(default = "yes")]
    require_consent: bool,
    #[serde(default = "yes")]
    require_pkce: bool,
    #[serde(default = "all_grants")]
    grant_types: Vec<GrantType>,
    scopes: Option<Vec<String>>,
    #[serde(default)]
    claims: BTreeSet<String>,
}

/// `token_endpoint_auth_method`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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
