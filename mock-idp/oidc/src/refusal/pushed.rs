use crate::error::ErrorCode::{InvalidRedirectUri, InvalidRequest};
use crate::error::WireError;
use crate::refusal::{AuthorizationRefusal, ClientAuthRefusal, DpopRefusal, Reason};

/// Why a pushed authorization request is refused (RFC 9126 2.3).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushedRequestRefusal {
    /// See [`ClientAuthRefusal`].
    #[error(transparent)]
    ClientAuth(#[from] ClientAuthRefusal),
    /// See [`DpopRefusal`].
    #[error(transparent)]
    Dpop(#[from] DpopRefusal),
    /// RFC 9449 10.1: the proof is not of the key that `dpop_jkt` names.
    #[error("DPoP proof key thumbprint does not match dpop_jkt")]
    DpopJktMismatch,
    /// RFC 9449 11.1.
    #[error("DPoP proof JWT Replay detected")]
    DpopReplayed,
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
            Self::Dpop(refusal) => refusal.wire(),
            // These two have their reasons for texts.
            Self::DpopJktMismatch | Self::DpopReplayed => {
                WireError::new(InvalidRequest, self.to_string())
            }
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
            Self::Dpop(refusal) => refusal.hint(),
            Self::DpopJktMismatch => {
                Some("leave dpop_jkt out where a proof comes with the request")
            }
            Self::DpopReplayed => {
                Some("make a new proof with a new jti for each request, retries as well")
            }
            Self::Request(refusal) => refusal.hint(),
        }
    }
}
