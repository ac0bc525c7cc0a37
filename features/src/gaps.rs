use anyhow::Context as _;
use serde::Deserialize;

/// Scenarios that are known to fail, as data (`known_gaps.toml`).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gaps {
    #[serde(default, rename = "gap")]
    gaps: Vec<Gap>,
}

/// One scenario that is known to fail.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gap {
    /// The scenario's name, as the feature has it.
    pub(crate) scenario: String,
    /// The target that it fails on; left out, all.
    pub(crate) target: Option<String>,
    /// Why it fails.
    pub(crate) reason: String,
    /// What would close the gap.
    pub(crate) closed_by: String,
}

impl Gaps {
    pub(crate) fn known() -> anyhow::Result<Self> {
        toml::from_str(include_str!("../known_gaps.toml")).context("known_gaps.toml")
    }

    /// Keeps what concerns that target.
    pub(crate) fn of_target(mut self, target: &str) -> Self {
        self.gaps
            .retain(|gap| gap.target.as_deref().is_none_or(|name| name == target));
        self
    }

    pub(crate) fn find(&self, scenario: &str) -> Option<&Gap> {
        self.gaps.iter().find(|gap| gap.scenario == scenario)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Gap> {
        self.gaps.iter()
    }
}
