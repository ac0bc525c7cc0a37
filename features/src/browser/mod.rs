//! A real browser, for what only a real browser judges.

/// Why there is none, if there is none.
pub(crate) fn missing() -> Option<String> {
    None
}
