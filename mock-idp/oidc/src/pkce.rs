//! Proof Key for Code Exchange (RFC 7636): the method S256, and `plain` where a leniency allows it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::secret::Secret;

/// A well-formed `code_challenge` (RFC 7636 4.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeChallenge {
    method: CodeChallengeMethod,
    value: Secret,
}

/// `code_challenge_method` (RFC 7636 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeChallengeMethod {
    /// The challenge is the verifier itself.
    Plain,
    /// The challenge is the verifier's SHA-256.
    S256,
}

/// A well-formed `code_verifier` (RFC 7636 4.1).
#[derive(Clone, Debug)]
pub struct CodeVerifier(Secret);

/// What is wrong with the form of a challenge or verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Fewer than 43 characters.
    TooShort,
    /// More than 128 characters.
    TooLong,
    /// Something other than letters, digits, `-`, `.`, `_`, `~`.
    Characters,
}

impl CodeChallengeMethod {
    /// The value of `code_challenge_method`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::S256 => "S256",
        }
    }
}

impl CodeChallenge {
    /// Checks the form.
    ///
    /// # Errors
    /// [`Malformed`] where RFC 7636 4.2 does not allow the value.
    pub fn parse(value: &str, method: CodeChallengeMethod) -> Result<Self, Malformed> {
        check_form(value)?;
        Ok(Self {
            method,
            value: Secret::new(value),
        })
    }

    /// Whether the challenge was made from this verifier, compared in constant time.
    #[must_use]
    pub fn is_met_by(&self, verifier: &CodeVerifier) -> bool {
        match self.method {
            CodeChallengeMethod::Plain => self.value == verifier.0,
            CodeChallengeMethod::S256 => {
                let digest = Sha256::digest(verifier.0.expose().as_bytes());
                self.value == Secret::new(URL_SAFE_NO_PAD.encode(digest))
            }
        }
    }
}

impl CodeVerifier {
    /// Checks the form.
    ///
    /// # Errors
    /// [`Malformed`] where RFC 7636 4.1 does not allow the value.
    pub fn parse(value: &str) -> Result<Self, Malformed> {
        check_form(value)?;
        Ok(Self(Secret::new(value)))
    }
}

impl Malformed {
    /// Banno's text for that fault in `parameter`.
    #[must_use]
    pub fn describe(self, parameter: &str) -> String {
        match self {
            Self::TooShort => {
                format!("{parameter} must be a string with a minimum length of 43 characters")
            }
            Self::TooLong => {
                format!("{parameter} must be a string with a maximum length of 128 characters")
            }
            Self::Characters => format!("{parameter} contains invalid characters"),
        }
    }
}

/// Lengths count UTF-16 units, as the library that Banno runs does.
fn check_form(value: &str) -> Result<(), Malformed> {
    let unreserved = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    match value.encode_utf16().count() {
        ..43 => Err(Malformed::TooShort),
        129.. => Err(Malformed::TooLong),
        _ if !value.chars().all(unreserved) => Err(Malformed::Characters),
        _ => Ok(()),
    }
}
