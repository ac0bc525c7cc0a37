//! Makes institutions: those of the configuration at the start, and others while the provider runs;
//! and makes them anew when their settings change.

mod change;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oidc::clock::Clock;
use oidc::entropy::{Entropy, uuid};
use serde_json::Value;

use self::change::Plan;
use crate::clock::InstitutionClock;
use crate::config::{self, Blueprint, Config, Parts};
use crate::institution::{Books, Institution, Registry, Taken};
use crate::journal::Journal;
use crate::keys::{self, KeySet, KeyStore, RsaPool};
use crate::store::MemoryStore;

/// What all institutions of a listener stand on.
#[derive(Debug)]
pub struct Foundation {
    /// Scheme, host and port that everybody sees, without a trailing slash.
    pub base_url: String,
    /// Scheme, host and port that servers use, where these are others.
    pub back_channel_url: Option<String>,
    /// Keys for all of them, where there are such.
    pub keys: Option<KeySet>,
    /// Where the keys of the configured ones are kept.
    pub data_dir: Option<PathBuf>,
    /// The clock that theirs run with.
    pub clock: Arc<dyn Clock>,
    /// Their randomness.
    pub entropy: Arc<dyn Entropy>,
    /// RSA keys that are made ahead.
    pub rsa: RsaPool,
    /// How many sets of keys have been made while the provider runs: each has names of its own, whatever
    /// the institution, so that who keeps keys by their names never has others under them.
    pub made_keys: AtomicU32,
    /// The certificate to trust, as PEM; none without TLS.
    pub ca_pem: Option<String>,
}

/// Makes institutions for one registry.
#[derive(Debug)]
pub struct Founder {
    foundation: Foundation,
    config: Config,
    registry: Arc<Registry>,
    /// Whoever adds, changes or removes an institution holds the lock, so that no change is lost.
    plans: Mutex<BTreeMap<String, Plan>>,
}

/// Why an institution cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FoundError {
    /// Its settings are wrong.
    #[error(transparent)]
    Config(#[from] config::Error),
    /// A certificate names hosts, and it was issued at the start.
    #[error(
        "host cannot be given while the provider runs: its certificate names hosts at the start"
    )]
    Host,
    /// Its keys cannot be made.
    #[error(transparent)]
    Keys(#[from] keys::Error),
    /// One that is configured stays as long as the provider.
    #[error(
        "ttl_seconds must be left out: the institution is configured, and stays as long as the provider"
    )]
    Ttl,
    /// Its settings say another id than the address does.
    #[error("id must be left out or be `{0}`, as the address says")]
    OtherId(String),
    /// Its id or host is another one's.
    #[error("institutions: {0}; each must be unique")]
    Taken(#[from] Taken),
}

impl Founder {
    /// Makes the institutions of a configuration.
    ///
    /// # Errors
    /// [`FoundError`].
    pub fn new(foundation: Foundation, config: Config) -> Result<Self, FoundError> {
        let kept = |blueprint: &Blueprint| match (&foundation.keys, &foundation.data_dir) {
            (Some(keys), _) => Ok(keys.clone()),
            (None, None) => Ok(KeySet::ephemeral()?),
            (None, Some(data_dir)) => {
                let folder = data_dir.join("keys").join(config.id_of(blueprint)?);
                let store = KeyStore::Folder(local_ca::Folder::new(folder));
                Ok::<_, FoundError>(KeySet::open(store)?)
            }
        };
        let build = |blueprint: &Blueprint| {
            let parts = foundation.parts(kept(blueprint)?);
            Ok::<_, FoundError>(config.build(blueprint, parts)?)
        };
        let default = Arc::new(build(config.default_institution())?);
        let mut plans = BTreeMap::new();
        let plan = Plan::configured(config.default_institution().clone(), &default);
        plans.insert(default.id.clone(), plan);
        let registry = Registry::of(default.clone(), foundation.clock.clone());
        for blueprint in config.declared() {
            let institution = Arc::new(build(blueprint)?.sharing_with(&default));
            registry.add(institution.clone(), None)?;
            let plan = Plan::configured(blueprint.clone(), &institution);
            plans.insert(institution.id.clone(), plan);
        }
        Ok(Self {
            foundation,
            config,
            registry: Arc::new(registry),
            plans: Mutex::new(plans),
        })
    }

    /// The institutions.
    #[must_use]
    pub const fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// The certificate to trust, as PEM; none without TLS.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.foundation.ca_pem.as_deref()
    }

    /// Makes an institution beside the others, with keys of its own that are nowhere kept; it goes
    /// when it is removed, or after `ttl`. What the settings leave out is that of the fixtures, and
    /// the id is a new one.
    ///
    /// # Errors
    /// [`FoundError`].
    pub fn found(
        &self,
        settings: Value,
        ttl: Option<Duration>,
    ) -> Result<Arc<Institution>, FoundError> {
        let foundation = &self.foundation;
        let new_id = || uuid(&*foundation.entropy).replace('-', "")[..16].to_owned();
        let blueprint = self.config.blueprint(settings, new_id)?;
        self.add(&mut self.plans(), blueprint, ttl)
    }

    /// Has keys made for institutions to come.
    pub fn expect_more(&self) {
        if self.foundation.keys.is_none() {
            self.foundation.rsa.fill();
        }
    }

    fn build(
        &self,
        blueprint: &Blueprint,
        parts: Parts,
    ) -> Result<Arc<Institution>, config::Error> {
        let built = self.config.build_described(blueprint, parts)?;
        let default = self.registry.default_institution();
        Ok(Arc::new(built.sharing_with(&default)))
    }
}

impl Foundation {
    /// Parts for an institution that remembers nothing yet.
    fn parts(&self, keys: KeySet) -> Parts {
        Parts {
            base_url: self.base_url.clone(),
            back_channel_url: self.back_channel_url.clone(),
            keys,
            store: Arc::new(MemoryStore::default()),
            books: Arc::new(Books::default()),
            clock: Arc::new(InstitutionClock::on(self.clock.clone())),
            entropy: self.entropy.clone(),
            journal: Arc::new(Journal::default()),
        }
    }

    /// Keys that are nowhere kept.
    fn new_keys(&self) -> Result<KeySet, keys::Error> {
        if let Some(keys) = &self.keys {
            return Ok(keys.clone());
        }
        self.rsa.fill();
        let store = KeyStore::Pooled(self.rsa.clone());
        KeySet::open_as(self.next_key_number(), store)
    }

    fn next_key_number(&self) -> u32 {
        self.made_keys.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The parts of an institution that is there.
    fn parts_of(&self, institution: &Institution) -> Parts {
        Parts {
            base_url: self.base_url.clone(),
            back_channel_url: self.back_channel_url.clone(),
            keys: institution.keys.clone(),
            store: institution.store.clone(),
            books: institution.books.clone(),
            clock: institution.clock.clone(),
            entropy: institution.entropy.clone(),
            journal: institution.journal.clone(),
        }
    }
}
