//! What helps where a port is for who has the privilege.

use std::net::SocketAddr;

use super::Forward;

/// Why `program` cannot listen there, and what can be done about it.
pub(super) fn told(address: SocketAddr, program: &str) -> String {
    let why = format!(
        "cannot listen on {address}: ports below {FIRST_FREE_PORT} are for who has the privilege. One of \
         these helps:\n  \
         once for this file   sudo setcap cap_net_bind_service=+ep {program}\n  \
         as root              sudo {program} serve, with --data-dir; the certificate in there is root's to read, too"
    );
    if address.port() != HTTPS {
        return why;
    }
    let elsewhere = SocketAddr::new(address.ip(), HTTPS + 8000);
    let forward = Forward {
        to: elsewhere.port(),
    };
    let (nft, nft_undone) = (forward.nft(), Forward::NFT_UNDONE);
    let (iptables, iptables_undone) = (forward.iptables(), forward.iptables_undone());
    format!(
        "{why}\n  \
         by a forward         --listen {elsewhere}, and {nft}\n                       \
         which is undone by {nft_undone}\n                       \
         or, IPv4 alone, {iptables}\n                       \
         which is undone by {iptables_undone}"
    )
}

/// The first port that anybody may listen on, on Linux.
pub(super) const FIRST_FREE_PORT: u16 = 1024;
const HTTPS: u16 = 443;
