//! What a client may send once: assertions (RFC 7523 3) and DPoP proofs (RFC 9449 11.1).

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;

/// The name of something that a client may send once. Assertions and proofs of one client share the
/// names, as in the library that Banno runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// `jti`.
    pub jti: String,
    /// When it would be refused anyway, so that nobody has to remember it any longer.
    pub until: Timestamp,
}

/// The record of what has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seen {
    /// When it need not be remembered any longer.
    pub expires_at: Timestamp,
}
