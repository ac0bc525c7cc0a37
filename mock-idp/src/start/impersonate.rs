use local_ca::NotAHost;

use super::Error;
use crate::config::Config;

/// Why a host cannot be impersonated as it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImpersonateError {
    /// Its own address is what everybody uses.
    #[error(
        "impersonate `{host}` and {key} `{url}` contradict each other: who poses as a host is found \
         under its address; leave {key} out"
    )]
    Address {
        /// The host.
        host: String,
        /// The setting that names another address.
        key: &'static str,
        /// That address.
        url: String,
    },
    /// Not a name that some other machine may have.
    #[error("impersonate `{host}` {why}; name a host such as digital.garden-fi.com")]
    Host {
        /// The host.
        host: String,
        /// What is wrong with it.
        why: NotAHost,
    },
    /// The certificate is for one host.
    #[error(
        "impersonate `{host}` and institutions.host `{other}` contradict each other: the certificate \
         is for one host; without `host` the institution is served below /fi/"
    )]
    OtherHost {
        /// The host.
        host: String,
        /// The institution's own.
        other: String,
    },
    /// Whoever looks for the host uses https.
    #[error("impersonate `{0}` needs TLS, since its address is https; leave no-tls out")]
    Tls(String),
}

/// What the settings say besides.
pub(super) struct Beside<'a> {
    pub(super) base_url: Option<&'a str>,
    pub(super) back_channel_url: Option<&'a str>,
    pub(super) tls: bool,
    pub(super) config: &'a Config,
}

impl Beside<'_> {
    /// Refuses settings that say something else.
    pub(super) fn check(&self, host: &str) -> Result<(), ImpersonateError> {
        let host = host.to_owned();
        if !self.tls {
            return Err(ImpersonateError::Tls(host));
        }
        let addresses = [
            ("base-url", self.base_url),
            ("back-channel-url", self.back_channel_url),
        ];
        for (key, url) in addresses {
            if let Some(url) = url.map(str::to_owned) {
                return Err(ImpersonateError::Address { host, key, url });
            }
        }
        match self.config.hosts().next() {
            Some(other) => Err(ImpersonateError::OtherHost {
                host,
                other: other.to_owned(),
            }),
            None => Ok(()),
        }
    }
}

/// Says which setting is to blame.
pub(super) fn blamed(error: local_ca::Error) -> Error {
    match error {
        local_ca::Error::Host { host, why } => ImpersonateError::Host { host, why }.into(),
        error => error.into(),
    }
}
