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

/// Where a form may lead, in the words of Content-Security-Policy, so that its answer reaches the
/// application.
///
/// Browsers hold every redirect that follows a form against `form-action`, and an application's
/// redirect URI may well send the browser on to another origin. So this is no narrower than a
/// scheme: those of the web, and the application's own where it has one.
#[must_use]
pub fn form_action(redirect_uri: &str) -> String {
    let scheme = Url::parse(redirect_uri).map(|url| url.scheme().to_owned());
    match scheme.as_deref() {
        Ok("http" | "https") | Err(_) => "https: http:".to_owned(),
        Ok(own) => format!("https: http: {own}:"),
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
