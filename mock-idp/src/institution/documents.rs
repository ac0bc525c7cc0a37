use std::sync::OnceLock;

use actix_web::web::Bytes;
use oidc::discovery::Metadata;
use tokio::sync::OnceCell;

use super::Institution;
use crate::keys;

/// What an institution publishes, rendered once.
#[derive(Debug, Default)]
pub struct Documents {
    discovery: OnceLock<Bytes>,
    jwks: OnceCell<Bytes>,
}

impl Institution {
    /// The metadata document.
    #[must_use]
    pub fn discovery(&self) -> Bytes {
        let make = || json(&Metadata::of(&self.profile));
        self.documents.discovery.get_or_init(make).clone()
    }

    /// The key set, as soon as all keys are there.
    ///
    /// # Errors
    /// What keeps a key from being made.
    pub async fn jwks(&self) -> Result<Bytes, keys::Error> {
        let make = || async { Ok(json(&self.keys.jwks().await?)) };
        self.documents.jwks.get_or_try_init(make).await.cloned()
    }
}

fn json(value: &impl serde::Serialize) -> Bytes {
    // Plain structures of strings and numbers always serialize.
    serde_json::to_vec(value).unwrap_or_default().into()
}
