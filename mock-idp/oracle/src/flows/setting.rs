use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How the institution of a flow differs from the usual one: tables of Mock Banno's configuration
/// files, for which the library's own configuration has the like.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// `[policies]`.
    #[serde(default)]
    pub policies: Map<String, Value>,
    /// `[leniencies]`.
    #[serde(default)]
    pub leniencies: Map<String, Value>,
}
