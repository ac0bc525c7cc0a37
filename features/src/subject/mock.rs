use std::time::Duration;

use super::{Recorded, Stage};

/// Stands in until the provider's package can be started.
#[derive(Debug)]
pub(crate) struct Mock;

impl Mock {
    pub(crate) async fn start(_: &Stage, _: Option<&str>) -> anyhow::Result<Self> {
        anyhow::bail!("the provider of this workspace cannot be started yet: use --target")
    }

    pub(crate) fn issuer(&self) -> String {
        String::new()
    }

    pub(crate) fn advance(&self, _: Duration) {}

    pub(crate) fn refusals(&self) -> Vec<Recorded> {
        Vec::new()
    }
}
