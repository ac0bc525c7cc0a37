//! From TOML text to sections, with errors that help.

use serde::de::DeserializeOwned;

use super::Error;
use super::names::nearest;

/// Parses a text; `origin` names it in errors.
pub(super) fn parse<T: DeserializeOwned>(text: &str, origin: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map(|span| text[..span.start].matches('\n').count() + 1);
        let origin = line.map_or_else(|| origin.to_owned(), |line| format!("{origin}:{line}"));
        Error {
            origin,
            what: explain(
                error.message(),
                error.span().and_then(|span| key_before(text, span.start)),
            ),
        }
    })
}

/// The key whose value, or part of whose value, stands at `at`, if it is on that line.
fn key_before(text: &str, at: usize) -> Option<&str> {
    let line = text.get(..at)?.rsplit('\n').next()?;
    let (before, _) = line.rsplit_once('=')?;
    let key = before.trim_end().rsplit(['{', ',', ' ']).next()?;
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (!key.is_empty() && key.chars().all(bare)).then_some(key)
}

/// Names the key of a value that is wrong, and adds the nearest known name to "unknown field `a`,
/// expected one of `b`, `c`".
pub(super) fn explain(message: &str, key: Option<&str>) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = |what: &str| {
        let unknown = quoted.next().unwrap_or_default();
        let known: Vec<_> = quoted.collect();
        match nearest(unknown, &known, 0.7) {
            Some(nearest) => format!("unknown {what} `{unknown}`; did you mean `{nearest}`?"),
            None => format!("unknown {what} `{unknown}`; known are {}", known.join(", ")),
        }
    };
    if message.starts_with("unknown field `jwks_uri`") {
        return "unknown key `jwks_uri`: nothing is fetched; put the keys themselves into `jwks`"
            .to_owned();
    }
    if message.starts_with("unknown field") {
        return unknown("key");
    }
    let what = if message.starts_with("unknown variant") {
        unknown("value")
    } else {
        in_words_of_toml(message)
    };
    let is_named = |key: &&str| what.starts_with(&format!("{key}: "));
    match key.filter(|key| !is_named(key)) {
        Some(key) => format!("{key}: {what}"),
        None => what,
    }
}

/// Says what was expected as the author of the file would.
fn in_words_of_toml(message: &str) -> String {
    let words = [
        ("\n", "; "),
        ("wanted string or table", "expected a string"),
        ("expected a sequence", "expected a list"),
        (
            "expected u64",
            "expected a whole number that is not negative",
        ),
    ];
    words
        .into_iter()
        .fold(message.trim_end().to_owned(), |message, (rust, toml)| {
            message.replace(rust, toml)
        })
}
