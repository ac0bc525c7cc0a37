//! What a client may send once: assertions (RFC 7523 3) and DPoP proofs (RFC 9449 11.1).

use crate::clock::Timestamp;

/// The name of something that a client may send once. Assertions and proofs of one client share the
/// names, as in the library that Banno runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// `jti`.
    pub jti: String,
    /// Until when it is remembered: an assertion until it is over, a proof for five minutes from its use on.
    pub until: Timestamp,
}
