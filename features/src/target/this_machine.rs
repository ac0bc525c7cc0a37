use url::{Host, Url};

/// Whether the host of an address is this machine.
pub(super) fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_this_machine_name(name),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether a name is this machine's (RFC 6761 6.3).
pub(crate) fn is_this_machine_name(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}
