//! The configuration: what files and the command line say, read and checked once. No other module
//! sees these structures; they are handed values.

mod blueprint;
mod change;
mod claims;
mod clients;
mod consumer_api;
mod data_set;
mod declared;
mod fixtures;
mod institution;
mod learned;
mod metadata;
mod names;
mod policies;
mod scopes;
mod server;
mod text;
mod users;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::web::Bytes;
use oidc::client::SigningAlg;
use oidc::profile::{Profile, ProfileName};

use crate::faults::Fault;
use crate::institution::Institution;

pub use blueprint::{Blueprint, Parts};
pub use change::{Named, Switches, merged, parse};
pub use clients::ClientSection;
pub use consumer_api::ConsumerApiSection;
pub use declared::DeclaredSection;
pub use learned::learned;
pub use metadata::MetadataSection;
pub use policies::{LenienciesSection, PoliciesSection};
pub use server::ServerSection;
pub use users::UserSection;

use self::fixtures::Fixtures;
use self::institution::InstitutionSection;

/// What is wrong with the configuration: one line that names the file, the key, the value and the
/// mend.
#[derive(Debug, thiserror::Error)]
#[error("{origin}: {what}")]
pub struct Error {
    origin: String,
    what: String,
}

/// A configuration that has been read and is well-formed. Sections that a file leaves out are those
/// of the fixtures.
#[derive(Debug)]
pub struct Config {
    /// How the server listens; nothing here comes from the fixtures.
    pub server: ServerSection,
    default: Blueprint,
    declared: Vec<Blueprint>,
    fixtures: Fixtures,
    published: Published,
    origin: Origin,
}

/// Which secrets are those of the fixtures, that everybody knows and that may be printed.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// The clients' secrets.
    pub client_secrets: bool,
    /// The users' passwords.
    pub passwords: bool,
}

/// Where a configuration came from, and so where its relative paths lead.
#[derive(Clone, Debug)]
enum Origin {
    Fixtures,
    Text(String),
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixtures => f.write_str("fixtures"),
            Self::Text(name) => f.write_str(name),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// Adds the nearest known name to what serde says of an unknown one.
#[must_use]
pub fn explain(message: &str) -> String {
    text::explain(message, None)
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sections {
    server: Option<ServerSection>,
    institution: Option<InstitutionSection>,
    metadata: Option<MetadataSection>,
    policies: Option<PoliciesSection>,
    leniencies: Option<LenienciesSection>,
    faults: Option<Vec<Fault>>,
    consumer_api: Option<ConsumerApiSection>,
    clients: Option<Vec<ClientSection>>,
    users: Option<Vec<UserSection>>,
    institutions: Option<Vec<DeclaredSection>>,
}

impl Config {
    /// The configuration of the fixtures.
    ///
    /// # Errors
    /// Never, as the tests see to.
    pub fn fixtures() -> Result<Self, Error> {
        Self::from_sections(Sections::default(), Origin::Fixtures)
    }

    /// The configuration in a text; `origin` names it in errors.
    ///
    /// # Errors
    /// [`Error`] with line, key, value and mend.
    pub fn from_text(text: &str, origin: &str) -> Result<Self, Error> {
        let sections = text::parse(text, origin)?;
        Self::from_sections(sections, Origin::Text(origin.to_owned()))
    }

    /// The configuration in a file.
    ///
    /// # Errors
    /// [`Error`] where the file cannot be read, or with line, key, value and mend.
    pub fn from_file(path: &Path) -> Result<Self, Error> {
        let origin = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| Error {
            origin: origin.clone(),
            what: format!("cannot be read: {error}"),
        })?;
        Self::from_sections(text::parse(&text, &origin)?, Origin::File(path.to_owned()))
    }

    /// What may be printed.
    #[must_use]
    pub const fn published(&self) -> Published {
        self.published
    }

    /// The institution at the root of the listener.
    #[must_use]
    pub const fn default_institution(&self) -> &Blueprint {
        &self.default
    }

    /// The settings for the protocol of the institution at the root, as if it had that issuer.
    ///
    /// # Errors
    /// [`Error`] where a value cannot be used.
    pub fn profile_of(&self, issuer: &str) -> Result<Profile, Error> {
        let profile = self.default.profile("").map_err(|what| self.error(what))?;
        Ok(Profile {
            issuer: issuer.to_owned(),
            ..profile
        })
    }

    /// The same, with that profile for the institution at the root: what its sections say stays.
    #[must_use]
    pub fn with_profile(mut self, profile: ProfileName) -> Self {
        self.default = self.default.with_profile(profile, &self.fixtures);
        self
    }

    /// The same, with that user signed in without a page at the institution at the root.
    #[must_use]
    pub fn with_auto_login(mut self, username: String) -> Self {
        let leniencies = self.default.leniencies.clone();
        self.default.leniencies = leniencies.with_auto_login(username);
        self
    }

    /// The same, with clients that register themselves at the institution at the root, or without.
    #[must_use]
    pub fn with_unknown_clients(mut self, allow: bool) -> Self {
        let leniencies = self.default.leniencies.clone().with_unknown_clients(allow);
        if self.published.client_secrets {
            self.default.clients = self.fixtures.clients(None, &leniencies);
        }
        self.default.leniencies = leniencies;
        self
    }

    /// The same, with ID tokens of that algorithm at the institution at the root.
    #[must_use]
    pub fn with_id_token_alg(mut self, alg: SigningAlg) -> Self {
        let policies = self.default.policies.clone();
        self.default.policies = policies.with_id_token_alg(alg);
        self
    }

    /// The institutions beside it.
    #[must_use]
    pub fn declared(&self) -> &[Blueprint] {
        &self.declared
    }

    /// The host names of institutions that have one of their own.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.declared.iter().filter_map(Blueprint::host)
    }

    /// An institution that is described while the provider runs, by what would stand under
    /// `[[institutions]]`; `new_id` names one that has no id.
    ///
    /// # Errors
    /// [`Error`] with key, value and mend.
    pub fn blueprint(
        &self,
        settings: serde_json::Value,
        new_id: impl FnOnce() -> String,
    ) -> Result<Blueprint, Error> {
        let section: DeclaredSection = parse(settings, "institution")?;
        Ok(section.over(&self.fixtures, new_id))
    }

    /// The short name of an institution.
    ///
    /// # Errors
    /// [`Error`] where it is not fit for cookies and folders.
    pub fn id_of<'b>(&self, blueprint: &'b Blueprint) -> Result<&'b str, Error> {
        blueprint.id().map_err(|what| self.error(what))
    }

    /// Makes an institution.
    ///
    /// # Errors
    /// [`Error`] where a value cannot be used, such as a redirect URI that Banno would not register.
    pub fn build(&self, blueprint: &Blueprint, parts: Parts) -> Result<Institution, Error> {
        let photo = |path: &str| self.photo(path);
        blueprint
            .build(parts, &photo)
            .map_err(|what| self.error(what))
    }

    /// Makes an institution of settings that came while the provider runs.
    ///
    /// # Errors
    /// As of [`Self::build`]; no file is to blame.
    pub fn build_described(
        &self,
        blueprint: &Blueprint,
        parts: Parts,
    ) -> Result<Institution, Error> {
        let photo = |path: &str| {
            let below = !Path::new(path).is_absolute() && !path.split('/').any(|part| part == "..");
            if below || self.names_photo(path) {
                return self.photo(path);
            }
            Err(format!(
                "`{path}` must be beside the configuration, or below"
            ))
        };
        let origin = "settings".to_owned();
        blueprint
            .build(parts, &photo)
            .map_err(|what| Error { origin, what })
    }

    /// Whether the configuration itself leads to that photo.
    fn names_photo(&self, path: &str) -> bool {
        let blueprints = self.declared.iter().chain([&self.default]);
        blueprints
            .flat_map(|blueprint| blueprint.users.iter())
            .any(|user| user.photo() == Some(path))
    }

    fn from_sections(sections: Sections, origin: Origin) -> Result<Self, Error> {
        let published = Published {
            client_secrets: sections.clients.is_none(),
            passwords: sections.users.is_none(),
        };
        let fixtures = Fixtures::read()?;
        let declared = match sections.institutions {
            Some(declared) => declared,
            None => fixtures.institutions(),
        };
        if declared.iter().any(|section| section.ttl_seconds.is_some()) {
            return Err(Error {
                origin: origin.to_string(),
                what: "institutions.ttl_seconds is for institutions that are made by the control \
                       plane; leave it out"
                    .to_owned(),
            });
        }
        let leniencies = sections.leniencies.unwrap_or_default();
        let institution = sections.institution.unwrap_or_default();
        let profile = institution.profile_name();
        Ok(Self {
            server: sections.server.unwrap_or_default(),
            default: Blueprint {
                institution: institution.over(fixtures.institution(profile)),
                host: None,
                is_default: true,
                metadata: sections.metadata.unwrap_or_default(),
                policies: sections.policies.unwrap_or_default(),
                faults: Arc::new(sections.faults.unwrap_or_default()),
                consumer_api: sections.consumer_api.unwrap_or_default(),
                clients: fixtures.clients(sections.clients, &leniencies),
                leniencies,
                users: fixtures.users(sections.users, profile),
            },
            declared: declared
                .into_iter()
                // Without an id it is refused when it is built.
                .map(|section| section.over(&fixtures, String::new))
                .collect(),
            fixtures,
            published,
            origin,
        })
    }

    fn error(&self, what: String) -> Error {
        let origin = self.origin.to_string();
        Error { origin, what }
    }

    /// Reads a photo: relative to the configuration file, else one of the fixtures.
    fn photo(&self, path: &str) -> Result<Bytes, String> {
        if let Some(bytes) = users::fixture_photo(path) {
            return Ok(Bytes::from_static(bytes));
        }
        let base = match &self.origin {
            Origin::File(file) => file.parent().unwrap_or_else(|| Path::new("")),
            Origin::Fixtures | Origin::Text(_) => Path::new(""),
        };
        let path = base.join(path);
        let read = std::fs::read(&path).map(Bytes::from);
        read.map_err(|error| format!("{} cannot be read: {error}", path.display()))
    }
}
