use std::num::NonZeroU64;
use std::sync::Arc;

use oidc::profile::ProfileName;
use oidc::scope::ScopeSet;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::blueprint::Blueprint;
use super::clients::ClientSection;
use super::consumer_api::ConsumerApiSection;
use super::fixtures::Fixtures;
use super::institution::InstitutionSection;
use super::metadata::MetadataSection;
use super::policies::{LenienciesSection, PoliciesSection};
use super::users::UserSection;
use crate::faults::Fault;

/// `[[institutions]]`: the settings of an institution beside the default one. What it leaves out is
/// that of the fixtures, but its id.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Settings)]
pub struct DeclaredSection {
    /// Its short name: letters, digits and hyphens. Addresses and cookies carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// What pages show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    /// Whom it answers as: `banno` unless told otherwise. `certification` is a provider that passes the OpenID
    /// Foundation's conformance suite without a warning, with a user who has every standard claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) profile: Option<ProfileName>,
    /// The claim `institution_id` of every user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) institution_id: Option<String>,
    /// How long it stays, for institutions that are made while the provider runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>, minimum = 1)]
    pub(super) ttl_seconds: Option<NonZeroU64>,
    /// A host name that leads to it, below `localhost`; for configuration files only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) host: Option<String>,
    /// `scopes_supported`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    pub(super) scopes: Option<ScopeSet>,
    /// `claims_supported`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) claims: Option<Vec<String>>,
    /// What it offers of what Banno does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) metadata: Option<MetadataSection>,
    /// What Banno documents nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) policies: Option<PoliciesSection>,
    /// What Banno refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) leniencies: Option<LenienciesSection>,
    /// What is to be wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) faults: Option<Vec<Fault>>,
    /// How the Consumer API behaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) consumer_api: Option<ConsumerApiSection>,
    /// Its clients.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) clients: Option<Vec<ClientSection>>,
    /// Its users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) users: Option<Vec<UserSection>>,
}

impl DeclaredSection {
    /// The same, for that time, if it is a limited one.
    pub(crate) fn for_seconds(self, seconds: Option<u64>) -> Self {
        let seconds = seconds.map(|seconds| NonZeroU64::new(seconds).unwrap_or(NonZeroU64::MIN));
        Self {
            ttl_seconds: seconds,
            ..self
        }
    }

    /// The whole institution; `new_id` names one that has no id.
    pub(super) fn over(self, fixtures: &Fixtures, new_id: impl FnOnce() -> String) -> Blueprint {
        let id = self.id.unwrap_or_else(new_id);
        let name = self.name.unwrap_or_else(|| id.clone());
        let profile = self.profile.unwrap_or_default();
        let institution = InstitutionSection::named(id, name, self.profile)
            .with_lists(self.institution_id, self.scopes, self.claims)
            .over(fixtures.institution(profile));
        let leniencies = self.leniencies.unwrap_or_default();
        Blueprint {
            institution,
            host: self.host,
            is_default: false,
            metadata: self.metadata.unwrap_or_default(),
            policies: self.policies.unwrap_or_default(),
            faults: Arc::new(self.faults.unwrap_or_default()),
            consumer_api: self.consumer_api.unwrap_or_default(),
            clients: fixtures.clients(self.clients, &leniencies),
            leniencies,
            users: fixtures.users(self.users, profile),
        }
    }
}
