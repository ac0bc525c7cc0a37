use std::fmt;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
use serde_json::Value;
use url::Url;

use crate::mask;
use crate::params::Params;

/// A request as it goes over the wire. Shown, its secrets are masked.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    /// How long to wait for an answer that is to be late; otherwise as long as any may take.
    pub(crate) patience: Option<Duration>,
    /// The names in the body that somebody has typed into, secrets perhaps.
    pub(crate) typed: Vec<String>,
    pub(crate) sender: Sender,
}

/// Who sends a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sender {
    /// An application, by its back channel.
    #[default]
    Application,
    /// A user's browser.
    Browser,
}

/// An answer as it came over the wire. Shown, its secrets are masked.
#[derive(Clone)]
pub(crate) struct Answer {
    /// What was asked for.
    pub(crate) url: Url,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// A request and its answer.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) request: Request,
    pub(crate) answer: Answer,
}

impl Request {
    pub(crate) fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: Vec::new(),
            body: None,
            patience: None,
            typed: Vec::new(),
            sender: Sender::default(),
        }
    }

    pub(crate) fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    /// A form, `application/x-www-form-urlencoded`.
    pub(crate) fn form(url: Url, params: &Params) -> Self {
        Self::post(url, "application/x-www-form-urlencoded", params.encoded())
    }

    pub(crate) fn post(url: Url, content_type: &str, body: String) -> Self {
        let mut request = Self::new(Method::POST, url).header("content-type", content_type);
        request.body = Some(body);
        request
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(have, _)| have == name)
    }
}

impl Answer {
    /// A header that stands once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All values of a header.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok())
    }

    /// What the browser of a person got there, who was sent on to that address.
    pub(crate) fn redirect_of(asked: Url, to: &Url) -> anyhow::Result<Self> {
        let location = HeaderValue::from_str(to.as_str())?;
        Ok(Self {
            url: asked,
            status: 303,
            headers: HeaderMap::from_iter([(LOCATION, location)]),
            body: String::new(),
        })
    }

    /// Where a redirect leads.
    pub(crate) fn redirect(&self) -> Option<Url> {
        let location = self.header("location")?;
        matches!(self.status, 301..=303 | 307 | 308)
            .then(|| self.url.join(location).ok())
            .flatten()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> anyhow::Result<Value> {
        serde_json::from_str(&self.body)
            .map_err(|error| anyhow::anyhow!("the body is not JSON ({error}): {self}"))
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, mask::address(self.url.as_str()))?;
        for (name, value) in &self.headers {
            write!(f, "\n{name}: {}", mask::header(name, value))?;
        }
        match &self.body {
            Some(body) if body.starts_with('{') => write!(f, "\n\n{}", mask::body(body)),
            Some(body) => write!(f, "\n\n{}", mask::typed(body, &self.typed)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        for (name, value) in &self.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            write!(f, "\n{name}: {}", mask::header(name.as_str(), &value))?;
        }
        let body = mask::body(&self.body);
        let shown: String = body.chars().take(SHOWN).collect();
        let more = if shown.len() < body.len() { " …" } else { "" };
        write!(f, "\n\n{shown}{more}")
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.request.to_string().lines() {
            writeln!(f, "> {line}")?;
        }
        for line in self.answer.to_string().lines() {
            writeln!(f, "< {line}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Of a body, this many characters are shown.
const SHOWN: usize = 1500;
