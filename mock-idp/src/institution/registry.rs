use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use oidc::clock::{Clock, Timestamp};

use super::Institution;
use crate::paths::FI_PATH;

/// The institutions that a listener serves: one at its root, others below `/fi/{id}` or under host
/// names of their own.
#[derive(Debug)]
pub struct Registry {
    default: Arc<Institution>,
    others: RwLock<Others>,
    clock: Arc<dyn Clock>,
}

#[derive(Debug, Default)]
struct Others {
    by_id: HashMap<String, Other>,
    by_host: HashMap<String, Arc<Institution>>,
}

#[derive(Clone, Debug)]
struct Other {
    institution: Arc<Institution>,
    expires_at: Option<Timestamp>,
}

/// Why an institution cannot be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Taken {
    /// Ids name cookies, folders and addresses.
    #[error("there is an institution `{0}` already")]
    Id(String),
    /// A host name leads to one institution.
    #[error("the host `{0}` is another institution's already")]
    Host(String),
}

impl Registry {
    /// A registry with one institution, at the root of the listener. The clock is for the lifetimes of
    /// institutions; what happens inside one goes by its own.
    #[must_use]
    pub fn of(default: Arc<Institution>, clock: Arc<dyn Clock>) -> Self {
        Self {
            default,
            others: RwLock::default(),
            clock,
        }
    }

    /// The institution at the root of the listener.
    #[must_use]
    pub const fn default_institution(&self) -> &Arc<Institution> {
        &self.default
    }

    /// Adds an institution, for good or until then. Those whose time is over are dropped on the way.
    ///
    /// # Errors
    /// [`Taken`].
    pub fn add(
        &self,
        institution: Arc<Institution>,
        expires_at: Option<Timestamp>,
    ) -> Result<(), Taken> {
        let now = self.clock.now();
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        others.by_id.retain(|_, other| other.stands(now));
        let id = institution.id.clone();
        if id == self.default.id || others.by_id.contains_key(&id) {
            return Err(Taken::Id(id));
        }
        if let Some(host) = &institution.host {
            if others.by_host.contains_key(host) {
                return Err(Taken::Host(host.clone()));
            }
            others.by_host.insert(host.clone(), institution.clone());
        }
        let other = Other {
            institution,
            expires_at,
        };
        others.by_id.insert(id, other);
        Ok(())
    }

    /// Takes an institution out; requests that it is answering go on.
    pub fn remove(&self, id: &str) -> Option<Arc<Institution>> {
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        let removed = others.by_id.remove(id)?.institution;
        if let Some(host) = &removed.host {
            others.by_host.remove(host);
        }
        Some(removed)
    }

    /// The institution of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Institution>> {
        if id == self.default.id {
            return Some(self.default.clone());
        }
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        let other = others.by_id.get(id)?;
        other
            .stands(self.clock.now())
            .then(|| other.institution.clone())
    }

    /// When the institution of that id goes by itself, if it does.
    #[must_use]
    pub fn expires_at(&self, id: &str) -> Option<Timestamp> {
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        others.by_id.get(id)?.expires_at
    }

    /// All institutions, the default one first, the others by id.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Institution>> {
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        let standing = others.by_id.values().filter(|other| other.stands(now));
        let mut others: Vec<_> = standing.map(|other| other.institution.clone()).collect();
        others.sort_by(|one, other| one.id.cmp(&other.id));
        std::iter::once(self.default.clone())
            .chain(others)
            .collect()
    }

    /// The institution that a request is for: that of `/fi/{id}`, else that of the host (without a
    /// port), else the default one. `None` where no institution has that id, or where the one that
    /// has it is reached by its host alone.
    #[must_use]
    pub fn find(&self, host: &str, path: &str) -> Option<Arc<Institution>> {
        if let Some(rest) = path.strip_prefix(FI_PATH) {
            let id = rest.split('/').next().unwrap_or_default();
            let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
            let found = others.by_id.get(id)?;
            let here = found.institution.host.is_none() && found.stands(self.clock.now());
            return here.then(|| found.institution.clone());
        }
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        let found = others.by_host.get(&host.to_ascii_lowercase());
        Some(found.unwrap_or(&self.default).clone())
    }
}

impl Other {
    fn stands(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| !end.is_past(now))
    }
}
