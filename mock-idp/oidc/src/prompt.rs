//! The `prompt` parameter (OIDC Core 3.1.2.1).

use serde::{Deserialize, Serialize};

use crate::refusal::AuthorizationRefusal;

/// What the client wants the user to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// No page at all.
    pub none: bool,
    /// The login page, signed in or not.
    pub login: bool,
    /// The consent page, consented or not.
    pub consent: bool,
}

impl Prompt {
    /// Reads the parameter.
    ///
    /// # Errors
    /// [`AuthorizationRefusal::PromptUnsupported`] and [`AuthorizationRefusal::PromptNoneNotAlone`].
    pub fn parse(prompt: Option<&str>) -> Result<Self, AuthorizationRefusal> {
        let mut parsed = Self::default();
        for value in prompt.into_iter().flat_map(|prompt| prompt.split(' ')) {
            match value {
                "none" => parsed.none = true,
                "login" => parsed.login = true,
                "consent" => parsed.consent = true,
                _ => return Err(AuthorizationRefusal::PromptUnsupported),
            }
        }
        if parsed.none && (parsed.login || parsed.consent) {
            return Err(AuthorizationRefusal::PromptNoneNotAlone);
        }
        Ok(parsed)
    }
}
