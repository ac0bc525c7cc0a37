//! Which redirect URIs Banno lets a client register, and what a browser needs to know of them.

use std::net::Ipv4Addr;

use url::{Host, Url};

/// Why a redirect URI cannot be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRegistrable {
    /// RFC 6749 3.1.2: it must be an absolute URI.
    #[error("is not an absolute URI")]
    NotAbsolute,
    /// RFC 6749 3.1.2: it must not have a fragment.
    #[error("must not have a fragment")]
    Fragment,
    /// Banno compares strings: a pattern would match only itself.
    #[error("must not have a wildcard; Banno compares redirect URIs character for character")]
    Wildcard,
    /// RFC 8252 7.1: a scheme of one's own is a domain name reversed, which no `javascript:` is.
    #[error("has a scheme of its own that is no reversed domain name, such as com.example.app")]
    SchemeWithoutDot,
    /// Banno allows http for this machine and for private networks only.
    #[error(
        "must use https; http is allowed only for localhost, *.local, 127.0.0.0/8, 10.0.0.0/8, \
         172.16.0.0/12 and 192.168.0.0/16"
    )]
    PlainHttp,
}

/// Checks a redirect URI by Banno's rule; native applications may use a scheme of their own.
///
/// # Errors
/// [`NotRegistrable`], one variant per rule.
pub fn check_registrable(redirect_uri: &str) -> Result<(), NotRegistrable> {
    let url = Url::parse(redirect_uri).map_err(|_| NotRegistrable::NotAbsolute)?;
    if redirect_uri.contains('#') {
        return Err(NotRegistrable::Fragment);
    }
    if url.host_str().is_some_and(|host| host.contains('*')) || redirect_uri.contains('*') {
        return Err(NotRegistrable::Wildcard);
    }
    match (url.scheme(), url.host()) {
        ("http", Some(host)) if !may_be_plain(&host) => Err(NotRegistrable::PlainHttp),
        ("http" | "https", None) => Err(NotRegistrable::NotAbsolute),
        ("http" | "https", Some(_)) => Ok(()),
        (scheme, _) if !scheme.contains('.') => Err(NotRegistrable::SchemeWithoutDot),
        _ => Ok(()),
    }
}

/// What Content-Security-Policy calls the place of a redirect URI: its origin, or its scheme where
/// the application has one of its own.
#[must_use]
pub fn source_expression(redirect_uri: &str) -> Option<String> {
    let url = Url::parse(redirect_uri).ok()?;
    match url.scheme() {
        "http" | "https" => Some(url.origin().ascii_serialization()),
        scheme => Some(format!("{scheme}:")),
    }
}

fn may_be_plain(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.to_ascii_lowercase();
            name == "localhost"
                || name
                    .rsplit_once('.')
                    .is_some_and(|(_, last)| last == "local")
        }
        Host::Ipv4(address) => is_private(*address),
        Host::Ipv6(_) => false,
    }
}

const fn is_private(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_private()
}
