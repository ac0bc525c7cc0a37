use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::web::Bytes;
use oidc::entropy::Entropy;
use oidc::policy::AutoLogin;
use oidc::profile::{Profile, ProfileName};

use super::clients::ClientSection;
use super::consumer_api::ConsumerApiSection;
use super::fixtures::Fixtures;
use super::institution::InstitutionSection;
use super::metadata::MetadataSection;
use super::names::known;
use super::policies::{LenienciesSection, PoliciesSection};
use super::users::{self, UserSection};
use crate::clock::InstitutionClock;
use crate::faults::Fault;
use crate::institution::{Books, Documents, Institution};
use crate::journal::Journal;
use crate::keys::KeySet;
use crate::paths::{FI_PATH, ISSUER_PATH};
use crate::store::Store;

/// An institution as it is configured; its values are checked when it is built.
#[derive(Clone, Debug)]
pub struct Blueprint {
    pub(super) institution: InstitutionSection,
    pub(super) host: Option<String>,
    pub(super) is_default: bool,
    pub(super) metadata: MetadataSection,
    pub(super) policies: PoliciesSection,
    pub(super) leniencies: LenienciesSection,
    pub(super) faults: Arc<Vec<Fault>>,
    pub(super) consumer_api: ConsumerApiSection,
    pub(super) clients: Arc<Vec<ClientSection>>,
    pub(super) users: Arc<Vec<UserSection>>,
}

/// What an institution is made of besides its configuration.
#[derive(Debug)]
pub struct Parts {
    /// Scheme, host and port that everybody sees, without a trailing slash.
    pub base_url: String,
    /// Scheme, host and port that servers use, where these are others.
    pub back_channel_url: Option<String>,
    /// Its signing keys.
    pub keys: KeySet,
    /// What it remembers.
    pub store: Arc<dyn Store>,
    /// Its users' accounts.
    pub books: Arc<Books>,
    /// Its time.
    pub clock: Arc<InstitutionClock>,
    /// Its randomness.
    pub entropy: Arc<dyn Entropy>,
    /// What has happened.
    pub journal: Arc<Journal>,
}

impl Blueprint {
    /// The host name that leads to the institution, if it has one of its own.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    pub(super) fn id(&self) -> Result<&str, String> {
        self.institution.checked_id().map_err(|what| self.of(&what))
    }

    pub(super) fn build(
        &self,
        parts: Parts,
        photo: &dyn Fn(&str) -> Result<Bytes, String>,
    ) -> Result<Institution, String> {
        self.checked(parts, photo).map_err(|what| self.of(&what))
    }

    /// The settings for the protocol, at that base URL.
    pub(super) fn profile(&self, base_url: &str) -> Result<Profile, String> {
        self.institution.check_scopes()?;
        let name = self.institution.profile_name();
        let offer = self.metadata.build(name.offer())?;
        Ok(Profile {
            policies: self.policies.build(&name.policies(), &offer)?,
            offer,
            leniencies: self.leniencies.build(),
            ..self.institution.profile(base_url)
        })
    }

    /// The institution with that profile; what it does not have from the fixtures stays.
    pub(super) fn with_profile(self, profile: ProfileName, fixtures: &Fixtures) -> Self {
        let before = self.institution.profile_name();
        let (from, into) = (fixtures.institution(before), fixtures.institution(profile));
        Self {
            institution: self.institution.turned(from, into),
            users: if fixtures.are_usual(&self.users, before) {
                fixtures.users(None, profile)
            } else {
                self.users
            },
            ..self
        }
    }

    /// Says which institution is meant, where it is not the default one.
    fn of(&self, what: &str) -> String {
        if self.is_default {
            return what.to_owned();
        }
        let id = self.institution.id().unwrap_or_default();
        format!("institutions `{id}`: {what}")
    }

    fn checked(
        &self,
        parts: Parts,
        photo: &dyn Fn(&str) -> Result<Bytes, String>,
    ) -> Result<Institution, String> {
        let id = self.institution.checked_id()?;
        for fault in self.faults.iter() {
            fault.check()?;
        }
        let (base_url, path) = self.place(&parts.base_url, id)?;
        let mut profile = self.profile(&base_url)?;
        if let Some(back) = &parts.back_channel_url {
            let (back, _) = self.place(back, id)?;
            profile.back_channel = Some(format!("{back}{ISSUER_PATH}"));
        }
        let clients = self.clients.iter().map(|client| client.build(&profile));
        let clients = clients.collect::<Result<Vec<_>, _>>()?;
        unique("clients.client_id", clients.iter().map(|it| it.id.as_str()))?;
        let context = users::Context {
            base_url: &base_url,
            institution_id: self.institution.institution_id(),
            profile: &profile,
            known: self.institution.known(),
            photo,
        };
        let users = self.users.iter().map(|user| user.build(&context));
        let users = users.collect::<Result<Vec<_>, _>>()?;
        unique(
            "users.username",
            users.iter().map(|it| it.username.as_str()),
        )?;
        unique("users.sub", users.iter().map(|it| it.sub.as_str()))?;
        if let Some(AutoLogin::Usual(name)) = profile.leniencies.auto_login(None) {
            let names: Vec<_> = users.iter().map(|user| user.username.as_str()).collect();
            known(name, "users.username", &names)
                .map_err(|what| format!("leniencies.allow_auto_login: {what}"))?;
        }
        Ok(Institution {
            id: id.to_owned(),
            institution_id: self.institution.institution_id().to_owned(),
            name: self.institution.name().to_owned(),
            base_url,
            host: self.host.as_ref().map(|host| host.to_ascii_lowercase()),
            issuer_path: format!("{path}{ISSUER_PATH}"),
            profile,
            consumer_api: self.consumer_api.build()?,
            clients,
            users: users.into_iter().map(Arc::new).collect(),
            access_tokens: Arc::new(parts.keys.access_token_verifier()),
            keys: parts.keys,
            store: parts.store,
            books: parts.books,
            clock: parts.clock,
            entropy: parts.entropy,
            journal: parts.journal,
            faults: self.faults.clone(),
            documents: Arc::new(Documents::default()),
        })
    }

    /// The address of the institution, and the path in it. One with a host name keeps that, whoever
    /// asks: by the host alone it is found.
    fn place(&self, base_url: &str, id: &str) -> Result<(String, String), String> {
        match &self.host {
            Some(host) => {
                let refused = || {
                    format!(
                        "host `{host}` must be a host name without scheme and port, such as {id}.localhost"
                    )
                };
                let mut url = url::Url::parse(base_url).map_err(|error| error.to_string())?;
                url.set_host(Some(host)).map_err(|_| refused())?;
                if url.host_str() != Some(&host.to_ascii_lowercase()) {
                    return Err(refused());
                }
                let address = url.as_str().trim_end_matches('/').to_owned();
                Ok((address, String::new()))
            }
            None if self.is_default => Ok((base_url.to_owned(), String::new())),
            None => {
                let path = format!("{FI_PATH}{id}");
                Ok((format!("{base_url}{path}"), path))
            }
        }
    }
}

fn unique<'a>(key: &str, values: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for value in values {
        if !seen.insert(value) {
            return Err(format!("{key} `{value}` stands twice; each must be unique"));
        }
    }
    Ok(())
}
