//! What an administrator does to one institution while it runs: the use cases behind the control plane
//! and [`MockIdp::admin`](crate::MockIdp::admin).

mod grants;
mod keys;
mod minting;
mod sessions;
mod settings;
mod tokens;

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

pub use grants::GrantView;
pub use keys::{KeyStatus, KeyView};
pub use minting::{MintRequest, MintedTokens};
pub use sessions::{SessionClientView, SessionView};
pub use tokens::{TokenFilter, TokenType, TokenView};

use crate::clock::InstitutionClock;
use crate::founder::{FoundError, Founder};
use crate::institution::Institution;
use crate::journal::Journal;

/// The administration of one institution.
#[derive(Clone, Debug)]
pub struct Admin {
    founder: Arc<Founder>,
    id: String,
}

/// Why something is not done; then nothing has changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AdminError {
    /// The institution is gone.
    #[error("no institution has the id `{0}`")]
    Institution(String),
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
    /// Its grant was revoked, or the session that it hangs on has ended.
    Ended,
    /// Its time is over.
    Expired,
    /// It was replaced by another.
    Used,
}

impl Admin {
    /// The administration of the institution of that id, if there is one.
    pub(crate) fn of(founder: Arc<Founder>, id: &str) -> Option<Self> {
        founder.registry().get(id)?;
        Some(Self {
            founder,
            id: id.to_owned(),
        })
    }

    /// The institution as it is now.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub fn institution(&self) -> Result<Arc<Institution>, AdminError> {
        let institution = self.founder.registry().get(&self.id);
        institution.ok_or_else(|| self.gone())
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

    fn gone(&self) -> AdminError {
        AdminError::Institution(self.id.clone())
    }
}
