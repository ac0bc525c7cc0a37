use super::callback::described;
use super::{Fault, HttpError};

/// Why the token endpoint's answer is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// No answer came.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// OIDC Core 3.1.3.3: an authentication request is answered with an ID token.
    #[error("the token response lacks an ID token")]
    IdTokenMissing,
    /// RFC 6749 5.1: the answer has the required members, of the right types.
    #[error("the token response cannot be read: {0}")]
    Malformed(String),
    /// RFC 6749 5.1: the answer is JSON.
    #[error("the token response is not JSON")]
    NotJson,
    /// RFC 6749 5.2: the provider refused the code, the refresh token or the client.
    #[error("the token request was refused: {error}{}", described(description.as_deref()))]
    Refused {
        /// The error code.
        error: String,
        /// What the provider says about it.
        description: Option<String>,
    },
    /// RFC 6749 5: a status that the token endpoint does not have.
    #[error("the token endpoint answers {status}")]
    Status {
        /// The status.
        status: u16,
    },
    /// OIDC Core 3.1.3.3: `token_type` is Bearer.
    #[error("the token type `{received}` is not Bearer")]
    TokenType {
        /// The type in the answer.
        received: String,
    },
}

impl TokenError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Http(error) => error.name(),
            Self::IdTokenMissing => "id-token-missing",
            Self::Malformed(_) => "token-response-malformed",
            Self::NotJson => "token-response-not-json",
            Self::Refused { .. } => "token-refused",
            Self::Status { .. } => "token-status",
            Self::TokenType { .. } => "token-type",
        }
    }

    /// Whose fault it is.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::Http(error) => error.fault(),
            // A code or refresh token that is used up, too old or withdrawn.
            Self::Refused { error, .. } if error == "invalid_grant" => Fault::Request,
            Self::Refused { .. } => Fault::Configuration,
            _ => Fault::Provider,
        }
    }

    /// Whether the grant behind a refresh token is gone for good.
    #[must_use]
    pub fn is_invalid_grant(&self) -> bool {
        matches!(self, Self::Refused { error, .. } if error == "invalid_grant")
    }
}
