use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use banno_client::headless::{HeadlessLogin, Password};
pub(crate) use banno_client::rp::ResponseMode;
use banno_client::rp::{ClientSecret, SystemClock};
use banno_client::{Bound, CertificateAuthority, Clock, Environment, RunningClient};
use serde_json::Value;

use super::{Addresses, Stage};
use crate::target::User;

/// The companion application of this workspace, started for one scenario.
#[derive(Debug)]
pub(crate) struct Companion {
    running: RunningClient,
    clock: Arc<MovedClock>,
    printed: Printed,
}

/// The companion before the provider is there: it has a port, so its redirect URI is known.
pub(crate) struct Reserved {
    bound: Bound,
    clock: Arc<MovedClock>,
    printed: Printed,
}

impl Companion {
    /// Takes a free port.
    pub(crate) fn reserve(stage: &Stage) -> anyhow::Result<Reserved> {
        let clock = Arc::new(MovedClock::default());
        let printed = Printed::default();
        let bound = RunningClient::builder()
            .local_ca(stage.ca.clone())
            .clock(clock.clone())
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

    /// Moves the application's time forward.
    pub(crate) fn advance(&self, by: Duration) {
        self.clock.0.fetch_add(by.as_secs(), Ordering::Relaxed);
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

impl Reserved {
    /// What to register at the provider.
    pub(crate) fn addresses(&self) -> Addresses {
        Addresses {
            redirect_uri: Some(self.bound.redirect_uri()),
            post_logout_redirect_uri: Some(self.bound.post_logout_redirect_uri()),
        }
    }

    /// Starts the application as the target's default client of this issuer, which answers it in this
    /// mode.
    pub(crate) async fn start(
        self,
        stage: &Stage,
        issuer: &str,
        response_mode: ResponseMode,
    ) -> anyhow::Result<Companion> {
        let environment = Environment {
            response_mode,
            ..environment(stage, issuer)?
        };
        Ok(Companion {
            running: self.bound.environment(environment).start().await?,
            clock: self.clock,
            printed: self.printed,
        })
    }
}

/// What the companion's login in a terminal reports, or the name of its error.
pub(crate) async fn sign_in_at_terminal(
    stage: &Stage,
    issuer: &str,
    user: &User,
) -> anyhow::Result<Result<Value, String>> {
    let login = HeadlessLogin {
        environment: environment(stage, issuer)?,
        username: user.username.clone(),
        password: Password::new(user.password.clone()),
        second_factor: None,
        data_dir: None,
    };
    Ok(match login.run_now().await {
        Ok(report) => Ok(serde_json::to_value(report)?),
        Err(error) => Err(error.name().to_owned()),
    })
}

/// The target's default client, as the companion is told of it.
fn environment(stage: &Stage, issuer: &str) -> anyhow::Result<Environment> {
    let target = &stage.target;
    let client = target.clients.get("default").context("no default client")?;
    let ca = match (&target.issuer, &target.ca) {
        (None, _) => CertificateAuthority::Pem(stage.ca.certificate_pem().to_owned()),
        (Some(_), Some(file)) => CertificateAuthority::File(file.clone()),
        (Some(_), None) => CertificateAuthority::System,
    };
    Ok(Environment {
        issuer: issuer.to_owned(),
        client_id: client.client_id.clone(),
        client_secret: client.client_secret.clone().map(ClientSecret::new),
        redirect_uri: None,
        ca,
        ..Environment::local()?
    })
}

/// The system's time, moved forward.
#[derive(Debug, Default)]
struct MovedClock(AtomicU64);

impl Clock for MovedClock {
    fn now(&self) -> u64 {
        SystemClock.now() + self.0.load(Ordering::Relaxed)
    }
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
