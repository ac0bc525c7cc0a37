use std::fmt;
use std::io::Write as _;
use std::sync::Arc;

use anyhow::Context as _;
use banno_client::config::Config;
use tempfile::NamedTempFile;

use super::Scene;
use crate::subject::{Companion, Provider, Reserved, Stage, StandIn};
use crate::target::{Client, Target};
use crate::user_agent::{Trust, UserAgent};

/// The companion between two institutions: it has a port at each, and is started by what its configuration says.
pub(super) struct Moving {
    /// With the secrets of its application.
    configuration: String,
    here: Option<Reserved>,
    there: Option<Reserved>,
    /// The certificate authority of the institution that the scenario begins with.
    ca: NamedTempFile,
    stand_in: StandIn,
    /// How the scenarios are to treat the stand-in.
    stage: Arc<Stage>,
}

impl Moving {
    /// Starts the stand-in, which knows the second companion.
    pub(super) async fn start(
        stage: &Stage,
        here: Reserved,
        there: Reserved,
    ) -> anyhow::Result<Self> {
        let stand_in = StandIn::start(&there.addresses()).await?;
        let pem = std::fs::read_to_string(&stand_in.ca)?;
        let target = Target::stand_in(&stand_in.issuer)?;
        let mut ca = NamedTempFile::new()?;
        if let Trust::Pem(pem) = &stage.trust {
            ca.write_all(pem.as_bytes())?;
        }
        Ok(Self {
            configuration: String::new(),
            here: Some(here),
            there: Some(there),
            ca,
            stage: Arc::new(stage.towards(target, &stand_in.issuer, pem)?),
            stand_in,
        })
    }

    /// A fact that features may name in braces.
    pub(super) fn fact(&self, name: &str) -> Option<String> {
        let client = || -> Option<&Client> { self.stage.target.clients.get("default") };
        match name {
            "ca" => Some(self.ca.path().display().to_string()),
            "stand_in_issuer" => Some(self.stand_in.issuer.clone()),
            "stand_in_ca" => Some(self.stand_in.ca.display().to_string()),
            "stand_in_client_id" => Some(client()?.client_id.clone()),
            "stand_in_client_secret" => Some(client()?.client_secret.as_ref()?.expose().to_owned()),
            _ => None,
        }
    }
}

impl fmt::Debug for Moving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Moving")
            .field("here", &self.here)
            .field("there", &self.there)
            .field("stand_in", &self.stand_in)
            .finish_non_exhaustive()
    }
}

impl Scene {
    /// Gives the companion a configuration file of this text.
    pub(crate) fn configure(&mut self, text: &str) -> anyhow::Result<()> {
        let text = self.expand(text)?;
        let moving = self.moving.as_mut().context(NO_STAND_IN)?;
        moving.configuration = text;
        Ok(())
    }

    /// Starts the companion in an environment of its configuration, and goes on at the institution that this
    /// leads to, with a browser that has been nowhere.
    pub(crate) async fn start_companion_in(&mut self, environment: &str) -> anyhow::Result<()> {
        let moving = self.moving.as_mut().context(NO_STAND_IN)?;
        let config = Config::parse("client.toml", &moving.configuration)?;
        let environment = config.environment(environment, |_| None)?;
        let is_there = environment.issuer == moving.stand_in.issuer;
        let reserved = if is_there {
            moving.there.take()
        } else {
            moving.here.take()
        };
        let reserved = reserved.context("it was started there already")?;
        if is_there {
            self.stage = moving.stage.clone();
            self.http = self.stage.http();
            let addresses = reserved.addresses();
            let provider = Provider::start(&self.stage, &self.http, &addresses).await?;
            self.elsewhere = Some(std::mem::replace(&mut self.provider, provider));
        }
        self.browser = UserAgent::new(self.http.clone());
        let now = self.provider.now();
        self.companion = Some(reserved.start_in(environment, now).await?);
        Ok(())
    }

    /// What the companion's clock does while nobody else's does.
    pub(crate) fn put_companion_ahead(&self, seconds: u64) -> anyhow::Result<()> {
        self.companion()
            .map(|companion: &Companion| companion.put_ahead(seconds))
    }
}

const NO_STAND_IN: &str = "the scenario has no tag @needs-stand-in";
