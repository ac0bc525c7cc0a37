//! What the TOML files look like.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::each::expanded;
use super::setting::Setting;

/// `requests/bases.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bases {
    pub(super) values: HashMap<String, String>,
    #[serde(default)]
    pub(super) jwts: HashMap<String, String>,
    pub(super) requests: BTreeMap<String, Base>,
    pub(super) sequences: BTreeMap<String, Vec<Words>>,
}

/// A request that others are changes of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Base {
    /// Method and path below the issuer.
    pub(super) send: String,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) params: Vec<String>,
}

/// Any other file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FlowFile {
    #[serde(deserialize_with = "expanded")]
    pub(super) flow: Vec<FlowTable>,
}

/// `[[flow]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FlowTable {
    pub(super) name: String,
    /// What the institution has of its own.
    #[serde(default)]
    pub(super) setting: Setting,
    /// Steps whose answers are not compared here, since another flow does that.
    #[serde(default)]
    pub(super) setup: Vec<Words>,
    /// Steps whose answers are compared.
    #[serde(default)]
    pub(super) steps: Vec<Words>,
    /// Like `setup`, once more before each try.
    #[serde(default)]
    pub(super) before: Vec<Words>,
    /// What the tries are changes of.
    pub(super) base: Option<Words>,
    /// Changes of `base`, each tried on its own.
    #[serde(default, rename = "try")]
    pub(super) tries: Vec<Words>,
    /// Changes of `base`, each tried together with each other one: which of two mistakes is told
    /// shows the order of the checks.
    #[serde(default)]
    pub(super) pairs: Vec<Words>,
}

/// What is done, and its changes: a text in which `, ` separates them, or a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    Text(String),
    List(Vec<String>),
}

impl Words {
    pub(super) fn list(&self) -> Vec<String> {
        match self {
            Self::Text(text) if text.is_empty() => Vec::new(),
            Self::Text(text) => text.split(", ").map(str::to_owned).collect(),
            Self::List(list) => list.clone(),
        }
    }
}
