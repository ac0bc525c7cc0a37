//! From TOML text to sections, with errors that help.

use serde::de::DeserializeOwned;

use super::Error;

/// Parses a text; `origin` names it in errors.
pub(super) fn parse<T: DeserializeOwned>(text: &str, origin: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map(|span| text[..span.start].matches('\n').count() + 1);
        let origin = line.map_or_else(|| origin.to_owned(), |line| format!("{origin}:{line}"));
        Error {
            origin,
            what: explain(error.message()),
        }
    })
}

/// Adds the nearest known key to "unknown field `a`, expected one of `b`, `c`".
fn explain(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    if !message.starts_with("unknown field") && !message.starts_with("unknown variant") {
        return message.trim_end().replace('\n', "; ");
    }
    let what = if message.starts_with("unknown field") {
        "key"
    } else {
        "value"
    };
    let unknown = quoted.next().unwrap_or_default();
    let known: Vec<_> = quoted.collect();
    let similar = |candidate: &&&str| strsim::jaro_winkler(unknown, candidate);
    let nearest = known
        .iter()
        .max_by(|a, b| similar(a).total_cmp(&similar(b)));
    match nearest.filter(|nearest| similar(nearest) > 0.7) {
        Some(nearest) => format!("unknown {what} `{unknown}`; did you mean `{nearest}`?"),
        None => format!("unknown {what} `{unknown}`; known are {}", known.join(", ")),
    }
}
