//! The host that a client has named, by which the institution is found.

use std::net::Ipv6Addr;

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{FORWARDED, HOST, HeaderName, X_FORWARDED_HOST};

/// Lets `Forwarded` and `X-Forwarded-Host` say which host the client has named. Whoever can reach the
/// listener can write them, so that is for listeners which only a switch can reach.
#[derive(Clone, Copy, Debug)]
pub struct TrustForwarded(pub bool);

/// The host without its port. What a proxy says is not believed, unless that was asked for.
pub(super) fn of(req: &ServiceRequest) -> &str {
    let trusted = req.app_data::<TrustForwarded>().is_some_and(|it| it.0);
    let forwarded = trusted.then(|| forwarded(req)).flatten();
    forwarded.unwrap_or_else(|| {
        let named = header(req, &HOST).or_else(|| req.uri().host());
        let named = named.unwrap_or_default();
        match named.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => named,
        }
    })
}

/// What the proxy nearest to the client says: the first element of the standard's header, else of the
/// one that came before it. What is malformed counts as not sent.
fn forwarded(req: &ServiceRequest) -> Option<&str> {
    let standard = header(req, &FORWARDED).and_then(first_element);
    standard.and_then(without_port).or_else(|| {
        let hosts = header(req, &X_FORWARDED_HOST)?;
        let first = hosts.split(',').next().unwrap_or_default();
        without_port(first.trim_matches([' ', '\t']))
    })
}

/// The value of `host` in the first `forwarded-element` (RFC 7239 4), if there is one there and the
/// element is well-formed. Parameter names know no case, and each may stand there once.
fn first_element(mut rest: &str) -> Option<&str> {
    let mut host = None;
    loop {
        rest = match rest.as_bytes().first() {
            None | Some(b',') => return host,
            Some(b';') => &rest[1..],
            Some(b' ' | b'\t') => {
                let after = rest.trim_start_matches([' ', '\t']);
                // Only the comma of the list may have blanks around it.
                return host.filter(|_| after.is_empty() || after.starts_with(','));
            }
            Some(_) => {
                let (name, after) = token(rest)?;
                let after = after.strip_prefix('=')?;
                let (value, after) = quoted(after).or_else(|| token(after))?;
                if name.eq_ignore_ascii_case("host") && host.replace(value).is_some() {
                    return None;
                }
                if !matches!(
                    after.as_bytes().first(),
                    None | Some(b';' | b',' | b' ' | b'\t')
                ) {
                    return None;
                }
                after
            }
        };
    }
}

/// A token and what follows (RFC 9110 5.6.2).
fn token(text: &str) -> Option<(&str, &str)> {
    let fit = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let end = text.find(|c| !fit(c)).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// What stands between quotation marks, as it stands there, and what follows (RFC 9110 5.6.4).
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut escaped = false;
    let end = inside.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some((&inside[..end], &inside[end + 1..]))
}

/// The name or address of a `Host` (RFC 9110 7.2); `None` where it is neither.
fn without_port(host: &str) -> Option<&str> {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return None;
    }
    let address = name.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let sound = if let Some(address) = address {
        address.parse::<Ipv6Addr>().is_ok()
    } else {
        let fit = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        !name.is_empty() && name.chars().all(fit)
    };
    sound.then_some(name)
}

fn header<'r>(req: &'r ServiceRequest, name: &HeaderName) -> Option<&'r str> {
    let value = req.headers().get(name)?;
    value.to_str().ok()
}
