use crate::error::ErrorCode::{InvalidClient, InvalidRequest};
use crate::error::WireError;
use crate::refusal::Reason;

/// Why a logout is refused (RP-Initiated Logout 4).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndSessionRefusal {
    /// The client is not known.
    #[error("client not found")]
    ClientNotFound,
    /// The browser does not hold the cookie of a logout that waits, or took too long.
    #[error("logout cookie missing or of a logout that is over")]
    DetailsNotFound,
    /// The form does not carry the value that its page has been given.
    #[error("form token missing or wrong")]
    FormTokenMismatch,
    /// RP-Initiated Logout 2: `client_id` must be the hint's audience.
    #[error("client_id is not the audience of id_token_hint")]
    HintClientMismatch,
    /// The audience of the hint is not a client.
    #[error("audience of id_token_hint is not a client")]
    HintClientUnknown,
    /// RP-Initiated Logout 2: the hint must be an ID token of this issuer.
    #[error("id_token_hint not valid: {0}")]
    HintInvalid(&'static str),
    /// RP-Initiated Logout 2.
    #[error("id_token_hint is not a JWT")]
    HintUndecodable,
    /// RFC 6749 3.1, for parameters of the logout.
    #[error("repeated {}", .0.join(", "))]
    ParameterRepeated(Vec<&'static str>),
    /// RP-Initiated Logout 3.
    #[error("post_logout_redirect_uri not registered")]
    RedirectUriNotRegistered,
}

impl EndSessionRefusal {
    /// What the user is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        let (code, description) = match self {
            Self::ClientNotFound => (InvalidClient, "client is invalid"),
            Self::DetailsNotFound => (InvalidRequest, "could not find logout details"),
            Self::FormTokenMismatch => (InvalidRequest, "xsrf token invalid"),
            Self::HintClientMismatch => (
                InvalidRequest,
                "client_id does not match the provided id_token_hint",
            ),
            Self::HintClientUnknown => (InvalidClient, "unrecognized id_token_hint audience"),
            Self::HintInvalid(_) => (InvalidRequest, "could not validate id_token_hint"),
            Self::HintUndecodable => (InvalidRequest, "could not decode id_token_hint"),
            Self::ParameterRepeated(names) => return WireError::repeated(names),
            Self::RedirectUriNotRegistered => {
                (InvalidRequest, "post_logout_redirect_uri not registered")
            }
        };
        WireError::new(code, description)
    }
}

impl Reason for EndSessionRefusal {
    fn hint(&self) -> Option<&'static str> {
        match self {
            Self::RedirectUriNotRegistered => {
                Some("add it to `post_logout_redirect_uris` of the client, character for character")
            }
            Self::HintInvalid(_) => Some("send the ID token of this client's last login"),
            Self::DetailsNotFound => Some("begin at the provider's /logout, in the same browser"),
            _ => None,
        }
    }
}
