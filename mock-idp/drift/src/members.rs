//! The document as a whole: the order of its members, and those that no rule knows.

use serde_json::Value;

use crate::finding::Severity::Info;
use crate::{Documents, Finding, endpoints, lists, switches};

pub(crate) fn compare(documents: Documents<'_>) -> Vec<Finding> {
    let Documents { mock, provider } = documents;
    let mut findings = Vec::new();
    let common = |one: &'_ serde_json::Map<String, Value>,
                  other: &serde_json::Map<String, Value>| {
        let names = one.keys().filter(|name| other.contains_key(*name));
        names.cloned().collect::<Vec<_>>()
    };
    if common(mock, provider) != common(provider, mock) {
        findings.push(Finding::about(
            "$",
            (Info, "its members stand in another order"),
        ));
    }
    let known = |name: &str| {
        name == "issuer"
            || endpoints::is_known(name)
            || lists::is_known(name)
            || switches::is_known(name)
    };
    let additional = provider
        .iter()
        .filter(|(name, _)| !known(name) && !mock.contains_key(*name));
    findings.extend(additional.map(|(name, value)| {
        let why = "the mock's metadata has no such member";
        Finding::about(member(name), (Info, why)).provider(brief(value))
    }));
    findings
}

/// A value that a report may tell: nobody wants pages of what no rule knows.
fn brief(value: &Value) -> Value {
    match value {
        Value::Array(elements) => format!("a list of {}", elements.len()).into(),
        Value::Object(members) => format!("an object of {}", members.len()).into(),
        other => other.clone(),
    }
}

/// The path of a member whose name a stranger has chosen (RFC 9535 2.3).
fn member(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.chars().all(plain) && !name.is_empty() {
        return format!("$.{name}");
    }
    format!("$[{}]", Value::from(name))
}
