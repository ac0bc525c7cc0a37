//! An answer as lines of `field: value` without what differs from run to run: addresses, times and
//! random values. Their form stays, so that a value of another form is a difference.

mod json;
mod jwt;
mod location;
mod page;
mod shape;

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_json::Map;

use crate::recipients::Recipients;
use crate::runner::Answer;
use crate::subject::ISSUER_PATH;

/// A detail of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What: `status`, a header, `location.query.…`, `body.…`, `page.…`.
    pub field: String,
    /// The normalised value.
    pub value: String,
}

/// What a flow has shown so far.
#[derive(Debug)]
pub struct Memory {
    origin: String,
    now: i64,
    recipients: Recipients,
    /// The random values of each name.
    seen: HashMap<String, HashSet<String>>,
}

impl Line {
    /// A detail.
    #[must_use]
    pub fn new(field: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            value: value.into(),
        }
    }

    /// Reads `field: value`.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let (field, value) = line.split_once(": ")?;
        Some(Self::new(field, value))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.value)
    }
}

impl Memory {
    /// Nothing yet, of the provider at this origin, whose clock stands there; what it encrypts is for these.
    #[must_use]
    pub fn new(origin: &str, now: i64, recipients: &Recipients) -> Self {
        Self {
            origin: origin.to_owned(),
            now,
            recipients: recipients.clone(),
            seen: HashMap::new(),
        }
    }

    /// The provider's clock has been moved.
    pub fn advance(&mut self, seconds: u64) {
        self.now = self.now.saturating_add_unsigned(seconds);
    }

    /// The text without the provider's address.
    fn without_host(&self, text: &str) -> String {
        let issuer = format!("{}{ISSUER_PATH}", self.origin);
        let host = self.origin.split("//").last().unwrap_or_default();
        text.replace(&issuer, "{issuer}")
            .replace(&self.origin, "{origin}")
            .replace(host, "{host}")
    }

    /// The form of a random value, and whether the flow has shown it before.
    fn random(&mut self, name: &str, value: &str) -> String {
        if name == FORM_TOKEN && shape::of(value).is_some() {
            return "<form token>".to_owned();
        }
        let known = self.seen.entry(name.to_owned()).or_default();
        let again = if known.insert(value.to_owned()) {
            ""
        } else {
            ", again"
        };
        shape::of(value).map_or_else(|| value.to_owned(), |shape| format!("<{shape}{again}>"))
    }
}

/// The details of an answer, in the order that it has them.
#[must_use]
pub fn normalise(answer: &Answer, memory: &mut Memory) -> Vec<Line> {
    let mut lines = vec![Line::new("status", answer.status.to_string())];
    for name in HEADERS {
        let values = answer.headers.get_all(name).iter();
        let values: Vec<_> = values
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        if !values.is_empty() {
            lines.push(Line::new(name, memory.without_host(&values.join(" | "))));
        }
    }
    if let Some(location) = answer.header("location") {
        location::lines(&answer.url, location, memory, &mut lines);
    }
    // The link in a redirect's body is for nobody.
    if answer.body.is_empty() || answer.header("location").is_some() {
        return lines;
    }
    if answer.is_html() {
        page::lines(answer, memory, &mut lines);
    } else if let Ok(body) = serde_json::from_str(&answer.body) {
        json::lines("body", &body, memory, &mut lines);
    } else if answer.is_jwt() {
        json::string(
            "body",
            "body",
            &answer.body,
            &Map::new(),
            memory,
            &mut lines,
        );
    } else {
        lines.push(Line::new("body", memory.without_host(&answer.body)));
    }
    lines
}

/// Goes back where it came from, and no client sees it: its form is nobody's business.
const FORM_TOKEN: &str = "xsrf";

/// Headers that clients act on.
const HEADERS: [&str; 13] = [
    "content-type",
    "cache-control",
    "pragma",
    "allow",
    "www-authenticate",
    "dpop-nonce",
    "vary",
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-allow-credentials",
    "access-control-expose-headers",
    "access-control-max-age",
];

#[cfg(test)]
mod tests;
