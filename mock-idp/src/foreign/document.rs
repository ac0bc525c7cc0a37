use std::error::Error as StdError;
use std::sync::Arc;

use drift::Headers;
use reqwest::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HeaderName, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Response};
use serde_json::Value;
use url::Url;

use super::address::Address;
use super::resolver::Resolver;
use super::{Asking, Error};

/// More than any metadata or key set has.
const LONGEST: usize = 1024 * 1024;

/// A JSON document with what it came with.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) value: Value,
    pub(super) headers: Headers,
}

impl Document {
    /// A member that is a text.
    pub(super) fn member(&self, name: &str) -> Option<&str> {
        self.value.get(name)?.as_str()
    }
}

/// Fetches documents: it follows no redirect, waits for no answer forever, and asks no proxy on the way to
/// this machine.
pub(super) struct Fetcher {
    client: Client,
    seconds: u64,
}

impl Fetcher {
    pub(super) fn new(address: &Address, asking: &Asking) -> Result<Self, Error> {
        let setup = |error: &reqwest::Error| Error::Setup(innermost(error));
        let mut builder = Client::builder()
            .user_agent(concat!("mock-idp/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .dns_resolver(Arc::new(Resolver))
            .timeout(asking.patience);
        if address.is_here {
            builder = builder.no_proxy();
        }
        if let Some(pem) = &asking.trust {
            let certificates = Certificate::from_pem_bundle(pem.as_bytes());
            let certificates = certificates.map_err(|error| Error::Trust(innermost(&error)))?;
            if certificates.is_empty() {
                return Err(Error::Trust(
                    "there is no CERTIFICATE block in it".to_owned(),
                ));
            }
            builder = builder.tls_certs_only(certificates);
        }
        Ok(Self {
            client: builder.build().map_err(|error| setup(&error))?,
            seconds: asking.patience.as_secs(),
        })
    }

    pub(super) async fn json(&self, url: &Url) -> Result<Document, Error> {
        let sort = |error: reqwest::Error| self.sorted(url, &error);
        let request = self.client.get(url.clone());
        let request = request.header(ACCEPT, "application/json");
        let mut response = request.send().await.map_err(sort)?;
        let status = response.status();
        let header = |name: HeaderName| text(&response, &name);
        let (headers, location) = (
            Headers {
                content_type: header(CONTENT_TYPE),
                cache_control: header(CACHE_CONTROL),
            },
            header(LOCATION),
        );
        if status.is_redirection() {
            return Err(Error::Redirect {
                url: url.to_string(),
                status: status.as_u16(),
                location: location.unwrap_or_default(),
            });
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(sort)? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST {
                return Err(Error::TooLong {
                    url: url.to_string(),
                    limit: LONGEST,
                });
            }
        }
        let content_type = headers.content_type.clone().unwrap_or_default();
        if !status.is_success() {
            return Err(Error::Status {
                url: url.to_string(),
                status: status.as_u16(),
                content_type,
                beginning: beginning(&body),
            });
        }
        let value = serde_json::from_slice(&body).map_err(|error| Error::NotJson {
            url: url.to_string(),
            content_type,
            reason: error.to_string(),
            beginning: beginning(&body),
        })?;
        Ok(Document { value, headers })
    }

    fn sorted(&self, url: &Url, error: &reqwest::Error) -> Error {
        let (url, reason) = (url.to_string(), innermost(error));
        if error.is_timeout() {
            let seconds = self.seconds;
            return Error::TimedOut { url, seconds };
        }
        if reason.contains("certificate") {
            return Error::Untrusted { url, reason };
        }
        Error::Unreachable { url, reason }
    }
}

fn text(response: &Response, name: &HeaderName) -> Option<String> {
    let value = response.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// The first line of a text; nothing of what is none, or of an object, which may be a key.
fn beginning(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(MOST_SHOWN)]);
    let text = text.trim_start();
    if text.starts_with(['{', '[', '"']) || text.contains('\0') {
        return String::new();
    }
    let first = text.lines().next().unwrap_or_default();
    drift::plain(first.trim_end())
}

/// The innermost reason, which is the one that helps.
fn innermost(error: &dyn StdError) -> String {
    let mut reason = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        reason = inner.to_string();
        source = inner.source();
    }
    reason
}

/// Bytes of a body that is not what was asked for.
const MOST_SHOWN: usize = 120;
