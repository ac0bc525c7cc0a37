//! Scopes (RFC 6749 3.3).

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Scope values, each once, in the order in which they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct ScopeSet(Vec<String>);

impl ScopeSet {
    /// Reads a space-separated `scope` parameter.
    #[must_use]
    pub fn parse(scope: &str) -> Self {
        scope.split(' ').filter(|scope| !scope.is_empty()).collect()
    }

    /// Whether the value is among them.
    #[must_use]
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|known| known == scope)
    }

    /// Those that `keep` wants, in order.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(&str) -> bool) -> Self {
        self.iter().filter(|scope| keep(scope)).collect()
    }

    /// Those that are not in `other`, in order.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.filter(|scope| !other.contains(scope))
    }

    /// Adds the values of `other` behind the own ones.
    pub fn extend(&mut self, other: &Self) {
        for scope in other.iter() {
            if !self.contains(scope) {
                self.0.push(scope.to_owned());
            }
        }
    }

    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'a> FromIterator<&'a str> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = &'a str>>(scopes: I) -> Self {
        let mut seen = HashSet::new();
        let new = scopes.into_iter().filter(|scope| seen.insert(*scope));
        Self(new.map(str::to_owned).collect())
    }
}

impl From<Vec<String>> for ScopeSet {
    fn from(scopes: Vec<String>) -> Self {
        scopes.iter().map(String::as_str).collect()
    }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

/// The scope that asks for an ID token (OIDC Core 3.1.2.1).
pub const OPENID: &str = "openid";
/// The standard scope for a refresh token, which needs `prompt=consent` (OIDC Core 11).
pub const OFFLINE_ACCESS: &str = "offline_access";
/// Banno's own scope for a refresh token, which needs no prompt.
pub const BANNO_OFFLINE_ACCESS: &str = "https://api.banno.com/consumer/auth/offline_access";
