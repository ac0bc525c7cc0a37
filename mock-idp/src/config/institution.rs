use std::collections::BTreeSet;

use oidc::policy::{Leniencies, Policies};
use oidc::profile::{Lifetimes, Profile};
use oidc::scope::{OPENID, ScopeSet};
use serde::Deserialize;

use super::claims::ClaimsSection;
use super::declared::DeclaredSection;
use super::scopes::ScopesSection;
use crate::paths::{API_PATH, ISSUER_PATH};

pub(super) const FIXTURE: &str = include_str!("../../../fixtures/institution.toml");

/// `[institution]`. What a file leaves out is that of the fixture.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstitutionSection {
    id: Option<String>,
    name: Option<String>,
    institution_id: Option<String>,
    scopes: Option<Vec<String>>,
    claims: Option<Vec<String>>,
    #[serde(skip)]
    restricted: BTreeSet<String>,
}

impl InstitutionSection {
    /// The section of the fixture with the scopes and claims of theirs.
    pub(super) fn with(self, scopes: ScopesSection, claims: ClaimsSection) -> Self {
        Self {
            scopes: Some(scopes.names()),
            restricted: claims.restricted(),
            claims: Some(claims.names()),
            ..self
        }
    }

    /// A section with these names.
    pub(super) fn named(id: String, name: String) -> Self {
        Self {
            id: Some(id),
            name: Some(name),
            ..Self::default()
        }
    }

    /// The section with an `institution_id`, scopes and claims, as far as there are any.
    pub(super) fn with_lists(
        self,
        institution_id: Option<String>,
        scopes: Option<Vec<String>>,
        claims: Option<Vec<String>>,
    ) -> Self {
        Self {
            institution_id,
            scopes,
            claims,
            ..self
        }
    }

    /// The section with what it leaves out taken from `below`.
    pub(super) fn over(self, below: &Self) -> Self {
        Self {
            id: self.id.or_else(|| below.id.clone()),
            name: self.name.or_else(|| below.name.clone()),
            institution_id: self.institution_id.or_else(|| below.institution_id.clone()),
            scopes: self.scopes.or_else(|| below.scopes.clone()),
            claims: self.claims.or_else(|| below.claims.clone()),
            restricted: below.restricted.clone(),
        }
    }

    /// What would have to be declared for it, over `below`.
    pub(super) fn declared(&self, below: &Self) -> DeclaredSection {
        let own = |ours: &Option<Vec<String>>, theirs: &Option<Vec<String>>| {
            ours.clone().filter(|_| ours != theirs)
        };
        DeclaredSection {
            id: self.id.clone(),
            name: self.name.clone(),
            institution_id: self.institution_id.clone(),
            ttl_seconds: None,
            host: None,
            scopes: own(&self.scopes, &below.scopes),
            claims: own(&self.claims, &below.claims),
            policies: None,
            leniencies: None,
            clients: None,
            users: None,
        }
    }

    /// The short name as it stands.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The settings for the protocol, at that base URL.
    pub(super) fn profile(&self, base_url: &str) -> Profile {
        let scopes = self.scopes.iter().flatten().map(String::as_str);
        Profile {
            issuer: format!("{base_url}{ISSUER_PATH}"),
            back_channel: None,
            api: format!("{base_url}{API_PATH}"),
            scopes: scopes.collect::<ScopeSet>(),
            claims: self.claims.clone().unwrap_or_default(),
            restricted: self.restricted.clone(),
            lifetimes: Lifetimes::default(),
            policies: Policies::default(),
            leniencies: Leniencies::default(),
        }
    }

    /// Refuses a list of scopes that nobody could sign in with.
    pub(super) fn check_scopes(&self) -> Result<(), String> {
        let has_openid = self.scopes.iter().flatten().any(|scope| scope == OPENID);
        if has_openid {
            Ok(())
        } else {
            Err("institution.scopes must have `openid`, without which nobody signs in".to_owned())
        }
    }

    /// What pages show.
    pub(super) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// The `institution_id` claim of every user.
    pub(super) fn institution_id(&self) -> &str {
        self.institution_id.as_deref().unwrap_or_default()
    }

    /// The short name, fit for cookies and folders.
    pub(super) fn checked_id(&self) -> Result<&str, String> {
        let id = self.id.as_deref().unwrap_or_default();
        let fit = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if id.is_empty() || !id.chars().all(fit) {
            return Err(format!(
                "institution.id `{id}` must be letters, digits and hyphens, and at least one"
            ));
        }
        Ok(id)
    }
}
