use std::path::PathBuf;

use crate::config::ConfigError;
use crate::rp::TransportError;

/// Why the client does not start; each is one line that names what to mend.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is none.
    #[error("cannot listen on `{address}`: give an IP address and a port, like 127.0.0.1:8080")]
    Address {
        /// What was given.
        address: String,
    },
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}: {}; another --listen may help",
        reason(source)
    )]
    Bind {
        /// The address.
        address: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The PEM file of the trusted authorities cannot be read.
    #[error("ca: cannot read {path}: {source}", path = path.display())]
    CertificateFile {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Standard output cannot be written.
    #[error("cannot write to the output: {0}")]
    Output(std::io::Error),
    /// The local certificate authority.
    #[error(transparent)]
    LocalCa(#[from] local_ca::Error),
    /// No environment was chosen.
    #[error("no environment was given")]
    NoEnvironment,
    /// The HTTPS client.
    #[error(transparent)]
    Transport(#[from] TransportError),
}

impl StartError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Address { .. } => "listen-address",
            Self::Bind { .. } => "cannot-listen",
            Self::CertificateFile { .. } | Self::Transport(_) => "ca",
            Self::Config(_) | Self::NoEnvironment => "configuration",
            Self::LocalCa(_) => "local-ca",
            Self::Output(_) => "output",
        }
    }

    /// 2 for what was asked for or configured wrongly, 1 for what failed at run time.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Bind { .. } | Self::LocalCa(_) | Self::Output(_) => 1,
            _ => 2,
        }
    }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => "something else is listening there".to_owned(),
        _ => error.to_string(),
    }
}
