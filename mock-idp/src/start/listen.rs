//! Where a provider listens.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use url::Url;

use super::privilege::{self, FIRST_FREE_PORT};

/// Why an address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListenError {
    /// Not `ADDRESS:PORT`.
    #[error("listen `{0}` is not an address and a port, such as 127.0.0.1:8443")]
    Address(String),
    /// Not a base URL.
    #[error("base-url `{0}` is not scheme, host and port, such as https://localhost:8443")]
    BaseUrl(String),
    /// Not a base URL.
    #[error("back-channel-url `{0}` is not scheme, host and port, such as http://mock:8443")]
    BackChannelUrl(String),
    /// Not `ADDRESS:PORT`.
    #[error("control `{0}` is not an address and a port, such as 127.0.0.1:8444, and not `off`")]
    ControlAddress(String),
    /// Somebody else listens where the control plane should.
    #[error(
        "port {port} of {ip} is taken; stop what listens there, or choose another with \
         --control {ip}:0 (a free one) or --control off"
    )]
    ControlPortTaken {
        /// The address.
        ip: IpAddr,
        /// The port.
        port: u16,
    },
    /// Whoever has the control plane has everything.
    #[error(
        "control `{0}` would let other machines in; set MOCK_IDP_CONTROL_TOKEN to what they have to \
         bring if that is meant"
    )]
    RemoteControl(SocketAddr),
    /// Only the administrator may listen there.
    #[error("{}", privilege::told(*.address, .program))]
    Privilege {
        /// Where.
        address: SocketAddr,
        /// This program.
        program: String,
    },
    /// The operating system refused.
    #[error("cannot listen on {address}: {source}")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// Somebody else listens there.
    #[error(
        "port {port} of {ip} is taken; stop what listens there, or choose another with \
         --listen {ip}:0 (a free one)"
    )]
    PortTaken {
        /// The address.
        ip: IpAddr,
        /// The port.
        port: u16,
    },
    /// A mock's passwords are public: it is for this machine alone, unless somebody insists.
    #[error(
        "listen `{0}` would let other machines in, to passwords and secrets that are public; add \
         --allow-remote if that is meant"
    )]
    Remote(SocketAddr),
    /// A socket broke after it was bound.
    #[error("cannot listen: {0}")]
    Socket(std::io::Error),
}

/// Bound sockets.
#[derive(Debug)]
pub(super) struct Listening {
    pub(super) listeners: Vec<TcpListener>,
    pub(super) address: SocketAddr,
    pub(super) port: u16,
}

/// Binds an address. `localhost` is 127.0.0.1 for some programs and `::1` for others, so the one
/// brings the other with it where the machine has it.
pub(super) fn bind(listen: &str, allow_remote: bool) -> Result<Listening, ListenError> {
    let address = parse(listen)?;
    if !address.ip().is_loopback() && !allow_remote {
        return Err(ListenError::Remote(address));
    }
    bind_address(address)
}

/// Binds the address of the control plane.
pub(super) fn bind_control(listen: &str, has_token: bool) -> Result<Listening, ListenError> {
    let refused = || ListenError::ControlAddress(listen.to_owned());
    let address = parse(listen).map_err(|_| refused())?;
    if !address.ip().is_loopback() && !has_token {
        return Err(ListenError::RemoteControl(address));
    }
    bind_address(address).map_err(|error| match error {
        ListenError::PortTaken { ip, port } => ListenError::ControlPortTaken { ip, port },
        error => error,
    })
}

fn bind_address(address: SocketAddr) -> Result<Listening, ListenError> {
    let mut attempts = if address.port() == 0 {
        FREE_PORT_ATTEMPTS
    } else {
        1
    };
    loop {
        attempts -= 1;
        match bind_both(address) {
            Err(ListenError::PortTaken { .. }) if attempts > 0 => {}
            outcome => return outcome,
        }
    }
}

fn bind_both(address: SocketAddr) -> Result<Listening, ListenError> {
    let first = bind_one(address)?;
    let port = first.local_addr().map_err(ListenError::Socket)?.port();
    let mut listeners = vec![first];
    if address.ip() == Ipv4Addr::LOCALHOST {
        match bind_one(SocketAddr::from((Ipv6Addr::LOCALHOST, port))) {
            Ok(second) => listeners.push(second),
            Err(taken @ ListenError::PortTaken { .. }) => return Err(taken),
            // A machine without IPv6.
            Err(_) => {}
        }
    }
    Ok(Listening {
        listeners,
        address: SocketAddr::new(address.ip(), port),
        port,
    })
}

fn bind_one(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).map_err(|source| match source.kind() {
        ErrorKind::AddrInUse => ListenError::PortTaken {
            ip: address.ip(),
            port: address.port(),
        },
        ErrorKind::PermissionDenied if address.port() < FIRST_FREE_PORT => ListenError::Privilege {
            address,
            program: std::env::current_exe()
                .map_or_else(|_| "mock-idp".to_owned(), |it| it.display().to_string()),
        },
        _ => ListenError::Bind { address, source },
    })
}

fn parse(listen: &str) -> Result<SocketAddr, ListenError> {
    let numeric = match listen.strip_prefix("localhost:") {
        Some(port) => format!("{}:{port}", Ipv4Addr::LOCALHOST),
        None => listen.to_owned(),
    };
    numeric
        .parse()
        .map_err(|_| ListenError::Address(listen.to_owned()))
}

/// Where programs on this machine find the control plane that listens there.
pub(crate) fn control_on_this_machine(listen: &str) -> Result<SocketAddr, ListenError> {
    let refused = || ListenError::ControlAddress(listen.to_owned());
    let mut address = parse(listen).map_err(|_| refused())?;
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    Ok(address)
}

/// Checks a base URL and takes a trailing slash off it.
pub(super) fn check_base_url(base_url: &str) -> Result<String, ListenError> {
    checked_url(base_url).ok_or_else(|| ListenError::BaseUrl(base_url.to_owned()))
}

/// The same for the address that servers use.
pub(super) fn check_back_channel_url(url: &str) -> Result<String, ListenError> {
    checked_url(url).ok_or_else(|| ListenError::BackChannelUrl(url.to_owned()))
}

fn checked_url(base_url: &str) -> Option<String> {
    let trimmed = base_url.strip_suffix('/').unwrap_or(base_url);
    let sound = Url::parse(trimmed).is_ok_and(|url| {
        let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        matches!(url.scheme(), "http" | "https")
            && url.host().is_some()
            && url.username().is_empty()
            && plain
    });
    sound.then(|| trimmed.to_owned())
}

/// The host of a checked base URL, without the brackets of an IPv6 address.
pub(super) fn host(base_url: &str) -> String {
    let host = Url::parse(base_url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_default().trim_matches(['[', ']']).to_owned()
}

/// A port that is free on one loopback address may be taken on the other.
const FREE_PORT_ATTEMPTS: u8 = 16;
