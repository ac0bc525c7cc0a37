//! The configuration: what files and the command line say, read and checked once. No other module
//! sees these structures; they are handed values.

mod claims;
mod clients;
mod institution;
mod names;
mod policies;
mod scopes;
mod server;
mod text;
mod users;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oidc::clock::Clock;
use oidc::entropy::Entropy;

use crate::clock::InstitutionClock;
use crate::institution::Institution;
use crate::journal::Journal;
use crate::keys::KeySet;
use crate::store::MemoryStore;

pub use server::ServerSection;

use self::claims::ClaimsSection;
use self::clients::ClientSection;
use self::institution::InstitutionSection;
use self::policies::{LenienciesSection, PoliciesSection};
use self::scopes::ScopesSection;
use self::users::UserSection;

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
    institution: InstitutionSection,
    policies: PoliciesSection,
    leniencies: LenienciesSection,
    clients: Vec<ClientSection>,
    users: Vec<UserSection>,
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

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sections {
    server: Option<ServerSection>,
    institution: Option<InstitutionSection>,
    policies: Option<PoliciesSection>,
    leniencies: Option<LenienciesSection>,
    clients: Option<Vec<ClientSection>>,
    users: Option<Vec<UserSection>>,
}

/// What an institution is made of besides its configuration.
#[derive(Debug)]
pub struct Parts {
    /// Scheme, host and port that everybody sees, without a trailing slash.
    pub base_url: String,
    /// Its signing keys.
    pub keys: KeySet,
    /// The clock that its own runs with.
    pub clock: Arc<dyn Clock>,
    /// Its randomness.
    pub entropy: Arc<dyn Entropy>,
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

    /// The institution's short name.
    ///
    /// # Errors
    /// [`Error`] where it is not fit for cookies and folders.
    pub fn institution_id(&self) -> Result<&str, Error> {
        self.institution
            .checked_id()
            .map_err(|what| self.error(what))
    }

    /// Makes the institution.
    ///
    /// # Errors
    /// [`Error`] where a value cannot be used, such as a redirect URI that Banno would not register.
    pub fn institution(&self, parts: Parts) -> Result<Institution, Error> {
        let Parts {
            base_url,
            keys,
            clock,
            entropy,
        } = parts;
        let mut profile = self.institution.profile(&base_url);
        let policies = self.policies.build();
        profile.policies = policies.map_err(|what| self.error(what))?;
        profile.leniencies = self.leniencies.build();
        let clients = self.each(&self.clients, |client| client.build(&profile))?;
        self.unique(
            "clients.client_id",
            clients.iter().map(|client| client.id.as_str()),
        )?;
        let context = users::Context {
            base_url: &base_url,
            institution_id: self.institution.institution_id(),
            profile: (!self.published.passwords).then_some(&profile),
            photo: &|path| self.photo(path),
        };
        let users = self.each(&self.users, |user| user.build(&context))?;
        self.unique(
            "users.username",
            users.iter().map(|user| user.username.as_str()),
        )?;
        self.unique("users.sub", users.iter().map(|user| user.sub.as_str()))?;
        Ok(Institution {
            id: self.institution_id()?.to_owned(),
            name: self.institution.name().to_owned(),
            base_url,
            profile,
            clients,
            users: users.into_iter().map(Arc::new).collect(),
            access_tokens: keys.access_token_verifier(),
            keys,
            store: Arc::new(MemoryStore::default()),
            clock: Arc::new(InstitutionClock::on(clock)),
            entropy,
            journal: Arc::new(Journal::default()),
        })
    }

    fn from_sections(sections: Sections, origin: Origin) -> Result<Self, Error> {
        let published = Published {
            client_secrets: sections.clients.is_none(),
            passwords: sections.users.is_none(),
        };
        let defaults = |name: &str, text: &str| text::parse::<Sections>(text, name);
        let fixture = defaults("fixtures/institution.toml", institution::FIXTURE)?.institution;
        let institution = sections.institution.unwrap_or_default();
        let fixture = fixture.unwrap_or_default().with(
            text::parse::<ScopesSection>(scopes::FIXTURE, "fixtures/scopes.toml")?,
            text::parse::<ClaimsSection>(claims::FIXTURE, "fixtures/claims.toml")?,
        );
        let institution = institution.over(fixture);
        let clients = match sections.clients {
            Some(clients) => Some(clients),
            None => defaults("fixtures/clients.toml", clients::FIXTURE)?.clients,
        };
        let users = match sections.users {
            Some(users) => Some(users),
            None => defaults("fixtures/users.toml", users::FIXTURE)?.users,
        };
        Ok(Self {
            server: sections.server.unwrap_or_default(),
            institution,
            policies: sections.policies.unwrap_or_default(),
            leniencies: sections.leniencies.unwrap_or_default(),
            clients: clients.unwrap_or_default(),
            users: users.unwrap_or_default(),
            published,
            origin,
        })
    }

    fn each<S, T>(
        &self,
        sections: &[S],
        build: impl Fn(&S) -> Result<T, String>,
    ) -> Result<Vec<T>, Error> {
        sections
            .iter()
            .map(|section| build(section).map_err(|what| self.error(what)))
            .collect()
    }

    fn unique<'a>(&self, key: &str, values: impl Iterator<Item = &'a str>) -> Result<(), Error> {
        let mut seen = BTreeSet::new();
        for value in values {
            if !seen.insert(value) {
                return Err(
                    self.error(format!("{key} `{value}` stands twice; each must be unique"))
                );
            }
        }
        Ok(())
    }

    fn error(&self, what: String) -> Error {
        let origin = match &self.origin {
            Origin::Fixtures => "fixtures".to_owned(),
            Origin::Text(name) => name.clone(),
            Origin::File(path) => path.display().to_string(),
        };
        Error { origin, what }
    }

    /// Reads a photo: relative to the configuration file, else one of the fixtures.
    fn photo(&self, path: &str) -> Result<Vec<u8>, String> {
        if let Some(bytes) = users::fixture_photo(path) {
            return Ok(bytes.to_vec());
        }
        let base = match &self.origin {
            Origin::File(file) => file.parent().unwrap_or_else(|| Path::new("")),
            Origin::Fixtures | Origin::Text(_) => Path::new(""),
        };
        let path = base.join(path);
        std::fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
    }
}
