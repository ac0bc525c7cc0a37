use std::path::PathBuf;

use crate::impersonation::NotAHost;

/// Why the authority or its folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A certificate or key could not be made.
    #[error("cannot make a certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The host cannot be posed as.
    #[error("`{host}` {why}; name a host such as digital.garden-fi.com")]
    Host {
        /// The host.
        host: String,
        /// What is wrong with it.
        why: NotAHost,
    },
    /// The kept file is there but is not what this program wrote.
    #[error("{path}: {what}; move it away and a new one is made", path = path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The folder or a file in it cannot be read or written.
    #[error("cannot {action} {path}: {source}", path = path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// The TLS library refused the certificate that was just issued.
    #[error("cannot set up TLS: {0}")]
    Tls(#[from] rustls::Error),
}
