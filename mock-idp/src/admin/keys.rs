use oidc::jwk::Jwk;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Admin, AdminError};
use crate::keys::Replaced;

/// A key that the institution publishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeyView {
    /// Its name.
    pub kid: String,
    /// `EC` for ES256, `RSA` for RS256 and PS256.
    pub kty: &'static str,
    /// What it is for.
    pub status: KeyStatus,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyStatus {
    /// New tokens are signed with it.
    Signing,
    /// It has been replaced; what it has signed is still good.
    Published,
}

impl Admin {
    /// The keys, as `/jwks` lists them; waits for the RSA key.
    ///
    /// # Errors
    /// [`AdminError::Keys`], [`AdminError::Institution`].
    pub async fn keys(&self) -> Result<Vec<KeyView>, AdminError> {
        let keys = &self.institution()?.keys;
        let signing = keys.signing_kids();
        let published = keys.jwks().await?.keys;
        let view = |jwk: &Jwk| KeyView {
            kid: jwk.kid().to_owned(),
            kty: jwk.kty(),
            status: if signing.iter().any(|kid| kid == jwk.kid()) {
                KeyStatus::Signing
            } else {
                KeyStatus::Published
            },
        };
        Ok(published.iter().map(view).collect())
    }

    /// Makes new keys to sign with, under names that no keys of the institution had before.
    ///
    /// # Errors
    /// [`AdminError::Keys`], [`AdminError::Institution`].
    pub async fn rotate_keys(&self, replaced: Replaced) -> Result<Vec<KeyView>, AdminError> {
        let rotated = self.founder.rotate_keys(&self.id, replaced)?;
        rotated.ok_or_else(|| self.gone())?;
        self.keys().await
    }

    /// Stops publishing a key that has been replaced: what it has signed is good for nothing.
    ///
    /// # Errors
    /// [`AdminError::KeySigns`], [`AdminError::NotFound`], [`AdminError::Institution`].
    pub fn retire_key(&self, kid: &str) -> Result<(), AdminError> {
        let signing = self.institution()?.keys.signing_kids();
        if signing.iter().any(|signing| signing == kid) {
            return Err(AdminError::KeySigns(kid.to_owned()));
        }
        let retired = self.founder.retire_key(&self.id, kid);
        retired.map(|_| ()).ok_or_else(|| AdminError::NotFound {
            word: "key",
            id: kid.to_owned(),
        })
    }
}
