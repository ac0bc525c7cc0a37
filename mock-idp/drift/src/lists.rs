//! The members that are lists of words.

mod rules;

use std::collections::BTreeSet;

use serde_json::Value;

use self::rules::{Implied, LISTS, List};
use crate::finding::Severity::{Breaking, Info};
use crate::{Documents, Finding};

pub(crate) fn is_known(member: &str) -> bool {
    LISTS.iter().any(|list| list.member == member)
}

pub(crate) fn compare(documents: Documents<'_>) -> Vec<Finding> {
    LISTS
        .iter()
        .flat_map(|list| compare_one(list, documents))
        .collect()
}

fn compare_one(list: &List, documents: Documents<'_>) -> Vec<Finding> {
    if is_moot(list, documents) {
        return Vec::new();
    }
    let path = format!("$.{}", list.member);
    let value = documents.provider.get(list.member);
    let Ok(theirs) = words(value) else {
        let why = "must be a list of strings: libraries refuse the document";
        let odd = value.cloned().unwrap_or_default();
        return vec![Finding::about(path, (Breaking, why)).provider(odd)];
    };
    // What the mock publishes is well-formed.
    let ours = words(documents.mock.get(list.member)).ok().flatten();
    match (ours, theirs) {
        (None, None) => Vec::new(),
        (Some(ours), None) => absent(list, path, &ours),
        (ours, Some(theirs)) => {
            let ours = ours.unwrap_or_else(|| list.implied.values());
            differences(list, &path, &ours, &theirs)
        }
    }
}

/// Of the algorithms for assertions nobody has to hear where no client may send one.
fn is_moot(list: &List, documents: Documents<'_>) -> bool {
    let methods = documents
        .provider
        .get("token_endpoint_auth_methods_supported");
    let methods = words(methods).ok().flatten().unwrap_or_default();
    list.member == "token_endpoint_auth_signing_alg_values_supported"
        && !methods.contains(&"private_key_jwt")
}

/// The provider leaves the list out.
fn absent(list: &List, path: String, ours: &[&str]) -> Vec<Finding> {
    match list.implied {
        Implied::These(theirs) => differences(list, &path, ours, theirs),
        Implied::Nothing | Implied::Unsaid if ours.is_empty() => Vec::new(),
        Implied::Nothing | Implied::Unsaid => {
            vec![Finding::about(path, list.absent).mock(ours.to_vec())]
        }
    }
}

fn differences(list: &List, path: &str, ours: &[&str], theirs: &[&str]) -> Vec<Finding> {
    let lacks = |there: &[&str], word: &str| !there.contains(&word);
    let mut seen = BTreeSet::new();
    let missing = ours.iter().filter(|word| lacks(theirs, word));
    let missing =
        missing.map(|word| Finding::about(format!("{path}[-]"), list.missing_of(word)).mock(*word));
    let mut findings: Vec<_> = missing.collect();
    let extra = theirs.iter().filter(|word| lacks(ours, word));
    let extra = extra.filter(|word| seen.insert(**word));
    findings.extend(
        extra.map(|word| Finding::about(format!("{path}[+]"), list.extra_of(word)).provider(*word)),
    );
    if findings.is_empty() && ours != theirs {
        let same = ours.len() == theirs.len();
        let why = if same {
            "in another order"
        } else {
            "names something twice"
        };
        findings.push(Finding::about(path, (Info, why)));
    }
    findings
}

/// Something that is no list of words.
struct Odd;

/// The words of a list, if there is such a member.
fn words(value: Option<&Value>) -> Result<Option<Vec<&str>>, Odd> {
    match value {
        None => Ok(None),
        Some(Value::Array(elements)) => {
            let words: Option<Vec<_>> = elements.iter().map(Value::as_str).collect();
            words.map(Some).ok_or(Odd)
        }
        Some(_) => Err(Odd),
    }
}
