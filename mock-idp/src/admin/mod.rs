//! What an administrator does to one institution while it runs: the use cases behind the control plane
//! and [`MockIdp::admin`](crate::MockIdp::admin).

pub(crate) mod first_use;
mod grants;
mod keys;
mod minting;
mod sessions;
mod settings;
mod tokens;

use std::sync::Arc;

use oidc::clock::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

pub use grants::GrantView;
pub use keys::{KeyStatus, KeyView};
pub use minting::{MintRequest, MintedTokens};
pub use sessions::{SessionClientView, SessionView};
pub use tokens::{TokenFilter, TokenType, TokenView};

pub use crate::config::{ClientSection, LenienciesSection, PoliciesSection, UserSection};

use crate::clock::InstitutionClock;
use crate::founder::{FoundError, Founder};
use crate::institution::Institution;
use crate::journal::Journal;

/// The administration of one institution.
#[derive(Clone, Debug)]
pub struct Admin {
    founder: Arc<Founder>,
    id: String,
    issuer: String,
}

/// Why something is not done; then nothing has changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AdminError {
    /// The institution is gone.
    #[error("no institution has the id `{0}`")]
    Institution(String),
    /// It is the one at the root.
    #[error(
        "the institution at the root goes with the provider; make others beside it, or reset it"
    )]
    DefaultStays,
    /// There is nothing of that name.
    #[error("the institution has no {word} `{id}`")]
    NotFound {
        /// What was meant.
        word: &'static str,
        /// How it was called.
        id: String,
    },
    /// There is one already.
    #[error("the institution has a {word} `{id}` already")]
    Taken {
        /// What was meant.
        word: &'static str,
        /// How it was called.
        id: String,
    },
    /// It still signs.
    #[error("the key `{0}` signs; rotate the keys first")]
    KeySigns(String),
    /// A value cannot be used.
    #[error("{0}")]
    Invalid(String),
    /// Settings cannot be used.
    #[error(transparent)]
    Found(#[from] FoundError),
    /// Keys cannot be made or used.
    #[error(transparent)]
    Keys(#[from] crate::keys::Error),
}

/// Whether something that was handed out is still good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is.
    Active,
    /// Its grant was revoked, the session that it hangs on has ended, or the user or the client is gone.
    Ended,
    /// Its time is over.
    Expired,
    /// It was replaced by another.
    Used,
}

impl Admin {
    /// The administration of the institution of that id, if there is one.
    pub(crate) fn of(founder: Arc<Founder>, id: &str) -> Option<Self> {
        let institution = founder.registry().get(id)?;
        Some(Self::over(founder, &institution))
    }

    /// The administration of an institution that has just been made.
    pub(crate) fn over(founder: Arc<Founder>, institution: &Institution) -> Self {
        Self {
            founder,
            id: institution.id.clone(),
            issuer: institution.profile.issuer.clone(),
        }
    }

    /// The id of the institution.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its issuer identifier, to which clients add `/.well-known/openid-configuration`.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The institution as it is now.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub fn institution(&self) -> Result<Arc<Institution>, AdminError> {
        let institution = self.founder.registry().get(&self.id);
        institution.ok_or_else(|| self.gone())
    }

    /// When it goes by itself, if it does, by the provider's clock.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.founder.registry().expires_at(&self.id)
    }

    /// Its clock.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub fn clock(&self) -> Result<Arc<InstitutionClock>, AdminError> {
        Ok(self.institution()?.clock.clone())
    }

    /// Its journal.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub fn journal(&self) -> Result<Arc<Journal>, AdminError> {
        Ok(self.institution()?.journal.clone())
    }

    /// Puts it back to what was declared, with the keys that it began with: it forgets sessions,
    /// consent, grants, tokens and journal, and its clock runs with the provider's again.
    ///
    /// # Errors
    /// [`AdminError::Institution`], [`AdminError::Found`].
    pub fn reset(&self) -> Result<Arc<Institution>, AdminError> {
        self.founder.reset(&self.id)?.ok_or_else(|| self.gone())
    }

    /// Drops it at once, with all that it remembers; requests that it is answering go on.
    ///
    /// # Errors
    /// [`AdminError::DefaultStays`], [`AdminError::Institution`].
    pub fn close(&self) -> Result<(), AdminError> {
        if self.id == self.founder.registry().default_id() {
            return Err(AdminError::DefaultStays);
        }
        let removed = self.founder.remove(&self.id);
        removed.map(|_| ()).ok_or_else(|| self.gone())
    }

    fn gone(&self) -> AdminError {
        AdminError::Institution(self.id.clone())
    }
}
