use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Secret;
use super::secret::{self, Source};
use crate::options::AtUrl;

/// A registered application, by the names of RFC 7591.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "they are the standard's")]
pub(crate) struct Client {
    pub(crate) client_id: String,
    /// What pages call it; left out, its identifier.
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub(crate) client_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_secret: Option<Secret>,
    /// The environment variable with the secret.
    #[serde(default, skip_serializing)]
    client_secret_env: Option<String>,
    #[serde(
        default,
        skip_serializing,
        deserialize_with = "secret::no_file",
        rename = "client_secret_file"
    )]
    _client_secret_file: (),
    /// The scenarios use the first.
    pub(crate) redirect_uris: Vec<String>,
    /// Where the browser may go after a logout; the scenarios use the first.
    #[serde(default)]
    pub(crate) post_logout_redirect_uris: Vec<String>,
    /// The response types that it may use; left out, the provider's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) response_types: Option<Vec<String>>,
    #[serde(default = "client_secret_post")]
    pub(crate) token_endpoint_auth_method: String,
    #[serde(default = "es256")]
    pub(crate) id_token_signed_response_alg: String,
    /// The user is asked for consent.
    #[serde(default = "yes")]
    pub(crate) require_consent: bool,
    /// The grants that it may use; left out, the provider's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) grant_types: Option<Vec<String>>,
    /// The only scopes that it may ask for; left out, all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scopes: Option<Vec<String>>,
    /// The restricted claims that are enabled for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) claims: Option<Vec<String>>,
}

impl Client {
    /// The application that the command line names. What it does not say is as the standards have it by default
    /// (RFC 7591 2), unless the provider can do nothing of the kind; [`Client::fit`] sees to that.
    pub(super) fn at_url(given: &AtUrl) -> Option<Self> {
        let uris = |uri: &Option<String>| uri.iter().cloned().collect();
        let method = match given.client_secret {
            Some(_) => BASIC,
            None => "none",
        };
        Some(Self {
            client_id: given.client_id.clone()?,
            client_name: None,
            client_secret: given.client_secret.clone(),
            client_secret_env: None,
            _client_secret_file: (),
            redirect_uris: uris(&given.redirect_uri),
            post_logout_redirect_uris: uris(&given.post_logout_redirect_uri),
            response_types: None,
            token_endpoint_auth_method: method.to_owned(),
            id_token_signed_response_alg: RS256.to_owned(),
            require_consent: true,
            grant_types: None,
            scopes: None,
            claims: None,
        })
    }

    /// Does without what the provider's metadata does not list (OpenID Connect Discovery 3).
    pub(crate) fn fit(&mut self, metadata: &Value) {
        let lists = |member: &str, value: &str| {
            let list = metadata[member].as_array();
            list.is_none_or(|list| list.iter().any(|it| it == value))
        };
        let methods = "token_endpoint_auth_methods_supported";
        if self.token_endpoint_auth_method == BASIC && !lists(methods, BASIC) {
            self.token_endpoint_auth_method = client_secret_post();
        }
        let algs = "id_token_signing_alg_values_supported";
        if !lists(algs, RS256)
            && let Some(alg) = metadata[algs][0].as_str()
        {
            alg.clone_into(&mut self.id_token_signed_response_alg);
        }
    }

    /// Takes from the environment what does not stand in the file.
    pub(super) fn read_secret(&mut self, table: &str, from: &Source<'_>) -> anyhow::Result<()> {
        let inline = self.client_secret.take();
        let named = self.client_secret_env.as_deref();
        self.client_secret = from.read(table, "client_secret", inline.as_ref(), named)?;
        let is_public = self.token_endpoint_auth_method == "none";
        anyhow::ensure!(
            is_public || self.client_secret.is_some(),
            "{table} client_secret_env is missing: the environment variable with the secret; an application that has none \
             says token_endpoint_auth_method = \"none\""
        );
        Ok(())
    }
}

const BASIC: &str = "client_secret_basic";
const RS256: &str = "RS256";

fn client_secret_post() -> String {
    "client_secret_post".to_owned()
}

fn es256() -> String {
    "ES256".to_owned()
}

fn yes() -> bool {
    true
}
