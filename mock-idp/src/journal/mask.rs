//! Takes out of what is told whatever could be used.

use serde_json::Value;
use url::Url;
use url::form_urlencoded;

/// What stands in the place of a secret.
pub(super) const MASK: &str = "***";

/// Parameters whose values tell nothing that could be used.
const PLAIN: [&str; 25] = [
    "acr_values",
    "action",
    "active",
    "claims",
    "client_id",
    "code_challenge_method",
    "display",
    "error",
    "error_description",
    "grant_type",
    "iss",
    "limit",
    "max_age",
    "offset",
    "prompt",
    "response_mode",
    "response_type",
    "scope",
    "since",
    "sinceVersion",
    "token_type",
    "token_type_hint",
    "ui_locales",
    "until",
    "updatedSince",
];

/// Parameters whose values are addresses, which may carry what could be used.
const ADDRESSES: [&str; 3] = ["post_logout_redirect_uri", "redirect_uri", "resource"];

/// Headers whose values tell nothing that could be used.
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
    "allow",
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
];

/// The schemes that this provider knows; another first word may be a token in the wrong place.
const SCHEMES: [&str; 3] = ["basic", "bearer", "dpop"];

/// Members of answers that could be used.
const SECRET_MEMBERS: [&str; 6] = [
    "access_token",
    "refresh_token",
    "id_token",
    "request_uri",
    "code",
    "number",
];

/// The longest id of an account, as the configuration has it; those of users are longer only where somebody
/// has chosen so.
const LONGEST_ID: usize = 64;

/// The longest word that is no token: those have 43 characters and more.
const LONGEST_WORD: usize = 32;

/// The name of a parameter, if it looks like one: who sends JSON as a form, or a token without its name,
/// sends secrets as names.
pub(super) fn name(name: &str) -> &str {
    let fit = |c: char| c.is_ascii_lowercase() || c == '_';
    let is_word = name.len() <= LONGEST_WORD && !name.is_empty() && name.chars().all(fit);
    if is_word || PLAIN.contains(&name) {
        name
    } else {
        MASK
    }
}

/// The value of a parameter, as far as it tells nothing that could be used.
pub(super) fn told(name: &str, value: &str) -> Option<String> {
    if PLAIN.contains(&name) {
        return Some(value.to_owned());
    }
    ADDRESSES.contains(&name).then(|| address(value))
}

pub(super) fn header(name: &str, value: &str) -> String {
    if PLAIN_HEADERS.contains(&name) {
        return value.to_owned();
    }
    match name {
        "location" => address(value),
        "authorization" => {
            let scheme = value.split(' ').next().unwrap_or_default();
            if SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
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
        .map(|(known, value)| {
            let value = told(&known, &value).unwrap_or_else(|| MASK.to_owned());
            (name(&known).to_owned(), value)
        })
        .collect()
}

/// A path of the Consumer API: its parts are ids, and what is longer may be a token in the place of one.
pub(crate) fn ids(path: &str) -> String {
    let parts = path
        .split('/')
        .map(|part| if part.len() > LONGEST_ID { MASK } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// A path with a query.
pub(super) fn target(target: &str, masked: impl FnOnce(&str) -> String) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = masked(path);
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", encode(query))
    }
}

/// A text about a path that is no route: what looks like a token may be one.
pub(crate) fn path(text: &str) -> String {
    let ends = |c: char| [' ', '/', '(', ')'].contains(&c);
    let words = text.split_inclusive(ends).map(|word| {
        let bare = word.trim_end_matches(ends);
        if bare.len() > LONGEST_WORD {
            format!("{MASK}{}", &word[bare.len()..])
        } else {
            word.to_owned()
        }
    });
    words.collect()
}

/// An address without what its query and its fragment could carry.
fn address(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else {
        return target(address, str::to_owned);
    };
    if url.query().is_none() && url.fragment().is_none() {
        return address.to_owned();
    }
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
