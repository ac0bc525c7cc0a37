use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Finds hosts by their names as browsers do: `localhost` and whatever is below it are this machine (RFC 6761
/// 6.3), also where the system's resolver does not know them. It is asked for all others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ThisMachine;

impl Resolve for ThisMachine {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<_> = if is_this_machine(name.as_str()) {
                let both = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
                both.map(|address| SocketAddr::new(address, 0)).to_vec()
            } else {
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect()
            };
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

/// Whether a host name is this machine's.
pub(crate) fn is_this_machine(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}
