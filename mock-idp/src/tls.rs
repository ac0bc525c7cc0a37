//! TLS by the local certificate authority.

use std::path::Path;
use std::sync::Arc;

use local_ca::{Folder, LocalCa};
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

/// A new certificate of the authority for those hosts, ready to serve, with its public key's DER
/// (`SubjectPublicKeyInfo`).
///
/// # Errors
/// [`local_ca::Error`].
pub fn server_config(
    ca: &LocalCa,
    hosts: &[&str],
) -> Result<(ServerConfig, Vec<u8>), local_ca::Error> {
    let leaf = ca.issue_for(hosts, SystemClock::system_time())?;
    Ok((leaf.server_config()?, leaf.subject_public_key_info()))
}
