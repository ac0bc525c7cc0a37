//! TLS by the local certificate authority, or by one that poses as somebody else's.

use std::path::Path;
use std::sync::Arc;

use local_ca::{Folder, Impersonation, Leaf, LocalCa, TrustFile};
use rustls::ServerConfig;

use crate::clock::SystemClock;

/// The authority in a data folder; provider and client share it.
///
/// # Errors
/// [`local_ca::Error`].
pub fn kept_ca(data_dir: &Path) -> Result<Arc<LocalCa>, local_ca::Error> {
    LocalCa::open(
        &Folder::new(data_dir.join("ca")),
        SystemClock::system_time(),
    )
    .map(Arc::new)
}

/// An authority for tests.
///
/// # Errors
/// [`local_ca::Error`].
pub fn ephemeral_ca() -> Result<Arc<LocalCa>, local_ca::Error> {
    LocalCa::ephemeral(SystemClock::system_time()).map(Arc::new)
}

/// Who vouches for the server.
#[derive(Debug)]
pub enum Authority {
    /// The one of this machine.
    Local(Arc<LocalCa>),
    /// One that lets it pose as another machine, and the file with its certificate.
    Impersonating(Box<Impersonation>, Option<TrustFile>),
}

impl Authority {
    /// A new one that lets the server pose as that host.
    ///
    /// # Errors
    /// [`local_ca::Error`].
    pub fn impersonating(host: &str) -> Result<Self, local_ca::Error> {
        let authority = Impersonation::of(host, SystemClock::system_time())?;
        Ok(Self::Impersonating(Box::new(authority), None))
    }

    /// Lets its certificate stand in the data folder as long as the value lives. That of this machine's
    /// authority is there anyway, or nowhere.
    ///
    /// # Errors
    /// [`local_ca::Error::Io`].
    pub fn publish(&mut self, data_dir: &Path) -> Result<(), local_ca::Error> {
        if let Self::Impersonating(authority, file) = self {
            *file = Some(authority.publish(&data_dir.join("impersonation"))?);
        }
        Ok(())
    }

    /// The certificate to trust, as PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> &str {
        match self {
            Self::Local(ca) => ca.certificate_pem(),
            Self::Impersonating(authority, _) => authority.certificate_pem(),
        }
    }

    /// The file with it, if there is one.
    #[must_use]
    pub fn certificate_path(&self) -> Option<&Path> {
        match self {
            Self::Local(ca) => ca.certificate_path(),
            Self::Impersonating(_, file) => file.as_ref().map(TrustFile::path),
        }
    }

    /// A new certificate, as far as the authority vouches for those hosts, ready to serve, with its
    /// public key's DER (`SubjectPublicKeyInfo`).
    ///
    /// # Errors
    /// [`local_ca::Error`].
    pub fn server_config(
        &self,
        hosts: &[&str],
    ) -> Result<(ServerConfig, Vec<u8>), local_ca::Error> {
        let now = SystemClock::system_time();
        let leaf: Leaf = match self {
            Self::Local(ca) => ca.issue_for(hosts, now)?,
            Self::Impersonating(authority, _) => authority.issue(now)?,
        };
        Ok((leaf.server_config()?, leaf.subject_public_key_info()))
    }
}
