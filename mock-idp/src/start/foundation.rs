use std::path::PathBuf;
use std::sync::Arc;

use oidc::clock::Clock;
use oidc::entropy::Entropy;

use super::Error;
use crate::config::{Blueprint, Config, Parts};
use crate::institution::{Institution, Registry};
use crate::keys::{KeySet, KeyStore};

/// What all institutions of a listener stand on.
pub(super) struct Foundation {
    pub(super) base_url: String,
    pub(super) keys: Option<KeySet>,
    pub(super) data_dir: Option<PathBuf>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
}

impl Foundation {
    /// The institutions of a configuration.
    pub(super) fn registry(&self, config: &Config) -> Result<Registry, Error> {
        let default = self.build(config, config.default_institution())?;
        let registry = Registry::of(Arc::new(default));
        for blueprint in config.declared() {
            registry.add(Arc::new(self.build(config, blueprint)?))?;
        }
        Ok(registry)
    }

    fn build(&self, config: &Config, blueprint: &Blueprint) -> Result<Institution, Error> {
        let keys = match (&self.keys, &self.data_dir) {
            (Some(keys), _) => keys.clone(),
            (None, None) => KeySet::ephemeral()?,
            (None, Some(data_dir)) => {
                let folder = data_dir.join("keys").join(config.id_of(blueprint)?);
                KeySet::open(KeyStore::Folder(local_ca::Folder::new(folder)))?
            }
        };
        let parts = Parts {
            base_url: self.base_url.clone(),
            keys,
            clock: self.clock.clone(),
            entropy: self.entropy.clone(),
        };
        Ok(config.build(blueprint, parts)?)
    }
}
