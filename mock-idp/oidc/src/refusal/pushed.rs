use crate::error::ErrorCode::{InvalidRedirectUri, InvalidRequest};
use crate::error::WireError;
use crate::refusal::{AuthorizationRefusal, ClientAuthRefusal, Reason};

/// Why a pushed authorization request is refused (RFC 9126 2.3).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushedRequestRefusal {
    /// See [`ClientAuthRefusal`].
    #[error(transparent)]
    ClientAuth(#[from] ClientAuthRefusal),
    /// The authorization endpoint would have refused it.
    #[error(transparent)]
    Request(#[from] AuthorizationRefusal),
}

impl PushedRequestRefusal {
    /// What the client is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        let wire = match self {
            Self::ClientAuth(refusal) => refusal.wire(),
            Self::Request(refusal) => refusal.wire(),
        };
        match wire.code {
            // A code for pages, which nobody has registered for this endpoint.
            InvalidRedirectUri => WireError {
                code: InvalidRequest,
                ..wire
            },
            _ => wire,
        }
    }
}

impl Reason for PushedRequestRefusal {
    fn hint(&self) -> Option<&'static str> {
        match self {
            Self::ClientAuth(refusal) => refusal.hint(),
            Self::Request(refusal) => refusal.hint(),
        }
    }
}
