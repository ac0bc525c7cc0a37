use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::{FoundError, Founder};
use crate::config::{Blueprint, DeclaredSection, Parts};
use crate::institution::{Books, Institution};
use crate::keys::{self, KeySet, KeyStore, Replaced};
use crate::store::MemoryStore;

/// What an institution was declared to be, what it is now, and the keys that it began with.
#[derive(Debug)]
pub(super) struct Plan {
    declared: Arc<Blueprint>,
    current: Arc<Blueprint>,
    keys: KeySet,
    is_configured: bool,
}

impl Plan {
    /// Of one that a configuration declares.
    pub(super) fn configured(blueprint: Blueprint, institution: &Institution) -> Self {
        Self {
            is_configured: true,
            ..Self::of(blueprint, institution)
        }
    }

    fn of(blueprint: Blueprint, institution: &Institution) -> Self {
        let blueprint = Arc::new(blueprint);
        Self {
            declared: blueprint.clone(),
            current: blueprint,
            keys: institution.keys.clone(),
            is_configured: false,
        }
    }
}

impl Founder {
    /// What would have to be declared for the institution as it is now; `None` where there is none of
    /// that id.
    #[must_use]
    pub fn settings(&self, id: &str) -> Option<DeclaredSection> {
        self.registry.get(id)?;
        let plans = self.plans();
        let settings = self.config.settings(&plans.get(id)?.current);
        let left = self.registry.expires_at(id).map(|end| {
            let left = end.unix() - self.foundation.clock.now().unix();
            u64::try_from(left).unwrap_or(0)
        });
        Some(settings.for_seconds(left))
    }

    /// The id of a configured institution whose RSA key is still being made, if there is one.
    #[must_use]
    pub fn unready(&self) -> Option<String> {
        let plans = self.plans();
        let configured = plans.iter().filter(|(_, plan)| plan.is_configured);
        let is_complete = |id: &str| {
            let institution = self.registry.get(id);
            institution.is_none_or(|institution| institution.keys.is_complete())
        };
        configured
            .map(|(id, _)| id)
            .find(|id| !is_complete(id))
            .cloned()
    }

    /// The settings of the institution as they are now.
    #[must_use]
    pub fn blueprint(&self, id: &str) -> Option<Blueprint> {
        self.registry.get(id)?;
        Some(Blueprint::clone(&self.plans().get(id)?.current))
    }

    /// Makes the institution anew with changed settings; what it remembers, its clock, journal and keys
    /// stay. `None` where there is none of that id.
    ///
    /// # Errors
    /// [`FoundError::Config`], and what `change` answers; then nothing has changed.
    pub fn change<E: From<FoundError>>(
        &self,
        id: &str,
        change: impl FnOnce(&Blueprint) -> Result<Blueprint, E>,
    ) -> Result<Option<Arc<Institution>>, E> {
        let mut plans = self.plans();
        let (Some(institution), Some(plan)) = (self.registry.get(id), plans.get_mut(id)) else {
            return Ok(None);
        };
        let blueprint = change(&plan.current)?;
        let parts = self.foundation.parts_of(&institution);
        let changed = self.build(&blueprint, parts).map_err(FoundError::from)?;
        plan.current = Arc::new(blueprint);
        self.registry.replace(changed.clone());
        Ok(Some(changed))
    }

    /// Gives the institution new keys to sign with; `None` where there is none of that id.
    ///
    /// # Errors
    /// [`keys::Error`]; then nothing has changed.
    pub fn rotate_keys(
        &self,
        id: &str,
        replaced: Replaced,
    ) -> Result<Option<Arc<Institution>>, keys::Error> {
        let _plans = self.plans();
        let Some(institution) = self.registry.get(id) else {
            return Ok(None);
        };
        let store = KeyStore::Pooled(self.foundation.rsa.clone());
        let number = self.foundation.next_key_number();
        let keys = institution.keys.rotated(number, store, replaced)?;
        let changed = Arc::new(institution.with_keys(keys));
        self.registry.replace(changed.clone());
        Ok(Some(changed))
    }

    /// Stops publishing a key that no longer signs; `None` where no such key or institution is there.
    pub fn retire_key(&self, id: &str, kid: &str) -> Option<Arc<Institution>> {
        let _plans = self.plans();
        let institution = self.registry.get(id)?;
        let keys = institution.keys.without(kid)?;
        let changed = Arc::new(institution.with_keys(keys));
        self.registry.replace(changed.clone());
        Some(changed)
    }

    /// Puts the institution back to what was declared, with the keys that it began with: it forgets
    /// sessions, consent, grants, tokens and journal, and its clock runs with the provider's again.
    /// `None` where there is none of that id.
    ///
    /// # Errors
    /// [`FoundError::Config`] where what was declared can no longer be built, as when a photo is gone.
    pub fn reset(&self, id: &str) -> Result<Option<Arc<Institution>>, FoundError> {
        let mut plans = self.plans();
        let (Some(institution), Some(plan)) = (self.registry.get(id), plans.get_mut(id)) else {
            return Ok(None);
        };
        let declared = plan.declared.clone();
        self.begin_anew(plan, &institution, declared).map(Some)
    }

    /// Makes the institution of that id exactly what the settings say, as if it had just been made, but
    /// with the keys that it began with; where there is none, makes one. Tells whether it is new.
    ///
    /// # Errors
    /// [`FoundError`]; then nothing has changed.
    pub fn put(
        &self,
        id: &str,
        settings: Value,
        ttl: Option<Duration>,
    ) -> Result<(Arc<Institution>, bool), FoundError> {
        let blueprint = self.config.blueprint(settings, || id.to_owned())?;
        if self.config.id_of(&blueprint)? != id {
            return Err(FoundError::OtherId(id.to_owned()));
        }
        let mut plans = self.plans();
        let (Some(institution), Some(plan)) = (self.registry.get(id), plans.get_mut(id)) else {
            return Ok((self.add(&mut plans, blueprint, ttl)?, true));
        };
        if blueprint.host().is_some() && blueprint.host() != plan.declared.host() {
            return Err(FoundError::Host);
        }
        if plan.is_configured && ttl.is_some() {
            return Err(FoundError::Ttl);
        }
        let blueprint = Arc::new(blueprint.in_place_of(&plan.declared));
        let put = self.begin_anew(plan, &institution, blueprint.clone())?;
        plan.declared = blueprint;
        let expires_at = ttl.map(|ttl| self.foundation.clock.now().after(ttl));
        self.registry.set_expiry(id, expires_at);
        Ok((put, false))
    }

    /// All institutions, the default one first, the others by id. Those whose time is over are dropped on
    /// the way.
    #[must_use]
    pub fn institutions(&self) -> Vec<Arc<Institution>> {
        let mut plans = self.plans();
        self.registry.drop_expired();
        self.forget_expired(&mut plans);
        self.registry.all()
    }

    /// Takes an institution out; requests that it is answering go on. The one at the root stays.
    pub fn remove(&self, id: &str) -> Option<Arc<Institution>> {
        let mut plans = self.plans();
        let removed = self.registry.remove(id)?;
        plans.remove(id);
        Some(removed)
    }

    pub(super) fn add(
        &self,
        plans: &mut BTreeMap<String, Plan>,
        blueprint: Blueprint,
        ttl: Option<Duration>,
    ) -> Result<Arc<Institution>, FoundError> {
        let certified = |host: &str| self.config.hosts().any(|known| known == host);
        if blueprint.host().is_some_and(|host| !certified(host)) {
            return Err(FoundError::Host);
        }
        let foundation = &self.foundation;
        let parts = foundation.parts(foundation.new_keys()?);
        let institution = self.build(&blueprint, parts)?;
        let expires_at = ttl.map(|ttl| foundation.clock.now().after(ttl));
        self.registry.add(institution.clone(), expires_at)?;
        let plan = Plan::of(blueprint, &institution);
        plans.insert(institution.id.clone(), plan);
        self.forget_expired(plans);
        Ok(institution)
    }

    /// Forgets the plans of institutions that have gone by themselves.
    fn forget_expired(&self, plans: &mut BTreeMap<String, Plan>) {
        if plans.len() > self.registry.len() {
            plans.retain(|id, _| self.registry.get(id).is_some());
        }
    }

    /// Makes an institution anew that forgets what it remembers. The store is another one, so that
    /// requests that are being answered leave nothing in it.
    fn begin_anew(
        &self,
        plan: &mut Plan,
        institution: &Institution,
        blueprint: Arc<Blueprint>,
    ) -> Result<Arc<Institution>, FoundError> {
        let parts = Parts {
            keys: plan.keys.clone(),
            store: Arc::new(MemoryStore::default()),
            books: Arc::new(Books::default()),
            ..self.foundation.parts_of(institution)
        };
        let anew = self.build(&blueprint, parts)?;
        plan.current = blueprint;
        self.registry.replace(anew.clone());
        anew.clock.reset();
        anew.journal.clear();
        Ok(anew)
    }

    pub(super) fn plans(&self) -> MutexGuard<'_, BTreeMap<String, Plan>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
