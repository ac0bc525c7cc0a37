use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::Institution;
use crate::paths::FI_PATH;

/// The institutions that a listener serves: one at its root, others below `/fi/{id}` or under host
/// names of their own.
#[derive(Debug)]
pub struct Registry {
    default: Arc<Institution>,
    others: RwLock<Others>,
}

#[derive(Debug, Default)]
struct Others {
    by_id: HashMap<String, Arc<Institution>>,
    by_host: HashMap<String, Arc<Institution>>,
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
    /// A registry with one institution, at the root of the listener.
    #[must_use]
    pub fn of(default: Arc<Institution>) -> Self {
        Self {
            default,
            others: RwLock::default(),
        }
    }

    /// The institution at the root of the listener.
    #[must_use]
    pub const fn default_institution(&self) -> &Arc<Institution> {
        &self.default
    }

    /// Adds an institution.
    ///
    /// # Errors
    /// [`Taken`].
    pub fn add(&self, institution: Arc<Institution>) -> Result<(), Taken> {
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
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
        others.by_id.insert(id, institution);
        Ok(())
    }

    /// Takes an institution out; requests that it is answering go on.
    pub fn remove(&self, id: &str) -> Option<Arc<Institution>> {
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        let removed = others.by_id.remove(id)?;
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
        others.by_id.get(id).cloned()
    }

    /// All institutions, the default one first, the others by id.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Institution>> {
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        let mut others: Vec<_> = others.by_id.values().cloned().collect();
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
            return found.host.is_none().then(|| found.clone());
        }
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        let found = others.by_host.get(&host.to_ascii_lowercase());
        Some(found.unwrap_or(&self.default).clone())
    }
}
