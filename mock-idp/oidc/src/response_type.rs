//! The `response_type` parameter (RFC 6749 3.1.1, OAuth 2.0 Multiple Response Types 4).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What an authorization response brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResponseType {
    /// An authorization code.
    Code,
    /// Nothing but `state` and `iss`: the client only wants to know that the user has agreed.
    None,
}

impl ResponseType {
    /// The value of `response_type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::None => "none",
        }
    }

    /// Reads the parameter, in which the order of values and their number do not matter.
    #[must_use]
    pub fn parse(response_type: &str) -> Option<Self> {
        let values: BTreeSet<_> = response_type.split(' ').collect();
        match values.into_iter().collect::<Vec<_>>().as_slice() {
            ["code"] => Some(Self::Code),
            ["none"] => Some(Self::None),
            _ => None,
        }
    }
}
