/// How what comes to port 443 of this machine is led to another of its ports, by Linux.
///
/// Only what comes from the machine itself is concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Forward {
    /// The port that is listened on.
    pub(crate) to: u16,
}

impl Forward {
    /// With nftables, IPv4 and IPv6 at once.
    pub(crate) fn nft(self) -> String {
        let to = self.to;
        format!(
            "sudo nft 'add table inet mock_banno; add chain inet mock_banno out {{ type nat hook output \
             priority -100; }}; add rule inet mock_banno out oif lo tcp dport 443 redirect to :{to}'"
        )
    }

    /// What takes that away.
    pub(crate) const NFT_UNDONE: &'static str = "sudo nft delete table inet mock_banno";

    /// With iptables, for IPv4.
    pub(crate) fn iptables(self) -> String {
        self.by_iptables("-A")
    }

    /// What takes that away.
    pub(crate) fn iptables_undone(self) -> String {
        self.by_iptables("-D")
    }

    fn by_iptables(self, action: &str) -> String {
        let to = self.to;
        format!(
            "sudo iptables -t nat {action} OUTPUT -o lo -p tcp --dport 443 -j REDIRECT --to-ports {to}"
        )
    }
}
