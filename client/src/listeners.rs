use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use crate::StartError;

/// Sockets that already listen, so that the port is known and nobody has to wait for it.
#[derive(Debug)]
pub(crate) struct Listeners {
    pub(crate) sockets: Vec<TcpListener>,
    pub(crate) address: SocketAddr,
}

impl Listeners {
    /// Binds the address; 127.0.0.1 means this machine, so `::1` is bound along with it, where the
    /// machine has it. Port 0 takes one that is free on both.
    pub(crate) fn bind(address: &str) -> Result<Self, StartError> {
        let wanted: SocketAddr = address.parse().map_err(|_| StartError::Address {
            address: address.to_owned(),
        })?;
        let mut attempts = if wanted.port() == 0 { ATTEMPTS } else { 1 };
        loop {
            attempts -= 1;
            match Self::try_bind(wanted) {
                Err(StartError::Bind { source, .. })
                    if attempts > 0 && source.kind() == ErrorKind::AddrInUse => {}
                outcome => return outcome,
            }
        }
    }

    /// The host to put into URLs.
    pub(crate) fn host(&self) -> String {
        if self.address.ip().is_loopback() {
            return "localhost".to_owned();
        }
        match self.address.ip() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        }
    }

    fn try_bind(wanted: SocketAddr) -> Result<Self, StartError> {
        let first = listen(wanted)?;
        let address = first.local_addr().map_err(|source| StartError::Bind {
            address: wanted.to_string(),
            source,
        })?;
        let mut sockets = vec![first];
        if address.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST) {
            match listen(SocketAddr::from((Ipv6Addr::LOCALHOST, address.port()))) {
                Ok(second) => sockets.push(second),
                // Only a taken port is an error; some machines have no IPv6.
                Err(StartError::Bind { source, address })
                    if source.kind() == ErrorKind::AddrInUse =>
                {
                    return Err(StartError::Bind { address, source });
                }
                Err(_) => {}
            }
        }
        Ok(Self { sockets, address })
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .map_err(|source| StartError::Bind {
            address: address.to_string(),
            source,
        })
}

const ATTEMPTS: u32 = 20;
