//! Request parameters as they came, before anything is believed about them.

use std::collections::BTreeMap;

/// The parameters of a query or of a form body (`application/x-www-form-urlencoded`).
///
/// A parameter without a value counts as omitted (RFC 6749 3.1); one that came twice has no value
/// either, and is reported by [`Params::repeated`].
#[derive(Clone, Default)]
pub struct Params {
    values: BTreeMap<String, Occurrence>,
}

#[derive(Clone)]
enum Occurrence {
    Once(String),
    Repeated,
}

impl Params {
    /// Reads a query string or a form body; what cannot be decoded is replaced, never an error.
    #[must_use]
    pub fn parse(encoded: &[u8]) -> Self {
        let mut values = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(encoded) {
            values
                .entry(name.into_owned())
                .and_modify(|occurrence| *occurrence = Occurrence::Repeated)
                .or_insert_with(|| Occurrence::Once(value.into_owned()));
        }
        Self { values }
    }

    /// The value of a parameter that came once and is not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        match self.values.get(name)? {
            Occurrence::Once(value) if !value.is_empty() => Some(value),
            _ => None,
        }
    }

    /// Which of `names` came more than once, in the order of `names`.
    #[must_use]
    pub fn repeated(&self, names: &[&'static str]) -> Vec<&'static str> {
        let repeated = |name: &&str| matches!(self.values.get(*name), Some(Occurrence::Repeated));
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
