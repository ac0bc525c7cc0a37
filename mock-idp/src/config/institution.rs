use std::collections::BTreeSet;
use std::sync::Arc;

use oidc::policy::Leniencies;
use oidc::profile::{Lifetimes, Profile, ProfileName, certification};
use oidc::scope::{OPENID, ScopeSet};
use serde::{Deserialize, Deserializer};

use super::claims::ClaimsSection;
use super::declared::DeclaredSection;
use super::scopes::ScopesSection;
use crate::paths::{API_PATH, ISSUER_PATH};

pub(super) const FIXTURE: &str = include_str!("../../../fixtures/institution.toml");

/// `[institution]`. What a file leaves out is that of the fixture, which all share that leave it out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstitutionSection {
    id: Option<String>,
    name: Option<String>,
    profile: Option<ProfileName>,
    institution_id: Option<String>,
    #[serde(default, deserialize_with = "shared")]
    scopes: Option<Arc<ScopeSet>>,
    #[serde(default, deserialize_with = "shared")]
    claims: Option<Arc<Vec<String>>>,
    #[serde(skip)]
    restricted: Arc<BTreeSet<String>>,
    /// Those of its profile and Banno's, whether the institution lists them or not.
    #[serde(skip)]
    known: Known,
}

/// Scopes and claims that users and clients may well name.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) scopes: Arc<ScopeSet>,
    pub(super) claims: Arc<Vec<String>>,
}

/// Of an id, which addresses and cookies carry.
const LONGEST_ID: usize = 63;

impl InstitutionSection {
    /// The section of the fixture with the scopes and claims of theirs.
    pub(super) fn with(self, scopes: ScopesSection, claims: ClaimsSection) -> Self {
        let restricted = Arc::new(claims.restricted());
        let known = Known {
            scopes: Arc::new(scopes.names()),
            claims: Arc::new(claims.all()),
        };
        Self {
            scopes: Some(known.scopes.clone()),
            restricted,
            claims: Some(Arc::new(claims.names())),
            known,
            ..self
        }
    }

    /// The section of the fixture for an institution that is no Banno: users may have Banno's claims all the same.
    pub(super) fn certification(banno: &Self) -> Self {
        let (scopes, claims) = (certification::scopes(), certification::claims());
        let mut known = banno.known.clone();
        Arc::make_mut(&mut known.scopes).extend(&scopes);
        Arc::make_mut(&mut known.claims).extend_from_slice(&claims);
        Self {
            profile: Some(ProfileName::Certification),
            scopes: Some(Arc::new(scopes)),
            claims: Some(Arc::new(claims)),
            known,
            ..banno.clone()
        }
    }

    /// A section with these names, of that profile.
    pub(super) fn named(id: String, name: String, profile: Option<ProfileName>) -> Self {
        Self {
            id: Some(id),
            name: Some(name),
            profile,
            ..Self::default()
        }
    }

    /// Whom it answers as.
    pub(super) fn profile_name(&self) -> ProfileName {
        self.profile.unwrap_or_default()
    }

    /// The section of an institution that is of another profile, of whose section it has what it had of that of
    /// the one `before`.
    pub(super) fn turned(self, before: &Self, into: &Self) -> Self {
        Self {
            profile: into.profile,
            scopes: own(self.scopes, before.scopes.as_ref()),
            claims: own(self.claims, before.claims.as_ref()),
            ..self
        }
        .over(into)
    }

    /// The section with an `institution_id`, scopes and claims, as far as there are any.
    pub(super) fn with_lists(
        self,
        institution_id: Option<String>,
        scopes: Option<ScopeSet>,
        claims: Option<Vec<String>>,
    ) -> Self {
        Self {
            institution_id,
            scopes: scopes.map(Arc::new),
            claims: claims.map(Arc::new),
            ..self
        }
    }

    /// The section with what it leaves out taken from `below`.
    pub(super) fn over(self, below: &Self) -> Self {
        Self {
            id: self.id.or_else(|| below.id.clone()),
            name: self.name.or_else(|| below.name.clone()),
            profile: self.profile.or(below.profile),
            institution_id: self.institution_id.or_else(|| below.institution_id.clone()),
            scopes: self.scopes.or_else(|| below.scopes.clone()),
            claims: self.claims.or_else(|| below.claims.clone()),
            restricted: below.restricted.clone(),
            known: below.known.clone(),
        }
    }

    /// The section with the name of `before`, if it was given none but its id.
    pub(super) fn named_as(self, before: &Self) -> Self {
        if self.name == self.id {
            Self {
                name: before.name.clone(),
                ..self
            }
        } else {
            self
        }
    }

    /// The scopes and claims that users and clients may well name.
    pub(super) const fn known(&self) -> &Known {
        &self.known
    }

    /// What would have to be declared for it, over `below`.
    pub(super) fn declared(&self, below: &Self) -> DeclaredSection {
        DeclaredSection {
            id: self.id.clone(),
            name: self.name.clone(),
            profile: self.profile.filter(|name| *name != ProfileName::default()),
            institution_id: self.institution_id.clone(),
            ttl_seconds: None,
            host: None,
            scopes: unshared(own(self.scopes.clone(), below.scopes.as_ref())),
            claims: unshared(own(self.claims.clone(), below.claims.as_ref())),
            metadata: None,
            policies: None,
            leniencies: None,
            faults: None,
            consumer_api: None,
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
        let name = self.profile_name();
        Profile {
            name,
            issuer: format!("{base_url}{ISSUER_PATH}"),
            back_channel: None,
            api: format!("{base_url}{API_PATH}"),
            scopes: self.scopes.clone().unwrap_or_default(),
            claims: self.claims.clone().unwrap_or_default(),
            restricted: self.restricted.clone(),
            lifetimes: Lifetimes::default(),
            offer: name.offer(),
            policies: name.policies(),
            leniencies: Leniencies::default(),
        }
    }

    /// Refuses a list of scopes that nobody could sign in with.
    pub(super) fn check_scopes(&self) -> Result<(), String> {
        let scopes = self.scopes.as_ref();
        if scopes.is_some_and(|scopes| scopes.contains(OPENID)) {
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
        if id.is_empty() || id.len() > LONGEST_ID || !id.chars().all(fit) {
            return Err(format!(
                "institution.id `{id}` must be 1 to {LONGEST_ID} letters, digits and hyphens"
            ));
        }
        Ok(id)
    }
}

fn shared<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    list: D,
) -> Result<Option<Arc<T>>, D::Error> {
    Ok(Option::deserialize(list)?.map(Arc::new))
}

/// A list that is not the one below.
fn own<T: PartialEq>(ours: Option<Arc<T>>, below: Option<&Arc<T>>) -> Option<Arc<T>> {
    ours.filter(|ours| Some(ours) != below)
}

fn unshared<T: Clone>(list: Option<Arc<T>>) -> Option<T> {
    list.map(|list| T::clone(&list))
}
