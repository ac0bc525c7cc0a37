mod cryptography;

use std::collections::BTreeSet;

use jose::{ContentEncryption, JwsAlg, KeyManagement};
use oidc::client::{Client, GrantType, SigningAlg};
use oidc::newcomer::Newcomer;
use oidc::profile::Profile;
use oidc::redirect_uri::check_registrable;
use oidc::response_type::ResponseType;
use oidc::scope::ScopeSet;
use oidc::secret::Secret;
use oidc::token_exchange::TOKEN_EXCHANGE;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::names::known;

pub(super) const FIXTURE: &str = include_str!("../../../../fixtures/clients.toml");

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
    /// `none` for a public client, `private_key_jwt` for one that signs; either transport of a secret is taken for
    /// either. `first_use`: a secret or none, whatever it comes with first (the leniency `allow_unknown_clients`).
    #[serde(default)]
    token_endpoint_auth_method: AuthMethod,
    /// What its assertions are signed with (`private_key_jwt`); any algorithm that is offered, unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    token_endpoint_auth_signing_alg: Option<JwsAlg>,
    /// Its public keys, as a JWK set (RFC 7517 5); nothing is fetched, so there is no `jwks_uri`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    jwks: Option<Value>,
    /// What its ID tokens are signed with; that of the institution's policies unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token_signed_response_alg: Option<SigningAlg>,
    /// How the keys of its ID tokens are encrypted; the tokens are not unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    id_token_encrypted_response_alg: Option<KeyManagement>,
    /// How its ID tokens are encrypted; `A128CBC-HS256` unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    id_token_encrypted_response_enc: Option<ContentEncryption>,
    /// What `/me` signs its answers with; they are JSON unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    userinfo_signed_response_alg: Option<SigningAlg>,
    /// How the keys of the signed answers of `/me` are encrypted; the answers are not unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    userinfo_encrypted_response_alg: Option<KeyManagement>,
    /// How the signed answers of `/me` are encrypted; `A128CBC-HS256` unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    userinfo_encrypted_response_enc: Option<ContentEncryption>,
    /// Whether it gets access tokens that are bound to a key and no others (RFC 9449 5.2).
    #[serde(default)]
    dpop_bound_access_tokens: bool,
    /// Banno's "User consent required".
    #[serde(default = "yes")]
    require_consent: bool,
    /// Banno always requires it, so it is required unless told otherwise; in the profile `certification` it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    require_pkce: Option<bool>,
    /// `authorization_code` and `refresh_token` unless told otherwise.
    #[serde(default = "usual_grants")]
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
    FirstUse,
    None,
    PrivateKeyJwt,
}

impl ClientSection {
    /// A client that registers itself: all that is not known of it is as usual.
    #[must_use]
    pub fn at_first_use(newcomer: Newcomer<'_>) -> Self {
        Self {
            client_id: newcomer.client_id.to_owned(),
            client_secret: None,
            name: None,
            redirect_uris: vec![newcomer.redirect_uri.to_owned()],
            post_logout_redirect_uris: Vec::new(),
            response_types: code(),
            token_endpoint_auth_method: AuthMethod::FirstUse,
            token_endpoint_auth_signing_alg: None,
            jwks: None,
            id_token_signed_response_alg: None,
            id_token_encrypted_response_alg: None,
            id_token_encrypted_response_enc: None,
            userinfo_signed_response_alg: None,
            userinfo_encrypted_response_alg: None,
            userinfo_encrypted_response_enc: None,
            dpop_bound_access_tokens: false,
            require_consent: true,
            require_pkce: None,
            grant_types: usual_grants(),
            scopes: None,
            claims: BTreeSet::new(),
        }
    }

    /// Such a client with the secret that it has brought, or as a public one; `None` where that is settled.
    #[must_use]
    pub fn settled(&self, secret: Option<Secret>) -> Option<Self> {
        let is_open = self.token_endpoint_auth_method == AuthMethod::FirstUse;
        is_open.then(|| Self {
            token_endpoint_auth_method: match secret {
                Some(_) => AuthMethod::ClientSecretPost,
                None => AuthMethod::None,
            },
            client_secret: secret,
            ..self.clone()
        })
    }

    pub(super) fn build(&self, profile: &Profile) -> Result<Client, String> {
        let id = &self.client_id;
        let of = |key: &str| format!("clients.{key} of `{id}`");
        if id.is_empty() {
            return Err("clients.client_id must not be empty".to_owned());
        }
        if id.chars().any(char::is_control) {
            return Err(format!("{} has a control character", of("client_id")));
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
                "{} needs at least one: authorization_code, refresh_token, {TOKEN_EXCHANGE}",
                of("grant_types")
            ));
        }
        if self.token_endpoint_auth_method == AuthMethod::None
            && self.grant_types.contains(&GrantType::TokenExchange)
        {
            return Err(format!(
                "{}: {TOKEN_EXCHANGE} is not for a public client (token_endpoint_auth_method = \"none\")",
                of("grant_types")
            ));
        }
        let keys = self
            .keys()
            .map_err(|what| format!("{} {what}", of("jwks")))?;
        let encryptions = self
            .encryptions(&keys)
            .map_err(|(key, what)| format!("{} {what}", of(key)))?;
        if self.scopes.as_ref().is_some_and(Vec::is_empty) {
            return Err(format!(
                "{} is empty; leave it out where the client may ask for everything",
                of("scopes")
            ));
        }
        self.check_offered(&profile.offer)
            .map_err(|(key, what)| format!("{} {what}", of(key)))?;
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
                .authentication(keys)
                .map_err(|(key, what)| format!("{} {what}", of(key)))?,
            redirect_uris: self.redirect_uris.clone(),
            post_logout_redirect_uris: self.post_logout_redirect_uris.clone(),
            response_types: self.response_types.clone(),
            grant_types: self.grant_types.clone(),
            scopes,
            claims: self.claims.clone(),
            id_token_alg: self
                .id_token_signed_response_alg
                .unwrap_or(profile.policies.id_token_signed_response_alg),
            id_token_encryption: encryptions.id_token,
            userinfo_alg: self.userinfo_signed_response_alg,
            userinfo_encryption: encryptions.userinfo,
            dpop_bound_access_tokens: self.dpop_bound_access_tokens,
            require_consent: self.require_consent,
            require_pkce: self
                .require_pkce
                .unwrap_or_else(|| profile.name.requires_pkce()),
        })
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

fn usual_grants() -> Vec<GrantType> {
    vec![GrantType::AuthorizationCode, GrantType::RefreshToken]
}
