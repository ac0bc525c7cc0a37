//! What the documents come with.

use crate::finding::Severity::{Breaking, Info, Notable};
use crate::{Finding, Headers, Published};

pub(crate) fn compare(mock: &Published, provider: &Published) -> Vec<Finding> {
    let (ours, theirs) = (&mock.metadata_headers, &provider.metadata_headers);
    let metadata = content_type("metadata", ours, theirs, &["application/json"])
        .into_iter()
        .chain(cache_control("metadata", ours, theirs));
    let known = ["application/json", "application/jwk-set+json"];
    let (ours, theirs) = (&mock.jwks_headers, &provider.jwks_headers);
    let keys = content_type("jwks", ours, theirs, &known)
        .into_iter()
        .chain(cache_control("jwks", ours, theirs));
    metadata.chain(keys).collect()
}

fn content_type(
    document: &str,
    ours: &Headers,
    theirs: &Headers,
    known: &[&str],
) -> Option<Finding> {
    let (mock, provider) = (essence(ours), essence(theirs));
    if mock == provider {
        return None;
    }
    let path = format!("headers.{document}.content-type");
    let weight = match provider.as_deref() {
        Some(known_one) if known.contains(&known_one) => {
            (Info, "libraries take both types for this document")
        }
        Some(json) if json.ends_with("json") => (
            Notable,
            "libraries that insist on the document's own type refuse it",
        ),
        _ => (
            Breaking,
            "is no JSON by its type: libraries that look at it refuse the document",
        ),
    };
    let finding = Finding::about(path, weight);
    let finding = match mock {
        Some(mock) => finding.mock(mock),
        None => finding,
    };
    Some(match provider {
        Some(provider) => finding.provider(provider),
        None => finding,
    })
}

fn cache_control(document: &str, ours: &Headers, theirs: &Headers) -> Option<Finding> {
    let path = format!("headers.{document}.cache-control");
    let (ours, theirs) = (ours.cache_control.as_ref(), theirs.cache_control.as_ref());
    if ours == theirs {
        return None;
    }
    let why = match theirs {
        Some(_) => {
            "how long it may be kept is said otherwise: a library that goes by it sees changes sooner or later"
        }
        None => "nothing says how long it may be kept",
    };
    let finding = Finding::about(path, (Info, why));
    let finding = match ours {
        Some(ours) => finding.mock(ours.as_str()),
        None => finding,
    };
    Some(match theirs {
        Some(theirs) => finding.provider(theirs.as_str()),
        None => finding,
    })
}

/// The type without its parameters (RFC 9110 8.3.1).
fn essence(headers: &Headers) -> Option<String> {
    let value = headers.content_type.as_deref()?;
    let essence = value.split(';').next().unwrap_or_default();
    Some(essence.trim().to_ascii_lowercase())
}
