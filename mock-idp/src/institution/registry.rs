use std::sync::Arc;

use super::Institution;

/// The institutions that a listener serves.
#[derive(Clone, Debug)]
pub struct Registry {
    default: Arc<Institution>,
}

impl Registry {
    /// A registry with one institution, at the root of the listener.
    #[must_use]
    pub const fn of(default: Arc<Institution>) -> Self {
        Self { default }
    }

    /// The institution at the root of the listener.
    #[must_use]
    pub const fn default_institution(&self) -> &Arc<Institution> {
        &self.default
    }
}
