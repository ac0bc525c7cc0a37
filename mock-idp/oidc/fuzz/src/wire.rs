//! What an error may look like, whatever the request was.

use oidc::error::WireError;
use oidc::refusal::Reason;

/// Asserts that an error can be sent: each member once, none empty, and only with the characters that
/// RFC 6749 4.1.2.1 and 5.2 allow in it; and that whoever looks for the reason finds one.
///
/// # Panics
/// If it cannot.
pub fn check(refusal: &impl Reason, error: &WireError) {
    for (name, value) in error.members() {
        let allowed = match name {
            "error" | "error_description" => value.chars().all(is_told),
            "scope" => value.split(' ').all(is_scope),
            _ => false,
        };
        assert!(allowed && !value.is_empty(), "{name}: {value:?}");
    }
    assert!(!refusal.to_string().is_empty());
    assert!(refusal.hint().is_none_or(|hint| !hint.is_empty()));
}

/// `%x20-21 / %x23-5B / %x5D-7E`.
fn is_told(char: char) -> bool {
    matches!(char, ' '..='!' | '#'..='[' | ']'..='~')
}

/// RFC 6749 3.3.
fn is_scope(scope: &str) -> bool {
    !scope.is_empty() && scope.chars().all(|char| char != ' ' && is_told(char))
}
