//! `client.toml`: the environments, and nothing else.

mod environment;
mod error;
mod file;
mod keys;

pub use environment::{CertificateAuthority, Environment};
pub use error::ConfigError;
pub use file::{Config, DEFAULT_FILE};
