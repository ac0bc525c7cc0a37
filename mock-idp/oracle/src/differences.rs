//! The reviewed list: where the mock differs from the stock library on purpose.

use std::fs;

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use crate::compare::Difference;
use crate::paths::of_package;

/// `differences.toml`.
#[derive(Clone, Debug, Default)]
pub struct Reviewed {
    /// In the order of the file.
    pub entries: Vec<Entry>,
}

/// One decision.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What differs.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Where it shows.
    pub covers: Vec<Cover>,
    /// The requests in which it has shown.
    #[serde(skip)]
    pub requests: usize,
}

/// A pattern of differences; `*` stands for anything, and a value of `-` for none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// `file: flow: request`.
    #[serde(default = "anything")]
    pub requests: String,
    /// The detail.
    pub field: String,
    /// What stock says; left out, it may say anything or nothing.
    pub stock: Option<String>,
    /// What the mock says, likewise.
    pub mock: Option<String>,
    /// Whether it has covered anything.
    #[serde(skip)]
    used: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    difference: Vec<Entry>,
}

impl Reviewed {
    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read or understood, or a reason is missing.
    pub fn read() -> anyhow::Result<Self> {
        let text =
            fs::read_to_string(of_package("differences.toml")).context("differences.toml")?;
        Self::parse(&text).context("differences.toml")
    }

    /// Reads the text of the file.
    ///
    /// # Errors
    /// It cannot be understood, or a reason is missing.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let File { difference } = toml::from_str(text)?;
        for entry in &difference {
            ensure!(!entry.reason.trim().is_empty(), "{}: no reason", entry.name);
        }
        Ok(Self {
            entries: difference,
        })
    }

    /// Takes out of the differences of a request those that are reviewed, and counts them.
    #[must_use]
    pub fn unreviewed(&mut self, request: &str, mut found: Vec<Difference>) -> Vec<Difference> {
        for entry in &mut self.entries {
            let before = found.len();
            found.retain(|difference| {
                let mut covers = entry.covers.iter_mut();
                let cover = covers.find(|cover| cover.matches(request, difference));
                cover.map(|cover| cover.used = true).is_none()
            });
            entry.requests += usize::from(found.len() < before);
        }
        found
    }

    /// What covers nothing any more.
    #[must_use]
    pub fn stale(&self) -> Vec<String> {
        let covers = |entry: &Entry| -> Vec<String> {
            let unused = entry.covers.iter().filter(|cover| !cover.used);
            let shown =
                |cover: &Cover| format!("{}: {} of {}", entry.name, cover.field, cover.requests);
            unused.map(shown).collect()
        };
        self.entries.iter().flat_map(covers).collect()
    }
}

impl Cover {
    fn matches(&self, request: &str, difference: &Difference) -> bool {
        let value = |pattern: &Option<String>, value: &Option<String>| match (pattern, value) {
            (None, _) => true,
            (Some(pattern), Some(value)) => pattern != NONE && glob(pattern, value),
            (Some(pattern), None) => pattern == NONE,
        };
        glob(&self.requests, request)
            && glob(&self.field, &difference.field)
            && value(&self.stock, &difference.stock)
            && value(&self.mock, &difference.mock)
    }
}

/// Whether the text is the pattern, in which `*` stands for anything.
fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let ends = text.char_indices().map(|(index, _)| index);
            ends.chain([text.len()])
                .any(|index| glob(rest, &text[index..]))
        }),
    }
}

/// The pattern of a value that is not there.
const NONE: &str = "-";

fn anything() -> String {
    "*".to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Reviewed, glob};
    use crate::compare::Difference;

    const LIST: &str = r#"
        [[difference]]
        name = "JWT access tokens"
        reason = "Banno's are."
        [[difference.covers]]
        requests = "token: *"
        field = "body.access_token*"
        stock = "<43 base64url>"
        [[difference.covers]]
        field = "body.only_here"
        stock = "-"
    "#;

    fn difference(field: &str, stock: Option<&str>) -> Vec<Difference> {
        let stock = stock.map(str::to_owned);
        let (field, mock) = (field.to_owned(), Some("<JWT>".to_owned()));
        vec![Difference { field, stock, mock }]
    }

    #[test]
    fn a_reviewed_difference_is_counted_and_others_are_left() {
        let mut reviewed = Reviewed::parse(LIST).unwrap();
        let stock = Some("<43 base64url>");
        let mut left = |request, field, stock| {
            let left = reviewed.unreviewed(request, difference(field, stock));
            left.len()
        };
        assert_eq!(left("token: a: b", "body.access_token", stock), 0);
        assert_eq!(left("token: a: b", "body.access_token", Some("x")), 1);
        assert_eq!(left("token: a: b", "body.access_token", None), 1);
        assert_eq!(left("other: a: b", "body.access_token", stock), 1);
        assert_eq!(left("other: a: b", "body.scope", stock), 1);
        assert_eq!(left("other: a: b", "body.only_here", Some("x")), 1);
        assert_eq!(reviewed.entries[0].requests, 1);
        assert_eq!(reviewed.stale().len(), 1);
        let found = difference("body.only_here", None);
        assert!(reviewed.unreviewed("x: y: z", found).is_empty());
        assert!(reviewed.stale().is_empty());
    }

    #[test]
    fn a_difference_without_a_reason_is_not_reviewed() {
        assert!(Reviewed::parse(&LIST.replace("Banno's are.", " ")).is_err());
    }

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text) in [
            ("*", ""),
            ("a*", "a"),
            ("*b*", "abc"),
            ("a*c", "abc"),
            ("é*", "éa"),
        ] {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("a*c", "ab"), ("*b", "bc"), ("", "a")] {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
    }
}
