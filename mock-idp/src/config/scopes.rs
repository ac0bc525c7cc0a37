use oidc::scope::ScopeSet;
use serde::Deserialize;

pub(super) const FIXTURE: &str = include_str!("../../../fixtures/scopes.toml");

/// The scopes of the fixture, in order. What they mean is for people.
#[derive(Debug, Deserialize)]
pub(super) struct ScopesSection {
    scopes: Vec<Scope>,
}

#[derive(Debug, Deserialize)]
struct Scope {
    name: String,
}

impl ScopesSection {
    /// `scopes_supported`.
    pub(super) fn names(self) -> ScopeSet {
        let names = self.scopes.into_iter().map(|scope| scope.name);
        names.collect::<Vec<_>>().into()
    }
}
