//! Claims that were asked for by name and are not answered. The wire never tells; this is for the
//! developer of the client.

use serde::Serialize;

/// A claim, and why it is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withheld {
    /// Its name.
    pub claim: String,
    /// Why.
    pub reason: WithheldReason,
}

/// Why a claim is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WithheldReason {
    /// The user has no value for it.
    Absent,
    /// The user has not agreed to it.
    Declined,
    /// It is restricted, and not enabled for the client.
    NotEnabled,
    /// The institution does not know it.
    Unknown,
}

impl WithheldReason {
    /// The claim with this reason.
    #[must_use]
    pub fn of(self, claim: &str) -> Withheld {
        Withheld {
            claim: claim.to_owned(),
            reason: self,
        }
    }
}
