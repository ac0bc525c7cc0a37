use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::CodeVerifier;

/// The code challenge that goes with a code verifier: always S256 (RFC 7636 4.2), since Banno
/// refuses `plain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// The value of `code_challenge_method` (RFC 7636 4.3).
    pub const METHOD: &str = "S256";

    /// Computes the challenge: base64url of the verifier's SHA-256.
    #[must_use]
    pub fn of(verifier: &CodeVerifier) -> Self {
        let digest = digest(&SHA256, verifier.expose().as_bytes());
        Self(URL_SAFE_NO_PAD.encode(digest))
    }

    /// The value of `code_challenge`; it is no secret.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
