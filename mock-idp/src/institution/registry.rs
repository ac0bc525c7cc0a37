use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use oidc::clock::{Clock, Timestamp};

use super::Institution;
use crate::paths::FI_PATH;

/// The institutions that a listener serves: one at its root, others below `/fi/{id}` or under host
/// names of their own.
#[derive(Debug)]
pub struct Registry {
    default_id: String,
    entries: RwLock<Entries>,
    clock: Arc<dyn Clock>,
}

#[derive(Debug)]
struct Entries {
    default: Arc<Institution>,
    /// By id. A tree gives back the memory of those that are gone; a hash table would keep its size.
    others: BTreeMap<String, Other>,
    id_by_host: HashMap<String, String>,
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
            default_id: default.id.clone(),
            entries: RwLock::new(Entries {
                default,
                others: BTreeMap::new(),
                id_by_host: HashMap::new(),
            }),
            clock,
        }
    }

    /// The id of the institution at the root of the listener.
    #[must_use]
    pub fn default_id(&self) -> &str {
        &self.default_id
    }

    /// The institution at the root of the listener.
    #[must_use]
    pub fn default_institution(&self) -> Arc<Institution> {
        self.read().default.clone()
    }

    /// Adds an institution, for good or until then. Those whose time is over are dropped on the way.
    ///
    /// # Errors
    /// [`Taken`].
    pub(crate) fn add(
        &self,
        institution: Arc<Institution>,
        expires_at: Option<Timestamp>,
    ) -> Result<(), Taken> {
        self.drop_expired();
        let mut entries = self.write();
        let id = institution.id.clone();
        if id == self.default_id || entries.others.contains_key(&id) {
            return Err(Taken::Id(id));
        }
        if let Some(host) = &institution.host {
            if entries.id_by_host.contains_key(host) {
                return Err(Taken::Host(host.clone()));
            }
            entries.id_by_host.insert(host.clone(), id.clone());
        }
        let other = Other {
            institution,
            expires_at,
        };
        entries.others.insert(id, other);
        Ok(())
    }

    /// Puts a changed institution in the place of the one that had its id, and tells whether there was
    /// one.
    pub(crate) fn replace(&self, institution: Arc<Institution>) -> bool {
        let mut entries = self.write();
        if institution.id == self.default_id {
            entries.default = institution;
            return true;
        }
        let there = entries.others.get_mut(&institution.id);
        there.is_some_and(|there| {
            there.institution = institution;
            true
        })
    }

    /// Lets the institution of that id go at that time, or stay for good. The one at the root stays.
    pub(crate) fn set_expiry(&self, id: &str, expires_at: Option<Timestamp>) {
        if let Some(other) = self.write().others.get_mut(id) {
            other.expires_at = expires_at;
        }
    }

    /// Drops the institutions whose time is over, with all that they remember.
    pub fn drop_expired(&self) {
        let now = self.clock.now();
        self.write().others.retain(|_, other| other.stands(now));
    }

    /// Takes an institution out; requests that it is answering go on.
    pub(crate) fn remove(&self, id: &str) -> Option<Arc<Institution>> {
        let mut entries = self.write();
        let removed = entries.others.remove(id)?.institution;
        if let Some(host) = &removed.host {
            entries.id_by_host.remove(host);
        }
        Some(removed)
    }

    /// The institution of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Institution>> {
        let entries = self.read();
        if id == self.default_id {
            return Some(entries.default.clone());
        }
        let other = entries.others.get(id)?;
        let stands = other.stands(self.clock.now());
        stands.then(|| other.institution.clone())
    }

    /// When the institution of that id goes by itself, if it does.
    #[must_use]
    pub fn expires_at(&self, id: &str) -> Option<Timestamp> {
        self.read().others.get(id)?.expires_at
    }

    /// How many there are, those included whose time is over and that nobody has dropped yet.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "one is always there")]
    pub fn len(&self) -> usize {
        self.read().others.len() + 1
    }

    /// All institutions, the default one first, the others by id.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Institution>> {
        let entries = self.read();
        let now = self.clock.now();
        let standing = entries.others.values().filter(|other| other.stands(now));
        std::iter::once(&entries.default)
            .chain(standing.map(|other| &other.institution))
            .cloned()
            .collect()
    }

    /// The institution that a request is for: that of `/fi/{id}`, else that of the host (without a
    /// port), else the default one. `None` where no institution has that id, or where the one that
    /// has it is reached by its host alone.
    #[must_use]
    pub fn find(&self, host: &str, path: &str) -> Option<Arc<Institution>> {
        let entries = self.read();
        if let Some(rest) = path.strip_prefix(FI_PATH) {
            let id = rest.split('/').next().unwrap_or_default();
            let found = entries.others.get(id)?;
            let here = found.institution.host.is_none() && found.stands(self.clock.now());
            return here.then(|| found.institution.clone());
        }
        let id = entries.id_by_host.get(&host.to_ascii_lowercase());
        let found = id.and_then(|id| entries.others.get(id));
        let institution = found.map_or(&entries.default, |other| &other.institution);
        Some(institution.clone())
    }

    fn read(&self) -> RwLockReadGuard<'_, Entries> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Entries> {
        self.entries.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Other {
    fn stands(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| !end.is_past(now))
    }
}
