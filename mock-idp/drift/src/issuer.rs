//! Whether the provider is who its metadata says (OIDC Discovery 3, 4.3).

use serde_json::{Map, Value};
use url::Url;

use crate::Finding;
use crate::finding::Severity::{Breaking, Info, Notable};

const PATH: &str = "$.issuer";

/// What stands behind the issuer in the address of its metadata (OIDC Discovery 4.1).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

pub(crate) fn check(metadata: &Map<String, Value>, address: &Url) -> Vec<Finding> {
    let Some(issuer) = metadata.get("issuer") else {
        let why = "is required (OIDC Discovery 3): libraries refuse a document without it";
        return vec![Finding::about(PATH, (Breaking, why))];
    };
    let parsed = issuer.as_str().and_then(|issuer| Url::parse(issuer).ok());
    let (Some(text), Some(url)) = (issuer.as_str(), parsed) else {
        let why = "must be a URL (OIDC Discovery 3): libraries refuse the document";
        return vec![Finding::about(PATH, (Breaking, why)).provider(issuer.clone())];
    };
    let told = |weight| Finding::about(PATH, weight).provider(text);
    let mut findings = Vec::new();
    if url.query().is_some() || url.fragment().is_some() {
        let why = "must have neither query nor fragment (OIDC Discovery 3): libraries refuse it";
        findings.push(told((Breaking, why)));
    }
    if url.scheme() != "https" && !is_loopback(&url) {
        let why = "must be https (OIDC Discovery 3): libraries refuse it";
        findings.push(told((Breaking, why)));
    }
    if text.ends_with('/') {
        let why = "ends with a slash, which the mock's does not: `iss` is compared character for character";
        findings.push(told((Notable, why)));
    }
    let own = format!("{}{WELL_KNOWN}", text.trim_end_matches('/'));
    let is_own = Url::parse(&own).is_ok_and(|own| own == *address);
    if !is_own && url.origin() == address.origin() && address.path() == WELL_KNOWN {
        let why = "the document is served at the root of the host too; libraries that compare \
                   (OIDC Discovery 4.3) must be given the issuer";
        findings.push(told((Info, why)));
    } else if !is_own {
        let why = "is another one than the address says: libraries that compare (OIDC Discovery 4.3) refuse \
                   the document";
        findings.push(told((Breaking, why)));
    }
    findings
}

/// Whether the URL's host is this machine, where plain HTTP is of no danger.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The issuer of a document, without the slash that may end it.
pub(crate) fn of(metadata: &Map<String, Value>) -> &str {
    let issuer = metadata.get("issuer").and_then(Value::as_str);
    issuer.unwrap_or_default().trim_end_matches('/')
}
