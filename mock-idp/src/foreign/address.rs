use url::Url;

use super::Error;
use crate::paths::ISSUER_PATH;

/// What stands behind the issuer in the address of its metadata (OIDC Discovery 4.1).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// Where a provider may be asked.
#[derive(Debug)]
pub(super) struct Address {
    /// Where its metadata may be, in the order in which they are tried.
    pub(super) places: Vec<Url>,
    /// Whether all of it is on this machine, where plain HTTP is of no danger.
    pub(super) is_here: bool,
}

impl Address {
    /// Reads an issuer, the root of a host, or the address of the metadata itself.
    pub(super) fn parse(told: &str) -> Result<Self, Error> {
        let refused = || Error::Address(told.to_owned());
        let url = Url::parse(told).map_err(|_| refused())?;
        let is_plain = url.query().is_none() && url.fragment().is_none();
        let is_nobodys = url.username().is_empty() && url.password().is_none();
        if !matches!(url.scheme(), "http" | "https") || !is_plain {
            return Err(refused());
        }
        if !is_nobodys {
            return Err(Error::Credentials);
        }
        let is_here = is_loopback(&url);
        if url.scheme() == "http" && !is_here {
            return Err(Error::PlainHttp(told.to_owned()));
        }
        let base = url.as_str().trim_end_matches('/');
        let below = |path: &str| Url::parse(&format!("{base}{path}")).map_err(|_| refused());
        let places = if base.ends_with(WELL_KNOWN) {
            vec![below("")?]
        } else if url.path() == "/" {
            // Banno serves the document at the root, too; others on the same paths may not.
            vec![
                below(WELL_KNOWN)?,
                below(&format!("{ISSUER_PATH}{WELL_KNOWN}"))?,
            ]
        } else {
            vec![below(WELL_KNOWN)?]
        };
        Ok(Self { places, is_here })
    }

    /// Where the issuer has its own document, if what was found at the root of its host names it.
    pub(super) fn of_issuer(&self, found: &Url, issuer: Option<&str>) -> Option<Url> {
        let issuer = issuer?.trim_end_matches('/');
        let own = self.allowed(&format!("{issuer}{WELL_KNOWN}")).ok()?;
        let at_root = found.path() == WELL_KNOWN && found.origin() == own.origin();
        (at_root && own != *found).then_some(own)
    }

    /// An address that the provider names, if it may be asked.
    pub(super) fn allowed(&self, named: &str) -> Result<Url, Error> {
        let url = Url::parse(named).ok();
        let url = url.filter(|url| match url.scheme() {
            "https" => true,
            "http" => self.is_here && is_loopback(url),
            _ => false,
        });
        url.ok_or_else(|| Error::Named(named.to_owned()))
    }
}

/// Whether the URL's host is this machine.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => is_here(name),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether the name is one of this machine (RFC 6761 6.3).
pub(super) fn is_here(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}
