//! Who is judged, as a file says it (`targets/`).

mod capabilities;
mod client;
mod guess;
mod login;
mod secret;
mod this_machine;
mod tokens;
mod user;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

pub(crate) use capabilities::Capabilities;
pub(crate) use client::Client;
pub(crate) use login::{Css, Login, Pages, Person};
pub(crate) use secret::Secret;
pub(crate) use this_machine::is_this_machine_name;
pub(crate) use tokens::{Lifetimes, OfflineAccess};
pub(crate) use user::User;

use crate::options::{AtUrl, Options, Profile};
use secret::Source;
use this_machine::is_this_machine;

/// What is judged: a provider, and what the scenarios must know about it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Target {
    /// How reports call it.
    pub(crate) name: String,
    /// Where the provider is; without it, each scenario makes an institution of its own at a control plane.
    pub(crate) issuer: Option<String>,
    /// What an institution that is made for a scenario is to be; without it, what the provider makes.
    pub(crate) profile: Option<String>,
    /// Settings of such an institution besides.
    #[serde(default)]
    pub(crate) settings: Map<String, Value>,
    /// A PEM file with the certificate authority to trust; without it, the system's.
    pub(crate) ca: Option<PathBuf>,
    /// What it can do beside the protocol.
    #[serde(default)]
    pub(crate) capabilities: Capabilities,
    /// How somebody signs in there.
    #[serde(default)]
    pub(crate) login: Login,
    /// It takes no authorization request without a code challenge (RFC 7636), so that all have one.
    #[serde(default)]
    pub(crate) requires_pkce: bool,
    /// How an application gets a refresh token there.
    #[serde(default)]
    pub(crate) offline_access: OfflineAccess,
    /// How long its tokens are good for.
    #[serde(default)]
    pub(crate) lifetimes: Lifetimes,
    /// Somebody who can sign in.
    pub(crate) user: User,
    /// Somebody else who can sign in.
    pub(crate) another_user: Option<User>,
    /// Registered applications by the name that scenarios use; "default" is always there.
    pub(crate) clients: BTreeMap<String, Client>,
}

impl Target {
    /// Reads a target file, or the one that describes the provider of this workspace; `variable` looks up
    /// an environment variable.
    pub(crate) fn open(
        options: &Options,
        variable: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Self> {
        if let Some(issuer) = options.issuer() {
            anyhow::ensure!(
                options.profile == Profile::Banno,
                "--profile is for the provider of this workspace, and --target names another; leave out one of them"
            );
            return Self::at_url(issuer, &options.at_url);
        }
        if let Some(flag) = options.at_url.given() {
            anyhow::bail!(
                "{flag} is for a provider by its URL (--target https://…); a target file says it itself"
            );
        }
        let (path, profile) = (options.target_file(), options.profile);
        let Some(path) = path else {
            return match profile {
                Profile::Banno => Self::parse(BUILT_IN, variable).context("targets/mock.toml"),
                Profile::Certification => {
                    Self::parse(CERTIFICATION, variable).context("targets/certification.toml")
                }
            };
        };
        anyhow::ensure!(
            profile == Profile::Banno,
            "--profile is for the provider of this workspace, and --target names another; leave out one of them"
        );
        let shown = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        let mut target = Self::parse(&text, variable).with_context(|| shown.to_string())?;
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        target.ca = target.ca.map(|ca| folder.join(ca));
        Ok(target)
    }

    /// A provider of which nothing is known but what the command line says.
    fn at_url(issuer: &str, given: &AtUrl) -> anyhow::Result<Self> {
        let url = Url::parse(issuer).with_context(|| format!("--target {issuer} is no address"))?;
        let client = Client::at_url(given);
        let target = Self {
            name: url.authority().to_owned(),
            issuer: Some(issuer.to_owned()),
            profile: None,
            settings: Map::new(),
            ca: given.ca.clone(),
            capabilities: Capabilities::default(),
            login: match given.username {
                Some(_) => Login::Guess,
                None => Login::Person(Person::default()),
            },
            requires_pkce: given.requires_pkce,
            offline_access: OfflineAccess::of_the_standard(),
            lifetimes: Lifetimes::default(),
            user: User::at_url(given),
            another_user: None,
            clients: client
                .map(|it| ("default".to_owned(), it))
                .into_iter()
                .collect(),
        };
        let comes_back_here = |uri: &str| Url::parse(uri).is_ok_and(|url| is_here(&url));
        if let (Login::Person(_), Some(uri)) = (&target.login, &given.redirect_uri) {
            anyhow::ensure!(
                comes_back_here(uri),
                "--redirect-uri {uri}: where you sign in yourself, it has to be on this machine, such as \
                 http://localhost:8080/auth/cb; register one, or say who signs in with --username"
            );
        }
        Ok(target)
    }

    /// The bank of `stand-in/`, where it has that issuer.
    pub(crate) fn stand_in(issuer: &str) -> anyhow::Result<Self> {
        let mut target = Self::parse(STAND_IN, |_| None).context("targets/stand-in.toml")?;
        target.issuer = Some(issuer.to_owned());
        Ok(target)
    }

    /// Learns from the metadata what the command line has not said.
    pub(crate) fn fit(&mut self, metadata: &Value) {
        for client in self.clients.values_mut() {
            client.fit(metadata);
        }
    }

    /// The claim of the user that every provider knows: who they are.
    pub(crate) fn subject(&self) -> Option<&str> {
        self.user.subject()
    }

    /// Reads the text of a target file.
    fn parse(text: &str, variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Self> {
        let mut target: Self = toml::from_str(text).map_err(|error| complaint(text, &error))?;
        let source = Source {
            variable: &variable,
            may_be_inline: target.is_local()?,
        };
        for (name, client) in &mut target.clients {
            client.read_secret(&format!("[clients.{name}]"), &source)?;
        }
        target.user.read_secrets("[user]", &source)?;
        if let Some(user) = &mut target.another_user {
            user.read_secrets("[another_user]", &source)?;
        }
        target.check()?;
        Ok(target)
    }

    /// Whether the provider is on this machine, or made here.
    fn is_local(&self) -> anyhow::Result<bool> {
        let Some(issuer) = &self.issuer else {
            return Ok(true);
        };
        let url =
            Url::parse(issuer).with_context(|| format!("issuer = {issuer:?} is no address"))?;
        Ok(is_this_machine(&url))
    }

    /// Checks what the types do not.
    fn check(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.clients.contains_key("default"),
            "[clients.default] is missing: the application that signs users in"
        );
        anyhow::ensure!(self.subject().is_some(), "[user.claims] sub is missing");
        for (name, client) in &self.clients {
            anyhow::ensure!(
                !client.redirect_uris.is_empty(),
                "[clients.{name}] has no redirect_uris"
            );
        }
        match self.login {
            Login::Form(_) | Login::Guess => {
                self.user.check("[user]")?;
                self.another_user
                    .as_ref()
                    .map_or(Ok(()), |user| user.check("[another_user]"))
            }
            Login::Person(_) => self.check_person(),
        }
    }

    /// A person's browser comes back to this machine, or the harness never learns of it.
    fn check_person(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.issuer.is_some(),
            "[login] by = \"person\" needs an issuer: institutions that scenarios make are signed in to by form"
        );
        for (name, client) in &self.clients {
            let uri = client.redirect_uris.first().map(String::as_str);
            let url = uri.and_then(|uri| Url::parse(uri).ok());
            anyhow::ensure!(
                url.is_some_and(|url| is_here(&url)),
                "[clients.{name}] redirect_uris = [{:?}, …]: where a person signs in, the first has to be on this machine, \
                 such as \"http://localhost:8080/auth/cb\"; register one, or leave the client out",
                uri.unwrap_or_default()
            );
        }
        Ok(())
    }
}

/// Whether a browser that is sent there comes to a listener of the harness.
fn is_here(url: &Url) -> bool {
    is_this_machine(url) && url.port().is_some()
}

/// The parser's complaint with its place; the whole line, which the parser would show, may hold a secret.
fn complaint(text: &str, error: &toml::de::Error) -> anyhow::Error {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.unwrap_or_default().matches('\n').count() + 1;
    anyhow::anyhow!("line {line}: {}", error.message())
}

const BUILT_IN: &str = include_str!("../../targets/mock.toml");
const CERTIFICATION: &str = include_str!("../../targets/certification.toml");
const STAND_IN: &str = include_str!("../../targets/stand-in.toml");

#[cfg(test)]
mod tests;
