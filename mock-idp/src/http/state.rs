use std::sync::{Arc, OnceLock};

use actix_web::web::Bytes;
use oidc::discovery::Metadata;
use tokio::sync::OnceCell;

use crate::institution::{Institution, Registry};
use crate::keys;

/// What all workers share.
#[derive(Debug)]
pub struct State {
    registry: Registry,
    discovery: OnceLock<Bytes>,
    jwks: OnceCell<Bytes>,
}

impl State {
    /// The state of a listener.
    #[must_use]
    pub const fn new(registry: Registry) -> Self {
        Self {
            registry,
            discovery: OnceLock::new(),
            jwks: OnceCell::const_new(),
        }
    }

    /// The institution that requests are for.
    #[must_use]
    pub const fn institution(&self) -> &Arc<Institution> {
        self.registry.default_institution()
    }

    /// The metadata document, made once.
    pub fn discovery(&self) -> Bytes {
        let make = || json(&Metadata::of(&self.institution().profile));
        self.discovery.get_or_init(make).clone()
    }

    /// The key set, made once, as soon as all keys are there.
    ///
    /// # Errors
    /// What keeps a key from being made.
    pub async fn jwks(&self) -> Result<Bytes, keys::Error> {
        let make = || async { Ok(json(&self.institution().keys.jwks().await?)) };
        self.jwks.get_or_try_init(make).await.cloned()
    }
}

fn json(value: &impl serde::Serialize) -> Bytes {
    // Plain structures of strings and numbers always serialize.
    serde_json::to_vec(value).unwrap_or_default().into()
}
