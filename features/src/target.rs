use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is judged: a provider, and what the scenarios must know about it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Target {
    /// How reports call it.
    pub(crate) name: String,
    /// Where the provider is; without it, each scenario makes an institution of its own at a control plane.
    pub(crate) issuer: Option<String>,
    /// A PEM file with the certificate authority to trust; without it, the system's.
    pub(crate) ca: Option<PathBuf>,
    /// What it can do beside the protocol.
    #[serde(default)]
    pub(crate) capabilities: Capabilities,
    /// Somebody who can sign in.
    pub(crate) user: User,
    /// Somebody else who can sign in.
    pub(crate) another_user: Option<User>,
    /// Registered applications by the name that scenarios use; "default" is always there.
    pub(crate) clients: BTreeMap<String, Client>,
}

/// What a target can do beside the protocol; what is not named it cannot.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, one key each"
)]
pub(crate) struct Capabilities {
    /// Its time can be moved forward.
    clock: bool,
    /// A test can change it while it runs: its keys, users, clients and switches, and what it has issued.
    control: bool,
    /// It records the true reason of each refusal where a test can read it.
    journal: bool,
    /// Nothing that one scenario does is remembered in the next.
    fresh: bool,
    /// The companion application can be registered with it and started beside it.
    companion: bool,
    /// An application's redirect URI on any port of this machine can be registered with it.
    back_end: bool,
    /// It serves the user's picture itself.
    picture: bool,
    /// Somebody else may sign in where a user is signed in, without a page in between.
    user_switch: bool,
    /// Its pages are those of this workspace.
    pages: bool,
    /// Its access tokens are JSON Web Tokens, as Banno's are.
    jwt_access_tokens: bool,
    /// Its users are the personas of this workspace's fixtures.
    personas: bool,
    /// It serves the Consumer API beside the protocol, to users as this workspace's fixtures have them.
    consumer_api: bool,
    /// It binds access tokens to keys that applications prove.
    dpop: bool,
    /// Its users have a security level, which `acr` tells; a password alone reaches the lowest.
    security_levels: bool,
}

/// Somebody who can sign in, and the claims that the provider must tell about them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) claims: Map<String, Value>,
}

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
    pub(crate) client_secret: Option<String>,
    /// A file that holds the secret, for targets whose secret must not stand in this one.
    #[serde(skip_serializing)]
    pub(crate) client_secret_file: Option<PathBuf>,
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

impl Target {
    /// Reads a target file, or the one that describes the provider of this workspace.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Self::parse(BUILT_IN).context("targets/mock.toml");
        };
        let shown = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        let mut target = Self::parse(&text).with_context(|| shown.to_string())?;
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        target.ca = target.ca.map(|ca| folder.join(ca));
        for client in target.clients.values_mut() {
            if let Some(file) = &client.client_secret_file {
                let file = folder.join(file);
                let secret = std::fs::read_to_string(&file)
                    .with_context(|| format!("cannot read {}", file.display()))?;
                client.client_secret = Some(secret.trim().to_owned());
            }
        }
        Ok(target)
    }

    /// The claim of the user that every provider knows: who they are.
    pub(crate) fn subject(&self) -> Option<&str> {
        self.user.subject()
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let target: Self = toml::from_str(text)?;
        anyhow::ensure!(
            target.clients.contains_key("default"),
            "[clients.default] is missing: the application that signs users in"
        );
        anyhow::ensure!(target.subject().is_some(), "[user.claims] sub is missing");
        for (name, client) in &target.clients {
            anyhow::ensure!(
                !client.redirect_uris.is_empty(),
                "[clients.{name}] has no redirect_uris"
            );
        }
        Ok(target)
    }
}

impl User {
    /// Who they are.
    pub(crate) fn subject(&self) -> Option<&str> {
        self.claims.get("sub").and_then(Value::as_str)
    }
}

impl Capabilities {
    /// Whether the target has what a `@needs-…` tag names.
    pub(crate) fn has(self, need: &str) -> anyhow::Result<bool> {
        Ok(match need {
            "clock" => self.clock,
            "control" => self.control,
            "journal" => self.journal,
            "fresh" => self.fresh,
            "companion" => self.companion,
            "back-end" => self.back_end,
            "picture" => self.picture,
            "pages" => self.pages,
            "jwt-access-tokens" => self.jwt_access_tokens,
            "user-switch" => self.user_switch,
            "personas" => self.personas,
            "dpop" => self.dpop,
            "consumer-api" => self.consumer_api,
            "security-levels" => self.security_levels,
            other => anyhow::bail!("the tag @needs-{other} names nothing that a target can have"),
        })
    }
}

fn client_secret_post() -> String {
    "client_secret_post".to_owned()
}

fn es256() -> String {
    "ES256".to_owned()
}

fn yes() -> bool {
    true
}

const BUILT_IN: &str = include_str!("../targets/mock.toml");
