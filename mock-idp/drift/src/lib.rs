//! How what a provider publishes differs from what the mock does: metadata (OIDC Discovery 3, RFC 8414),
//! keys (RFC 7517) and the headers that both come with.
//!
//! Nothing here fetches or prints. What a stranger has written is compared and told as text, and no
//! number of a key is ever told.

mod endpoints;
mod finding;
mod headers;
mod issuer;
mod key;
mod key_set;
mod lists;
mod members;
mod report;
mod switches;

use serde_json::{Map, Value};
use url::Url;

pub use finding::{Finding, Severity};
pub use report::{Count, Style, human, json, plain};

/// What a provider publishes.
#[derive(Clone, Debug)]
pub struct Published {
    /// The metadata document.
    pub metadata: Map<String, Value>,
    /// What it came with.
    pub metadata_headers: Headers,
    /// The key set.
    pub jwks: Value,
    /// What it came with.
    pub jwks_headers: Headers,
}

/// The headers that matter to whoever fetches a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Cache-Control`.
    pub cache_control: Option<String>,
}

/// How `provider`, whose metadata was fetched from `address`, differs from `mock`; the gravest first,
/// and otherwise in the order of the documents. Neither issuer shows as a difference.
#[must_use]
pub fn compare(mock: &Published, provider: &Published, address: &Url) -> Vec<Finding> {
    let documents = Documents {
        mock: &mock.metadata,
        provider: &provider.metadata,
    };
    let mut findings = issuer::check(&provider.metadata, address);
    findings.extend(endpoints::compare(documents));
    findings.extend(lists::compare(documents));
    findings.extend(switches::compare(documents));
    findings.extend(members::compare(documents));
    findings.extend(key_set::compare(mock, provider));
    findings.extend(headers::compare(mock, provider));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// Two metadata documents.
#[derive(Clone, Copy)]
struct Documents<'a> {
    mock: &'a Map<String, Value>,
    provider: &'a Map<String, Value>,
}
