use crate::error::ErrorCode::InvalidRequest;
use crate::error::WireError;
use crate::refusal::{ClientAuthRefusal, Reason};

/// Why a question about a token, or the wish to end one, is refused (RFC 7662 2.3, RFC 7009 2.2.1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenQueryRefusal {
    /// See [`ClientAuthRefusal`].
    #[error(transparent)]
    ClientAuth(#[from] ClientAuthRefusal),
    /// RFC 7009 2.1: only its own client may end a token.
    #[error("token of another client")]
    ClientMismatch,
    /// RFC 6749 3.2.
    #[error("missing {}", .0.join(", "))]
    ParameterMissing(Vec<&'static str>),
    /// RFC 6749 3.2.
    #[error("repeated {}", .0.join(", "))]
    ParameterRepeated(Vec<&'static str>),
}

/// Why a token is not active, which the answer does not tell (RFC 7662 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Inactive {
    /// A refresh token that has been replaced.
    #[error("refresh token already used")]
    Consumed,
    /// Its own lifetime is over.
    #[error("token is expired")]
    Expired,
    /// The grant's own lifetime is over.
    #[error("grant is expired")]
    GrantExpired,
    /// The grant was revoked.
    #[error("grant not found")]
    GrantNotFound,
    /// A public client asks about a token of another client.
    #[error("token of another client, and the caller is public")]
    NotForPublicClient,
    /// OIDC Core 11: the session is over, and the token was not for offline access.
    #[error("session has ended")]
    SessionEnded,
    /// No such token was issued, or it was revoked.
    #[error("token not found")]
    NotFound,
}

impl TokenQueryRefusal {
    /// What kept the client from being authenticated, if that was it.
    #[must_use]
    pub const fn client_auth(&self) -> Option<&ClientAuthRefusal> {
        match self {
            Self::ClientAuth(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// What the client is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        match self {
            Self::ClientAuth(refusal) => refusal.wire(),
            Self::ClientMismatch => {
                WireError::new(InvalidRequest, "this token does not belong to you")
            }
            Self::ParameterMissing(names) => WireError::missing(names),
            Self::ParameterRepeated(names) => WireError::repeated(names),
        }
    }
}

impl Reason for TokenQueryRefusal {
    fn hint(&self) -> Option<&'static str> {
        match self {
            Self::ClientAuth(refusal) => refusal.hint(),
            Self::ClientMismatch => {
                Some("only the client that a token was issued to may revoke it")
            }
            Self::ParameterMissing(_) | Self::ParameterRepeated(_) => None,
        }
    }
}

impl Reason for Inactive {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Consumed => "a refresh token is good until it is replaced: ask about the newest",
            Self::Expired => "refresh before you ask, or sign in anew",
            Self::GrantExpired => "the user's consent has ended with time; sign in anew",
            Self::GrantNotFound => {
                "the grant was ended by a replay, a revocation or a logout; sign in anew"
            }
            Self::SessionEnded => {
                "the user has signed out; sign in anew, or ask for an offline scope"
            }
            Self::NotForPublicClient => "ask with a client that has a secret",
            Self::NotFound => "send the token unchanged; tokens do not outlive a restart",
        })
    }
}
