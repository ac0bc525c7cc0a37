use std::sync::Arc;
use std::time::Duration;

use mock_idp::MockIdp;
use mock_idp::keys::KeySet;
use oidc::clock::{Clock, Timestamp};

use crate::flows::Setting;
use crate::institution::{NOW, Shared};

/// Mock Banno with a clock that stands still.
#[derive(Debug)]
pub struct Mock {
    config: String,
    keys: KeySet,
    running: MockIdp,
}

#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix(NOW)
    }
}

impl Mock {
    pub(super) async fn start(shared: &Shared) -> anyhow::Result<Self> {
        let keys = KeySet::ephemeral()?;
        let running = start(&shared.config, &keys).await?;
        Ok(Self {
            config: shared.config.clone(),
            keys,
            running,
        })
    }

    pub(super) async fn reset(&mut self, setting: &Setting) -> anyhow::Result<()> {
        let config = format!("{}\n{}", self.config, toml::to_string(setting)?);
        self.running = start(&config, &self.keys).await?;
        Ok(())
    }

    pub(super) fn advance(&self, seconds: u64) {
        self.running.clock().advance(Duration::from_secs(seconds));
    }

    pub(super) fn origin(&self) -> &str {
        self.running.base_url()
    }
}

async fn start(config: &str, keys: &KeySet) -> anyhow::Result<MockIdp> {
    let builder = MockIdp::builder().config(config).tls(false);
    let builder = builder.clock(Arc::new(Still)).signing_keys(keys.clone());
    Ok(builder.start().await?)
}
