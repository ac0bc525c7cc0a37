//! What a user has decided for a client, remembered across sessions.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::scope::{OPENID, ScopeSet};

/// Scopes and claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Scopes.
    pub scopes: ScopeSet,
    /// Claims asked for by name.
    pub claims: BTreeSet<String>,
}

/// What a user has decided; it need not be asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What the client may have.
    pub agreed: Consent,
    /// What it may not.
    pub declined: Consent,
}

impl Decided {
    /// What of `asked` the user has decided nothing about.
    #[must_use]
    pub fn missing(&self, asked: &Consent) -> Consent {
        asked.without(&self.agreed).without(&self.declined)
    }

    /// Adds what the user has just decided, over what was decided before.
    pub fn extend(&mut self, just: &Self) {
        self.agreed = self.agreed.without(&just.declined);
        self.declined = self.declined.without(&just.agreed);
        self.agreed.extend(&just.agreed);
        self.declined.extend(&just.declined);
    }
}

impl Consent {
    /// What of it is not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self {
            scopes: self.scopes.without(&other.scopes),
            claims: self.claims.difference(&other.claims).cloned().collect(),
        }
    }

    /// What of it is in `other` too.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        self.filter(
            |scope| other.scopes.contains(scope),
            |claim| other.claims.contains(claim),
        )
    }

    /// The scopes and claims that are wanted, in order.
    #[must_use]
    pub fn filter(&self, scope: impl Fn(&str) -> bool, claim: impl Fn(&str) -> bool) -> Self {
        Self {
            scopes: self.scopes.filter(scope),
            claims: self
                .claims
                .iter()
                .filter(|name| claim(name))
                .cloned()
                .collect(),
        }
    }

    /// What a user decides who has been asked for this and has chosen some of it by name. `openid`
    /// alone cannot be declined: who does not want it denies the whole.
    #[must_use]
    pub fn decide(&self, chosen: impl Fn(&str) -> bool) -> Decided {
        let agreed = self.filter(|scope| scope == OPENID || chosen(scope), &chosen);
        Decided {
            declined: self.without(&agreed),
            agreed,
        }
    }

    /// Adds the scopes and claims of `other`.
    pub fn extend(&mut self, other: &Self) {
        self.scopes.extend(&other.scopes);
        self.claims.extend(other.claims.iter().cloned());
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty() && self.claims.is_empty()
    }
}
