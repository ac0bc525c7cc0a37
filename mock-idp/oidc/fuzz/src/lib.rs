//! What must hold for whatever strangers send to the provider.
//!
//! `scripts/fuzz` builds one program for each file in `fuzz_targets`. A target takes text as it would
//! come over the wire, so that its corpus can be read; where there are several texts, each has a line.

pub mod keys;
pub mod response;
pub mod wire;

/// The text of an input, with what is not UTF-8 replaced.
#[must_use]
pub fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// The first line and all that follows it.
#[must_use]
pub fn first_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}
