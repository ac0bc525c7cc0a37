//! Request parameters as they came, before anything is believed about them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The parameters of a query or of a form body (`application/x-www-form-urlencoded`).
///
/// A parameter without a value counts as omitted (RFC 6749 3.1); one that came twice has no value
/// either, and is reported by [`Params::repeated`].
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Params {
    values: BTreeMap<String, Vec<String>>,
}

impl Params {
    /// Reads a query string or a form body; what cannot be decoded is replaced, never an error.
    #[must_use]
    pub fn parse(encoded: &[u8]) -> Self {
        let mut values: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(encoded) {
            values
                .entry(name.into_owned())
                .or_default()
                .push(value.into_owned());
        }
        Self { values }
    }

    /// The parameters with one of them set, whatever it was before.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.values.insert(name.to_owned(), vec![value.to_owned()]);
        self
    }

    /// The parameters without one of them.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.values.remove(name);
        self
    }

    /// The value of a parameter that came once and is not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        match self.values.get(name)?.as_slice() {
            [value] if !value.is_empty() => Some(value),
            _ => None,
        }
    }

    /// Every value of a parameter that may come more than once, in the order in which they came.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        match self.values.get(name).map_or(&[][..], Vec::as_slice) {
            [value] if value.is_empty() => &[],
            values => values,
        }
    }

    /// Which of `names` came more than once, in the order of `names`.
    #[must_use]
    pub fn repeated(&self, names: &[&'static str]) -> Vec<&'static str> {
        let repeated = |name: &&str| {
            self.values
                .get(*name)
                .is_some_and(|values| values.len() > 1)
        };
        names
            .iter()
            .copied()
            .filter(|name| repeated(name))
            .collect()
    }

    /// Which of `names` have no value, in the order of `names`.
    #[must_use]
    pub fn missing(&self, names: &[&'static str]) -> Vec<&'static str> {
        names
            .iter()
            .copied()
            .filter(|name| self.get(name).is_none())
            .collect()
    }

    /// The names that came, sorted, whatever they are worth.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }
}
