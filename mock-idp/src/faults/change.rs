use oidc::params::Params;
use oidc::secret::Secret;
use serde_json::{Map, Value};
use url::Url;

use super::{Fault, Point};

/// Parameters as somebody else would have sent them.
#[must_use]
pub fn params(faults: &[Fault], at: Point, params: Params) -> Params {
    faults_at(faults, at).fold(params, |params, fault| {
        let params = fault.set.iter().fold(params, |params, (name, value)| {
            params.with(name, &text(value))
        });
        let names = fault.remove.iter();
        names.fold(params, |params, name| params.without(name))
    })
}

/// Members, or claims, as they should not be.
pub fn members(faults: &[Fault], at: Point, members: &mut Map<String, Value>) {
    for fault in faults_at(faults, at) {
        for (name, value) in &fault.set {
            members.insert(name.clone(), value.clone());
        }
        for name in &fault.remove {
            members.shift_remove(name);
        }
    }
}

/// An address with its query as it should not be.
#[must_use]
pub fn url(faults: &[Fault], at: Point, address: &str) -> Option<String> {
    faults_at(faults, at).next()?;
    let mut url = Url::parse(address).ok()?;
    let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    for fault in faults_at(faults, at) {
        pairs.retain(|(name, _)| !fault.remove.contains(name) && !fault.set.contains_key(name));
        pairs.extend(
            fault
                .set
                .iter()
                .map(|(name, value)| (name.clone(), text(value))),
        );
    }
    url.set_query(None);
    if !pairs.is_empty() {
        url.query_pairs_mut().extend_pairs(pairs);
    }
    Some(url.into())
}

/// The fields of a form as they should not be.
#[must_use]
pub fn fields(
    faults: &[Fault],
    at: Point,
    mut fields: Vec<(String, Secret)>,
) -> Vec<(String, Secret)> {
    for fault in faults_at(faults, at) {
        fields.retain(|(name, _)| !fault.remove.contains(name) && !fault.set.contains_key(name));
        let set = fault.set.iter();
        fields.extend(set.map(|(name, value)| (name.clone(), Secret::new(text(value)))));
    }
    fields
}

pub(super) fn faults_at(faults: &[Fault], at: Point) -> impl Iterator<Item = &Fault> {
    faults.iter().filter(move |fault| fault.at == at)
}

/// A value as a parameter has it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
