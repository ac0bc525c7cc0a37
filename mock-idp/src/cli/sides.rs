//! What browsers and servers will see of a provider that has two addresses, or one that is not where
//! it listens. Nothing is tried out: a name may well mean something elsewhere only.

use std::net::SocketAddr;

use local_ca::LocalCa;
use url::Url;

/// Where a provider listens, and where it says that it is.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'a> {
    /// Where browsers find it.
    pub issuer: &'a str,
    /// What servers use in its place, if that is another address.
    pub back_channel: Option<&'a str>,
    /// Whether the listener speaks TLS.
    pub tls: bool,
    /// What it listens on.
    pub listening: SocketAddr,
}

impl Sides<'_> {
    /// Lines for the banner: none where there is one address and nothing to say about it.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let attention = self.attention();
        if attention.is_empty() && self.back_channel.is_none() {
            return Vec::new();
        }
        let issuer = self.issuer;
        let servers = self.back_channel.unwrap_or(issuer);
        let cookies = if issuer.starts_with("https:") {
            "Secure and SameSite=None, since browsers come by https"
        } else {
            "SameSite=Lax and not Secure, since browsers come by plain HTTP: not for frames on other sites"
        };
        let mut lines = vec![
            format!("  Browsers   {issuer}  (issuer, /auth, /logout, pages)"),
            format!("  Servers    {servers}  (/token, /jwks, /me, /request, metadata)"),
            format!("  Cookies    {cookies}"),
        ];
        lines.extend(attention.iter().map(|text| wrapped(text)));
        lines
    }

    /// What has to be arranged elsewhere, or looks wrong.
    fn attention(&self) -> Vec<String> {
        let addresses = [Some(self.issuer), self.back_channel];
        let sides: Vec<_> = addresses
            .into_iter()
            .flatten()
            .filter_map(Side::at)
            .collect();
        let mut told: Vec<_> = sides.iter().flat_map(|side| self.about(side)).collect();
        let beyond = self.back_channel.is_some() || !self.listening.ip().is_loopback();
        if let Some(servers) = sides.last().filter(|side| beyond && side.is_here) {
            told.push(format!(
                "to servers in other containers {} is their own container; --back-channel-url tells \
                 what they call this one, such as http://mock:8443",
                servers.host
            ));
        }
        told
    }

    fn about(&self, side: &Side) -> Vec<String> {
        let Side { origin, host, .. } = side;
        let listening = self.listening.port();
        match (side.https, self.tls) {
            (true, true) if !side.is_here => {
                return vec![format!(
                    "no client can verify the certificate at {host}: the local authority vouches for \
                     localhost only. Put a proxy with a certificate of its own in front, and add \
                     --no-tls"
                )];
            }
            (true, false) => {
                return vec![format!(
                    "{origin} is https, and the listener speaks plain HTTP: a proxy has to end TLS \
                     there and lead to port {listening}"
                )];
            }
            (false, true) => {
                return vec![format!(
                    "{origin} is plain HTTP, and the listener speaks TLS: nothing answers there; \
                     write https, or add --no-tls"
                )];
            }
            _ => {}
        }
        let mut told = Vec::new();
        if side.port != listening {
            told.push(format!(
                "{origin} has port {}, and the listener port {listening}: a port mapping has to lead \
                 from one to the other",
                side.port
            ));
        }
        if self.listening.ip().is_loopback() && !side.is_here {
            told.push(format!(
                "the listener is for this machine only, and {host} may be called from others: add \
                 --listen 0.0.0.0:{listening} --allow-remote"
            ));
        }
        told
    }
}

/// One address, taken apart.
struct Side {
    origin: String,
    host: String,
    port: u16,
    https: bool,
    /// Whether the host is a name of whichever machine uses it: what the local authority vouches for.
    is_here: bool,
}

impl Side {
    fn at(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        Some(Self {
            origin: url.origin().ascii_serialization(),
            port: url.port_or_known_default()?,
            https: url.scheme() == "https",
            is_here: LocalCa::vouches_for(&host),
            host,
        })
    }
}

/// A text that goes on below where it began.
fn wrapped(text: &str) -> String {
    let mut told = "  Attention ".to_owned();
    let mut column = told.len();
    for word in text.split(' ') {
        if column + 1 + word.len() > COLUMNS {
            told.push_str("\n            ");
            column = 12;
        }
        told.push(' ');
        told.push_str(word);
        column += 1 + word.len();
    }
    told
}

/// As wide as the rest of the banner, about.
const COLUMNS: usize = 110;
