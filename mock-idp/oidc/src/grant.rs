//! What a user has granted to a client in one session; every code and token hangs on one.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::scope::ScopeSet;

/// Names a grant in the store and in the journal; it is worth nothing to anybody else.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GrantId(pub String);

/// A grant. Revoking it ends every code and token that hangs on it at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its name.
    pub id: GrantId,
    /// The user's `sub`.
    pub account: String,
    /// The client.
    pub client_id: String,
    /// The scopes that the user has agreed to.
    pub scopes: ScopeSet,
    /// The claims asked for by name that the user has agreed to.
    pub claims: BTreeSet<String>,
    /// When it is over.
    pub expires_at: Timestamp,
    /// Whether the session that it was given in has ended: then only what was issued for offline
    /// access still stands (OIDC Core 11).
    pub session_ended: bool,
}
