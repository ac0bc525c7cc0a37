use std::time::Duration;

use anyhow::Context as _;
use mock_idp::MockIdp;
use mock_idp::keys::KeySet;
use serde::Serialize;

use super::{Addresses, Recorded, Stage};
use crate::target::Client;

/// A provider of this workspace, started for one scenario.
#[derive(Debug)]
pub(crate) struct Mock(MockIdp);

/// The clients of a target in the words of the provider's configuration.
#[derive(Serialize)]
struct Config<'a> {
    clients: Vec<&'a Client>,
}

impl Mock {
    /// Signing keys for all providers of a run: an RSA key takes its time.
    pub(crate) fn keys() -> anyhow::Result<KeySet> {
        KeySet::ephemeral().context("cannot make signing keys")
    }

    /// Starts one that knows the target's clients, its default client at these addresses too.
    pub(crate) async fn start(
        stage: &Stage,
        keys: KeySet,
        application: &Addresses,
    ) -> anyhow::Result<Self> {
        let mut clients = stage.target.clients.clone();
        if let Some(client) = clients.get_mut("default") {
            let uris = application.redirect_uri.iter().cloned();
            client.redirect_uris.splice(0..0, uris);
            let uris = application.post_logout_redirect_uri.iter().cloned();
            client.post_logout_redirect_uris.extend(uris);
        }
        let config = toml::to_string(&Config {
            clients: clients.values().collect(),
        })?;
        let idp = MockIdp::builder()
            .config(&config)
            .local_ca(stage.ca.clone())
            .signing_keys(keys)
            .start()
            .await?;
        Ok(Self(idp))
    }

    pub(crate) fn issuer(&self) -> String {
        self.0.issuer().to_owned()
    }

    /// Moves its time forward.
    pub(crate) fn advance(&self, by: Duration) {
        self.0.clock().advance(by);
    }

    /// The refusals in its journal, the newest last.
    pub(crate) fn refusals(&self) -> Vec<Recorded> {
        let entries = self.0.journal().entries();
        let refused = entries.into_iter().filter_map(|entry| {
            let refusal = entry.refusal?;
            Some(Recorded {
                endpoint: entry.endpoint.to_string(),
                reason: refusal.reason,
            })
        });
        refused.collect()
    }
}
