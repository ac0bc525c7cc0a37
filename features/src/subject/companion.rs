use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use banno_client::rp::ClientSecret;
pub(crate) use banno_client::rp::ResponseMode;
use banno_client::{Bound, CertificateAuthority, Clock as _, Environment, RunningClient};

use super::clock::CompanionClock;
use super::{Addresses, Provider, Stage};
use crate::user_agent::Trust;

/// The companion application of this workspace, started for one scenario.
#[derive(Debug)]
pub(crate) struct Companion {
    running: RunningClient,
    clock: CompanionClock,
    printed: Printed,
}

/// The companion before the provider is there: it has a port, so its redirect URI is known.
pub(crate) struct Reserved {
    bound: Bound,
    clock: CompanionClock,
    printed: Printed,
}

impl Companion {
    /// Takes a free port.
    pub(crate) fn reserve(stage: &Stage) -> anyhow::Result<Reserved> {
        let clock = CompanionClock::default();
        let printed = Printed::default();
        let bound = RunningClient::builder()
            .local_ca(stage.ca.clone())
            .clock(Arc::new(clock.clone()))
            .output(printed.clone())
            .bind("127.0.0.1:0")?;
        Ok(Reserved {
            bound,
            clock,
            printed,
        })
    }

    /// Scheme, host and port.
    pub(crate) fn base_url(&self) -> &str {
        self.running.base_url()
    }

    /// Sets the application's clock by the provider's.
    pub(crate) fn follow_time_of(&self, provider: &Provider) {
        self.clock.show(provider.now());
    }

    /// Puts the application's clock ahead of everybody's.
    pub(crate) fn put_ahead(&self, seconds: u64) {
        self.clock.show(Some(self.clock.now() + seconds));
    }

    /// What it has printed.
    pub(crate) fn printed(&self) -> String {
        let bytes = self
            .printed
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl fmt::Debug for Reserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reserved")
            .field(&self.bound.base_url())
            .finish()
    }
}

impl Reserved {
    /// What to register at the provider.
    pub(crate) fn addresses(&self) -> Addresses {
        Addresses {
            redirect_uri: Some(self.bound.redirect_uri()),
            post_logout_redirect_uri: Some(self.bound.post_logout_redirect_uri()),
        }
    }

    /// Starts the application as the target's default client of this provider, which answers it in this
    /// mode.
    pub(crate) async fn start(
        self,
        stage: &Stage,
        provider: &Provider,
        response_mode: ResponseMode,
    ) -> anyhow::Result<Companion> {
        let environment = Environment {
            response_mode,
            ..environment(stage, provider)?
        };
        self.start_in(environment, provider.now()).await
    }

    /// Starts the application in that environment; its clock shows that time, or the system's.
    pub(crate) async fn start_in(
        self,
        environment: Environment,
        now: Option<u64>,
    ) -> anyhow::Result<Companion> {
        self.clock.show(now);
        Ok(Companion {
            running: self.bound.environment(environment).start().await?,
            clock: self.clock,
            printed: self.printed,
        })
    }
}

/// The target's default client, as the companion is told of it.
pub(super) fn environment(stage: &Stage, provider: &Provider) -> anyhow::Result<Environment> {
    let client = stage
        .target
        .clients
        .get("default")
        .context("no default client")?;
    let ca = match &stage.trust {
        Trust::Pem(pem) => CertificateAuthority::Pem(pem.clone()),
        Trust::System => CertificateAuthority::System,
    };
    let secret = client.client_secret.as_ref();
    let secret = secret.map(|secret| ClientSecret::new(secret.expose()));
    Ok(Environment {
        issuer: provider.issuer.clone(),
        client_id: client.client_id.clone(),
        client_secret: secret,
        redirect_uri: None,
        ca,
        ..Environment::local()?
    })
}

/// Keeps what is written.
#[derive(Clone, Debug, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
