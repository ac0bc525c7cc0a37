use std::collections::BTreeSet;

use serde::Deserialize;

pub(super) const FIXTURE: &str = include_str!("../../../fixtures/claims.toml");

/// The claims of the fixture, in order. What they mean, and how we know, is for people.
#[derive(Debug, Deserialize)]
pub(super) struct ClaimsSection {
    claims: Vec<Claim>,
}

#[derive(Debug, Deserialize)]
struct Claim {
    name: String,
    #[serde(default = "yes")]
    advertised: bool,
    #[serde(default)]
    restricted: bool,
}

impl ClaimsSection {
    /// Those that a client gets only if they are enabled for it.
    pub(super) fn restricted(&self) -> BTreeSet<String> {
        let restricted = self.claims.iter().filter(|claim| claim.restricted);
        restricted.map(|claim| claim.name.clone()).collect()
    }

    /// All of them, advertised or not.
    pub(super) fn all(&self) -> Vec<String> {
        self.claims.iter().map(|claim| claim.name.clone()).collect()
    }

    /// `claims_supported`.
    pub(super) fn names(self) -> Vec<String> {
        let advertised = self.claims.into_iter().filter(|claim| claim.advertised);
        advertised.map(|claim| claim.name).collect()
    }
}

const fn yes() -> bool {
    true
}
