use serde::Deserialize;

use super::blueprint::Blueprint;
use super::clients::ClientSection;
use super::fixtures::Fixtures;
use super::institution::InstitutionSection;
use super::policies::{LenienciesSection, PoliciesSection};
use super::users::UserSection;

/// `[[institutions]]`: one beside the default institution. What it leaves out is that of the
/// fixtures, but its id.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredSection {
    id: String,
    name: Option<String>,
    institution_id: Option<String>,
    host: Option<String>,
    scopes: Option<Vec<String>>,
    claims: Option<Vec<String>>,
    policies: Option<PoliciesSection>,
    leniencies: Option<LenienciesSection>,
    clients: Option<Vec<ClientSection>>,
    users: Option<Vec<UserSection>>,
}

impl DeclaredSection {
    pub(super) fn over(self, fixtures: &Fixtures) -> Blueprint {
        let name = self.name.unwrap_or_else(|| self.id.clone());
        let institution = InstitutionSection::named(self.id, name)
            .with_lists(self.institution_id, self.scopes, self.claims)
            .over(&fixtures.institution);
        Blueprint {
            institution,
            host: self.host,
            is_default: false,
            policies: self.policies.unwrap_or_default(),
            leniencies: self.leniencies.unwrap_or_default(),
            clients: self.clients.unwrap_or_else(|| fixtures.clients.clone()),
            has_users: self.users.is_some(),
            users: self.users.unwrap_or_else(|| fixtures.users.clone()),
        }
    }
}
