//! What a user has agreed to for a client, remembered across sessions.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::scope::ScopeSet;

/// Scopes and claims that need not be asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Scopes.
    pub scopes: ScopeSet,
    /// Claims asked for by name.
    pub claims: BTreeSet<String>,
}

impl Consent {
    /// What of `asked` is not yet agreed to.
    #[must_use]
    pub fn missing(&self, asked: &Self) -> Self {
        Self {
            scopes: asked.scopes.without(&self.scopes),
            claims: asked.claims.difference(&self.claims).cloned().collect(),
        }
    }

    /// Adds what the user has just agreed to.
    pub fn extend(&mut self, agreed: &Self) {
        self.scopes.extend(&agreed.scopes);
        self.claims.extend(agreed.claims.iter().cloned());
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty() && self.claims.is_empty()
    }
}
