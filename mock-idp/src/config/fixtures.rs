use std::sync::Arc;

use oidc::profile::ProfileName;

use super::claims::{self, ClaimsSection};
use super::clients::{self, ClientSection};
use super::declared::DeclaredSection;
use super::institution::{self, InstitutionSection};
use super::policies::LenienciesSection;
use super::scopes::{self, ScopesSection};
use super::users::{self, UserSection};
use super::{Error, Sections, text};

const INSTITUTIONS: &str = include_str!("../../../fixtures/institutions.toml");
const CERTIFICATION: &str = include_str!("../../../fixtures/certification.toml");

/// What is compiled in, for whatever a configuration leaves out.
#[derive(Debug)]
pub(super) struct Fixtures {
    pub(super) clients: Arc<Vec<ClientSection>>,
    banno: OfProfile,
    certification: OfProfile,
    institutions: Vec<DeclaredSection>,
}

/// What differs from profile to profile.
#[derive(Debug)]
struct OfProfile {
    institution: InstitutionSection,
    users: Arc<Vec<UserSection>>,
}

impl Fixtures {
    pub(super) fn read() -> Result<Self, Error> {
        let read = |name: &str, text: &str| text::parse::<Sections>(text, name);
        let institution = read("fixtures/institution.toml", institution::FIXTURE)?.institution;
        let clients = read("fixtures/clients.toml", clients::FIXTURE)?.clients;
        let users = read("fixtures/users.toml", users::FIXTURE)?.users;
        let certified = read("fixtures/certification.toml", CERTIFICATION)?.users;
        let institutions = read("fixtures/institutions.toml", INSTITUTIONS)?.institutions;
        let institution = institution.unwrap_or_default().with(
            text::parse::<ScopesSection>(scopes::FIXTURE, "fixtures/scopes.toml")?,
            text::parse::<ClaimsSection>(claims::FIXTURE, "fixtures/claims.toml")?,
        );
        Ok(Self {
            clients: Arc::new(clients.unwrap_or_default()),
            certification: OfProfile {
                institution: InstitutionSection::certification(&institution),
                users: Arc::new(certified.unwrap_or_default()),
            },
            banno: OfProfile {
                institution,
                users: Arc::new(users.unwrap_or_default()),
            },
            institutions: institutions.unwrap_or_default(),
        })
    }

    /// What an institution of that profile is that says nothing else.
    pub(super) const fn institution(&self, profile: ProfileName) -> &InstitutionSection {
        &self.of(profile).institution
    }

    /// The users of an institution of that profile that lists these or none.
    pub(super) fn users(
        &self,
        listed: Option<Vec<UserSection>>,
        profile: ProfileName,
    ) -> Arc<Vec<UserSection>> {
        listed.map_or_else(|| self.of(profile).users.clone(), Arc::new)
    }

    /// Whether these are the users of an institution of that profile that lists none.
    pub(super) fn are_usual(&self, users: &Arc<Vec<UserSection>>, profile: ProfileName) -> bool {
        Arc::ptr_eq(users, &self.of(profile).users)
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

    const fn of(&self, profile: ProfileName) -> &OfProfile {
        match profile {
            ProfileName::Banno => &self.banno,
            ProfileName::Certification => &self.certification,
        }
    }

    pub(super) fn institutions(&self) -> Vec<DeclaredSection> {
        self.institutions.clone()
    }
}
