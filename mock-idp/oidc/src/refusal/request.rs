use crate::error::ErrorCode::InvalidRequest;
use crate::error::WireError;
use crate::refusal::Reason;

/// Why a request is refused before its endpoint looks at it. Paths are relative to the issuer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefusal {
    /// RFC 6749 3.2: bodies are `application/x-www-form-urlencoded`.
    #[error("body is not a form")]
    BodyNotForm {
        /// `POST`.
        method: String,
        /// Where.
        path: String,
    },
    /// The body is too long or broke off.
    #[error("body cannot be read")]
    BodyUnreadable,
    /// No such endpoint, or not with this method.
    #[error("no such route")]
    UnknownRoute {
        /// The method.
        method: String,
        /// Where.
        path: String,
    },
}

impl RequestRefusal {
    /// What the client is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        let description = match self {
            Self::BodyNotForm { method, path } => format!(
                "only application/x-www-form-urlencoded content-type bodies are supported on \
                 {method} {path}"
            ),
            Self::BodyUnreadable => "failed to parse the request body".to_owned(),
            Self::UnknownRoute { method, path } => {
                format!("unrecognized route or not allowed method ({method} on {path})")
            }
        };
        WireError::new(InvalidRequest, description)
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::BodyNotForm { .. } | Self::BodyUnreadable => 400,
            Self::UnknownRoute { .. } => 404,
        }
    }
}

impl Reason for RequestRefusal {
    fn hint(&self) -> Option<&'static str> {
        match self {
            Self::BodyNotForm { .. } => {
                Some("send a form, with Content-Type: application/x-www-form-urlencoded")
            }
            Self::UnknownRoute { .. } => {
                Some("take the addresses of the endpoints from the discovery document")
            }
            Self::BodyUnreadable => None,
        }
    }
}
