//! Takes out of messages whatever could be used.

use serde_json::Value;
use url::Url;
use url::form_urlencoded;

use super::entry::is_plain;

/// What stands in the place of a secret.
pub(super) const MASK: &str = "***";

/// Headers whose values tell nothing that could be used. `location` is masked by its parameters.
const PLAIN_HEADERS: [&str; 26] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
    "access-control-request-headers",
    "access-control-request-method",
    "cache-control",
    "connection",
    "content-length",
    "content-security-policy",
    "content-type",
    "date",
    "host",
    "origin",
    "referrer-policy",
    "user-agent",
    "vary",
    "www-authenticate",
    "x-content-type-options",
    "x-frame-options",
    "x-request-id",
    "allow",
];

/// Members of answers that could be used.
const SECRET_MEMBERS: [&str; 5] = [
    "access_token",
    "refresh_token",
    "id_token",
    "request_uri",
    "code",
];

pub(super) fn header(name: &str, value: &str) -> String {
    if PLAIN_HEADERS.contains(&name) {
        return value.to_owned();
    }
    match name {
        "location" => location(value),
        "authorization" => {
            let scheme = value.split(' ').next().unwrap_or_default();
            if scheme.len() < value.len() {
                format!("{scheme} {MASK}")
            } else {
                MASK.to_owned()
            }
        }
        _ => MASK.to_owned(),
    }
}

/// A form or a query.
pub(super) fn parameters(encoded: &[u8]) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(encoded);
    pairs
        .map(|(name, value)| {
            let value = parameter(&name, &value);
            (name.into_owned(), value)
        })
        .collect()
}

fn parameter(name: &str, value: &str) -> String {
    // Where a response ends up, and what it says of an error.
    let told = ["error", "error_description", "iss", "scope"];
    if is_plain(name) || told.contains(&name) {
        value.to_owned()
    } else {
        MASK.to_owned()
    }
}

/// A path with a query. No path has a secret: the id of an interaction is nothing without its cookie.
pub(super) fn target(target: &str) -> String {
    match target.split_once('?') {
        Some((path, query)) => format!("{path}?{}", encode(query)),
        None => target.to_owned(),
    }
}

fn location(location: &str) -> String {
    let Ok(mut url) = Url::parse(location) else {
        return target(location);
    };
    let (query, fragment) = (url.query().map(encode), url.fragment().map(encode));
    url.set_query(query.as_deref());
    url.set_fragment(fragment.as_deref());
    url.into()
}

fn encode(pairs: &str) -> String {
    let masked = parameters(pairs.as_bytes());
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(masked);
    encoded.finish()
}

/// An answer in JSON with the secrets taken out of it; `None` for anything else.
pub(super) fn json(body: &[u8]) -> Option<String> {
    let mut value: Value = serde_json::from_slice(body).ok()?;
    if let Value::Object(members) = &mut value {
        for (name, value) in members {
            if SECRET_MEMBERS.contains(&name.as_str()) {
                *value = Value::from(MASK);
            }
        }
    }
    Some(value.to_string())
}
