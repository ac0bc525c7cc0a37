use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::target::is_this_machine_name;

/// Finds hosts by their names as browsers do: those below `localhost` are this machine (RFC 6761 6.3), whatever
/// the system's resolver knows of them, and the others it is asked for.
#[derive(Debug)]
pub(super) struct ThisMachine;

impl Resolve for ThisMachine {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str();
            let addresses: Addrs = if is_this_machine_name(name) {
                let this_machine = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
                Box::new(
                    this_machine
                        .map(|address| SocketAddr::new(address, 0))
                        .into_iter(),
                )
            } else {
                let found: Vec<_> = tokio::net::lookup_host((name, 0)).await?.collect();
                Box::new(found.into_iter())
            };
            Ok(addresses)
        })
    }
}
