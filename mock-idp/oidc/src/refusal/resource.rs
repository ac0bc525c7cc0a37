use jose::JwsAlg;

use super::{DpopRefusal, PresentedRefusal, Reason};
use crate::error::ErrorCode::{InsufficientScope, InvalidDpopProof, InvalidRequest, InvalidToken};
use crate::error::{WireError, token_challenge};

/// Why a bearer token does not open a resource (RFC 6750 3.1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResourceRefusal {
    /// The access token's own lifetime is over.
    #[error("access token is expired")]
    AccessTokenExpired,
    /// The signature is good for no token of this issuer, or the token is not one.
    #[error("access token is not one of this issuer's")]
    AccessTokenInvalid,
    /// The token was never issued here, was revoked, or is long gone.
    #[error("access token not found")]
    AccessTokenNotFound,
    /// The user behind the grant is gone.
    #[error("associated account not found")]
    AccountNotFound,
    /// The client behind the grant is gone.
    #[error("associated client not found")]
    ClientNotFound,
    /// See [`DpopRefusal`].
    #[error(transparent)]
    Dpop(#[from] DpopRefusal),
    /// RFC 9449 7.1: the token is bound to another key than the proof's, or came without a proof.
    #[error("failed jkt verification")]
    DpopKeyMismatch,
    /// RFC 9449 11.1.
    #[error("DPoP proof JWT Replay detected")]
    DpopReplayed,
    /// The grant's own lifetime is over.
    #[error("grant is expired")]
    GrantExpired,
    /// The grant was revoked.
    #[error("grant not found")]
    GrantNotFound,
    /// RFC 6750 3.1.
    #[error("no access token provided")]
    Missing,
    /// See [`PresentedRefusal`].
    #[error(transparent)]
    Presented(#[from] PresentedRefusal),
    /// The token was issued without any of these scopes.
    #[error("scope {} missing", .0.join(" or "))]
    ScopeMissing(&'static [&'static str]),
    /// OIDC Core 11: the session is over, and the token was not for offline access.
    #[error("session has ended")]
    SessionEnded,
}

impl ResourceRefusal {
    /// Whether the token is good and only not for this.
    #[must_use]
    pub const fn is_of_scope(&self) -> bool {
        matches!(self, Self::ScopeMissing(_))
    }

    /// The `WWW-Authenticate` challenge: without any token only the realm (RFC 6750 3), and of the scheme that
    /// the client tried to speak, or that its token is `bound` to (RFC 9449 7.1), with
    /// what proofs may be signed with.
    #[must_use]
    pub fn challenge(&self, realm: &str, bound: bool, algs: &[JwsAlg]) -> String {
        let of_dpop = match self {
            Self::Dpop(_) => true,
            Self::Presented(refusal) => refusal.is_of_dpop(),
            _ => bound,
        };
        let told = match self {
            Self::Missing => None,
            Self::Dpop(_) => Some(WireError::bare(InvalidDpopProof)),
            Self::Presented(_) => Some(WireError::bare(InvalidRequest)),
            Self::ScopeMissing(scopes) => {
                Some(WireError::bare(InsufficientScope).with_scope(scopes.join(" ")))
            }
            _ => Some(WireError::bare(InvalidToken)),
        };
        token_challenge(of_dpop, realm, algs, told.as_ref())
    }
}

impl Reason for ResourceRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::AccessTokenExpired => "access tokens live ten minutes: refresh, then ask again",
            Self::AccessTokenInvalid | Self::AccessTokenNotFound => {
                "send the access_token of the last token response unchanged, not the ID token; tokens \
                 do not outlive a restart"
            }
            Self::AccountNotFound | Self::ClientNotFound => {
                "the institution's users or clients have changed; sign in anew"
            }
            Self::GrantExpired | Self::GrantNotFound => {
                "the grant was ended by a replay, a revocation, a logout or time; sign in anew"
            }
            Self::Dpop(refusal) => return refusal.hint(),
            Self::DpopKeyMismatch => {
                "the token is bound to a key: send it with the scheme DPoP and a proof of that key"
            }
            Self::DpopReplayed => {
                "make a new proof with a new jti for each request, retries as well"
            }
            Self::Presented(refusal) => return refusal.hint(),
            Self::Missing => "send the header `Authorization: Bearer ` and the token",
            Self::ScopeMissing(_) => {
                "ask for the scope at login, and look at the scope of the token response: the client may \
                 not have it enabled, or the user may have declined it"
            }
            Self::SessionEnded => {
                "the user has signed out; sign in anew, or ask for an offline scope"
            }
        })
    }
}
