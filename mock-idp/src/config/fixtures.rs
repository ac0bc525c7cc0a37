use std::sync::Arc;

use super::claims::{self, ClaimsSection};
use super::clients::{self, ClientSection};
use super::declared::DeclaredSection;
use super::institution::{self, InstitutionSection};
use super::policies::LenienciesSection;
use super::scopes::{self, ScopesSection};
use super::users::{self, UserSection};
use super::{Error, Sections, text};

const INSTITUTIONS: &str = include_str!("../../../fixtures/institutions.toml");

/// What is compiled in, for whatever a configuration leaves out.
#[derive(Debug)]
pub(super) struct Fixtures {
    pub(super) institution: InstitutionSection,
    pub(super) clients: Arc<Vec<ClientSection>>,
    pub(super) users: Arc<Vec<UserSection>>,
    institutions: Vec<DeclaredSection>,
}

impl Fixtures {
    pub(super) fn read() -> Result<Self, Error> {
        let read = |name: &str, text: &str| text::parse::<Sections>(text, name);
        let institution = read("fixtures/institution.toml", institution::FIXTURE)?.institution;
        let clients = read("fixtures/clients.toml", clients::FIXTURE)?.clients;
        let users = read("fixtures/users.toml", users::FIXTURE)?.users;
        let institutions = read("fixtures/institutions.toml", INSTITUTIONS)?.institutions;
        Ok(Self {
            institution: institution.unwrap_or_default().with(
                text::parse::<ScopesSection>(scopes::FIXTURE, "fixtures/scopes.toml")?,
                text::parse::<ClaimsSection>(claims::FIXTURE, "fixtures/claims.toml")?,
            ),
            clients: Arc::new(clients.unwrap_or_default()),
            users: Arc::new(users.into_iter().flatten().collect()),
            institutions: institutions.unwrap_or_default(),
        })
    }

    /// The clients of an institution that lists these or none. Where clients register themselves and none is
    /// listed, there is none to begin with: the quickstart's id, too, is whoever's brings it first.
    pub(super) fn clients(
        &self,
        listed: Option<Vec<ClientSection>>,
        leniencies: &LenienciesSection,
    ) -> Arc<Vec<ClientSection>> {
        match listed {
            Some(listed) => Arc::new(listed),
            None if leniencies.allows_unknown_clients() => Arc::default(),
            None => self.clients.clone(),
        }
    }

    pub(super) fn institutions(&self) -> Vec<DeclaredSection> {
        self.institutions.clone()
    }
}
