//! How surely somebody is who they say they are: Banno's values of `acr` (OIDC Core 2).

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A security level of Banno's; each includes those before it. What they mean in practice Banno has
/// not published.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SecurityLevel {
    /// `…/standard`.
    #[default]
    Standard,
    /// `…/enhanced`.
    Enhanced,
    /// `…/high`.
    High,
    /// `…/restricted`.
    Restricted,
}

impl SecurityLevel {
    /// All of them, in the order in which discovery lists them.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Enhanced, Self::High, Self::Restricted];

    /// The value of `acr`.
    #[must_use]
    pub const fn acr(self) -> &'static str {
        match self {
            Self::Standard => "https://api.banno.com/consumer/security-level/standard",
            Self::Enhanced => "https://api.banno.com/consumer/security-level/enhanced",
            Self::High => "https://api.banno.com/consumer/security-level/high",
            Self::Restricted => "https://api.banno.com/consumer/security-level/restricted",
        }
    }

    /// The level of that `acr`.
    #[must_use]
    pub fn of(acr: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.acr() == acr)
    }

    /// The `acr` for a login of this level, if the client has asked for it: the first value that it
    /// names and that the level includes, of the levels that the institution offers.
    #[must_use]
    pub fn answer(self, offered: &[Self], asked: Option<&Value>) -> Option<&'static str> {
        let asked = asked?;
        let member = |name: &str| asked.get(name).filter(|value| is_set(value));
        let named = match (member("values"), member("value")) {
            (Some(Value::Array(values)), _) => values.as_slice(),
            (_, Some(value)) => std::slice::from_ref(value),
            (_, None) => return None,
        };
        let included = |value: &Value| {
            let level = Self::of(value.as_str()?);
            level.filter(|level| *level <= self && offered.contains(level))
        };
        named.iter().find_map(included).map(Self::acr)
    }
}

/// Whether the library that Banno runs takes a member of a claim request as given at all.
pub(crate) fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(given) => *given,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}
