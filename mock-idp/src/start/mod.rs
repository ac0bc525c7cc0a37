//! A started provider is a value: `main`, tests, harness and benchmarks all start it here.

mod builder;
mod control;
mod forward;
mod impersonate;
mod listen;
mod privilege;
mod running;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use local_ca::{Impersonation, LocalCa};

pub use builder::Builder;
pub(crate) use forward::Forward;
pub use impersonate::ImpersonateError;
pub use listen::ListenError;
pub(crate) use listen::control_on_this_machine;

use self::control::Control;
use self::running::Running;
use crate::admin::Admin;
use crate::clock::InstitutionClock;
use crate::config;
use crate::founder::{FoundError, Founder};
use crate::institution::{Institution, Registry};
use crate::journal::Journal;
use crate::keys;
use crate::metrics::Metrics;
use crate::tls::Authority;

/// How long a connection may take to become a request. Tests that run by the hundred leave a machine
/// little time, and none of them shall fail for that.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a connection may be idle: longer than most clients keep one, since what is sent to it at the
/// moment when it is closed is lost.
const KEEP_ALIVE: Duration = Duration::from_secs(100);

/// Why a provider does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The certificate authority cannot be used.
    #[error(transparent)]
    Ca(#[from] local_ca::Error),
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] config::Error),
    /// An institution cannot be made.
    #[error(transparent)]
    Found(#[from] FoundError),
    /// A host cannot be impersonated as it was asked for.
    #[error(transparent)]
    Impersonate(#[from] ImpersonateError),
    /// The signing keys cannot be used.
    #[error(transparent)]
    Keys(#[from] keys::Error),
    /// The address cannot be listened on.
    #[error(transparent)]
    Listen(#[from] ListenError),
}

/// A provider that answers requests until it is dropped or stopped.
///
/// ```
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// use std::time::Duration;
///
/// let idp = mock_idp::MockIdp::builder().start().await?;
/// println!("point your client at {}", idp.issuer());
/// println!("and let it trust {}", idp.ca_pem().unwrap_or("nothing: this is plain HTTP"));
///
/// idp.clock().advance(Duration::from_secs(11 * 60)); // access tokens are over now
/// for refused in idp.journal().refusals() {
///     println!("refused, because: {}", refused.reason);
/// }
/// idp.stop().await;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct MockIdp {
    issuer: String,
    base_url: String,
    back_channel: Option<String>,
    clock: Arc<InstitutionClock>,
    journal: Arc<Journal>,
    founder: Arc<Founder>,
    metrics: Arc<Metrics>,
    control: Option<Control>,
    authority: Option<Authority>,
    subject_public_key_info: Option<Vec<u8>>,
    address: SocketAddr,
    running: Running,
}

impl MockIdp {
    /// A provider on a free port of this machine, with TLS by an authority of its own, new keys, the
    /// fixtures' institution, the system's clock and randomness.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// The issuer identifier, to which clients add `/.well-known/openid-configuration`.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What servers use in the issuer's place, if that is another address: the endpoints that they
    /// call are below it, and the metadata, too.
    #[must_use]
    pub fn back_channel(&self) -> Option<&str> {
        self.back_channel.as_deref()
    }

    /// The address that it listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port that it listens on, which is not the base URL's where one was given.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// The institution at the root of the listener, which [`Self::issuer`], [`Self::clock`] and
    /// [`Self::journal`] are of.
    #[must_use]
    pub fn institution(&self) -> Arc<Institution> {
        self.founder.registry().default_institution()
    }

    /// All institutions that are served; each is a bank of its own.
    #[must_use]
    pub fn institutions(&self) -> &Registry {
        self.founder.registry()
    }

    /// Makes an institution beside the others, which goes when it is [closed](Admin::close), or after
    /// `ttl`. `settings` is what stands under `[[institutions]]` in a configuration, as JSON; what it
    /// leaves out is that of the fixtures, and the id is a new one.
    ///
    /// # Errors
    /// [`FoundError`].
    pub fn found(
        &self,
        settings: serde_json::Value,
        ttl: Option<Duration>,
    ) -> Result<Admin, FoundError> {
        let institution = self.founder.found(settings, ttl)?;
        Ok(Admin::over(self.founder.clone(), &institution))
    }

    /// Makes the institution of that id exactly what the settings say, as if it had just been made, but
    /// with the keys that it began with; where there is none, makes one.
    ///
    /// # Errors
    /// [`FoundError`]; then nothing has changed.
    pub fn put(
        &self,
        id: &str,
        settings: serde_json::Value,
        ttl: Option<Duration>,
    ) -> Result<Admin, FoundError> {
        let (institution, _) = self.founder.put(id, settings, ttl)?;
        Ok(Admin::over(self.founder.clone(), &institution))
    }

    /// The administration of the institution of that id: its clients, users, sessions, grants, tokens,
    /// keys, policies, clock and journal.
    #[must_use]
    pub fn admin(&self, id: &str) -> Option<Admin> {
        Admin::of(self.founder.clone(), id)
    }

    /// The address of the control plane, if it was asked for.
    #[must_use]
    pub fn control_url(&self) -> Option<&str> {
        self.control.as_ref().map(|control| control.url.as_str())
    }

    /// The institution's clock, which can be moved forward.
    #[must_use]
    pub fn clock(&self) -> &InstitutionClock {
        &self.clock
    }

    /// What has happened, with the true reason of each refusal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// What has been counted, in Prometheus' text format, as at `/metrics` of the control plane.
    #[must_use]
    pub fn metrics(&self) -> String {
        self.metrics.text(self.founder.registry().all().len())
    }

    /// The local certificate authority; none without TLS, and none where another machine is impersonated.
    #[must_use]
    pub fn ca(&self) -> Option<&LocalCa> {
        match &self.authority {
            Some(Authority::Local(ca)) => Some(ca),
            _ => None,
        }
    }

    /// Whom it poses as, if it does.
    #[must_use]
    pub const fn impersonation(&self) -> Option<&Impersonation> {
        match &self.authority {
            Some(Authority::Impersonating(authority, _)) => Some(authority),
            _ => None,
        }
    }

    /// The certificate to trust, as PEM; none without TLS.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.authority.as_ref().map(Authority::certificate_pem)
    }

    /// The file with the certificate to trust; none without TLS or without a data folder.
    #[must_use]
    pub fn ca_path(&self) -> Option<&Path> {
        self.authority.as_ref()?.certificate_path()
    }

    /// The DER of the server certificate's `SubjectPublicKeyInfo`, by whose hash a browser can be
    /// told to accept it; none without TLS.
    #[must_use]
    pub fn subject_public_key_info(&self) -> Option<&[u8]> {
        self.subject_public_key_info.as_deref()
    }

    /// Makes the RSA keys now, as far as they are not there yet; then `/readyz` of the control plane
    /// says that the provider is ready. Where one listens, some more are made for the institutions that
    /// it will be asked for.
    ///
    /// # Errors
    /// [`keys::Error`].
    pub async fn prepare_keys(&self) -> Result<(), keys::Error> {
        for institution in self.founder.registry().all() {
            institution.keys.prepare().await?;
        }
        if self.control.is_some() {
            self.founder.expect_more();
        }
        Ok(())
    }

    /// Stops: open requests are answered, new ones are not.
    pub async fn stop(self) {
        if let Some(control) = self.control {
            control.running.stop().await;
        }
        self.running.stop().await;
    }
}
