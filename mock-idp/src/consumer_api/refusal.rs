use actix_web::http::StatusCode;
use bank::{PageRefusal, VersionAhead};
use oidc::refusal::Reason;

use crate::admin::AdminError;
use crate::http::JsonRefusal;
use crate::provider::resource::Refused;

/// Why a request to the Consumer API is refused: its `Display` is the true reason, its status all that the
/// wire tells.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The body is not what the endpoint takes.
    #[error(transparent)]
    Body(#[from] BodyRefusal),
    /// The body is not JSON at all.
    #[error(transparent)]
    Json(#[from] JsonRefusal),
    /// No such method at that path.
    #[error("{method} is no method of this path")]
    Method {
        /// What was sent.
        method: String,
    },
    /// Nothing of that id is the user's.
    #[error("the user has no {word} of that id")]
    NotFound {
        /// What was looked for.
        word: &'static str,
    },
    /// The token is somebody else's than the data.
    #[error("the token is for another user than the one in the path")]
    OtherUser,
    /// Of the transactions' query.
    #[error(transparent)]
    Page(#[from] PageRefusal),
    /// No such path.
    #[error("nothing is served at this path")]
    Path,
    /// The provider itself has failed.
    #[error("the profile cannot be changed: {0}")]
    Profile(#[from] AdminError),
    /// Not a number.
    #[error("sinceVersion `{0}` is not a whole number from 0")]
    SinceVersion(String),
    /// Of the token.
    #[error(transparent)]
    Token(#[from] Refused),
    /// Of a task.
    #[error(transparent)]
    VersionAhead(#[from] VersionAhead),
}

/// Why a body is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyRefusal {
    /// What it should hold is missing or of another kind.
    #[error("email is not a text with an @")]
    Email,
    /// A member that cannot be changed here.
    #[error("the body has another member than preferredName")]
    Member,
    /// What it should hold is missing or of another kind.
    #[error("preferredName is neither a text nor null")]
    PreferredName,
}

impl Refusal {
    /// The status of the answer. That 401 is for the token, 403 for scope and user and 404 for ids is what
    /// is known; 400 for queries and bodies follows `sinceVersion`, and 405 is an assumption.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Token(refused) if refused.refusal.is_of_scope() => StatusCode::FORBIDDEN,
            Self::Token(_) => StatusCode::UNAUTHORIZED,
            Self::OtherUser => StatusCode::FORBIDDEN,
            Self::NotFound { .. } | Self::Path => StatusCode::NOT_FOUND,
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Profile(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Body(_)
            | Self::Json(_)
            | Self::Page(_)
            | Self::SinceVersion(_)
            | Self::VersionAhead(_) => StatusCode::BAD_REQUEST,
        }
    }
}

impl Reason for Refusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Token(refused) => return refused.refusal.hint(),
            Self::OtherUser => "the {userId} in the path is the `sub` of the ID token",
            Self::Json(JsonRefusal::NotJson) => "send Content-Type: application/json",
            Self::Page(PageRefusal::UpdatedSinceWith(_)) => {
                "ask by updatedSince alone, or by since and until"
            }
            Self::VersionAhead(_) => "send the version of the last answer about this task",
            _ => return None,
        })
    }
}
