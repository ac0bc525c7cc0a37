use std::sync::Arc;
use std::time::SystemTime;

use local_ca::Leaf;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConnection};

/// The TLS client library judges validity by the system's clock, so the handshakes need the real time.
pub(crate) fn today() -> SystemTime {
    #[expect(
        clippy::disallowed_methods,
        reason = "the TLS client reads the system's clock too"
    )]
    SystemTime::now()
}

/// Lets a client that trusts that authority alone shake hands with a server of that name.
pub(crate) fn between(ca_pem: &str, leaf: &Leaf, name: &str) -> Result<(), rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca_pem.as_bytes()).unwrap())?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut client = ClientConnection::new(
        Arc::new(config),
        ServerName::try_from(name).unwrap().to_owned(),
    )?;
    let mut server = ServerConnection::new(Arc::new(leaf.server_config().unwrap()))?;
    let mut wire = Vec::new();
    while client.is_handshaking() || server.is_handshaking() {
        wire.clear();
        client.write_tls(&mut wire).unwrap();
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets()?;
        wire.clear();
        server.write_tls(&mut wire).unwrap();
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    Ok(())
}
