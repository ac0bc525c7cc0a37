use jose::JwsAlg;

use crate::error::ErrorCode::{InsufficientScope, InvalidRequest, InvalidToken};
use crate::error::{WireError, token_challenge};
use crate::refusal::{DpopRefusal, PresentedRefusal, Reason};
use crate::scope::{OPENID, ScopeSet};

/// Why a bearer token is refused (RFC 6750 3.1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserinfoRefusal {
    /// The access token's own lifetime is over.
    #[error("access token is expired")]
    AccessTokenExpired,
    /// The signature is good for no token of this issuer, or the token is not one.
    #[error("access token is not one of this issuer's")]
    AccessTokenInvalid,
    /// The token was never issued here, or is long gone.
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
    /// RFC 9449 7.1: tokens that come with a proof come in the header.
    #[error("a proof, and the access token is not in the header")]
    DpopTokenNotInHeader,
    /// The grant's own lifetime is over.
    #[error("grant is expired")]
    GrantExpired,
    /// The grant was revoked.
    #[error("grant not found")]
    GrantNotFound,
    /// RFC 6750 3.1.
    #[error("no access token provided")]
    Missing,
    /// OIDC Core 5.3: the token was issued without `openid`.
    #[error("access token missing openid scope")]
    OpenidScopeMissing,
    /// Fetch, CORS protocol: the script's origin is not one of the client's.
    #[error("origin {origin} not allowed for the client")]
    OriginNotAllowed {
        /// The `Origin` header.
        origin: String,
        /// The client.
        client_id: String,
    },
    /// RFC 6749 3.1.
    #[error("repeated {}", .0.join(", "))]
    ParameterRepeated(Vec<&'static str>),
    /// RFC 6750 2.3: tokens do not belong in a query.
    #[error("access token in the query")]
    InQuery,
    /// See [`PresentedRefusal`].
    #[error(transparent)]
    Presented(#[from] PresentedRefusal),
    /// OIDC Core 11: the session is over, and the token was not for offline access.
    #[error("session has ended")]
    SessionEnded,
    /// More scope was asked for than the token has.
    #[error("access token missing requested scope {0}")]
    ScopeMissing(ScopeSet),
    /// RFC 6750 2: more than one method in a request.
    #[error("more than one access token mechanism")]
    SeveralMechanisms,
}

impl UserinfoRefusal {
    /// What the client is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        let description = match self {
            Self::AccessTokenExpired
            | Self::AccessTokenInvalid
            | Self::AccessTokenNotFound
            | Self::AccountNotFound
            | Self::ClientNotFound
            | Self::DpopKeyMismatch
            | Self::DpopReplayed
            | Self::GrantExpired
            | Self::GrantNotFound
            | Self::SessionEnded => {
                return WireError::new(InvalidToken, "invalid token provided");
            }
            Self::OpenidScopeMissing => {
                return WireError::new(InsufficientScope, "access token missing openid scope")
                    .with_scope(OPENID);
            }
            Self::ScopeMissing(missing) => {
                return WireError::new(InsufficientScope, "access token missing requested scope")
                    .with_scope(missing.to_string());
            }
            Self::ParameterRepeated(names) => return WireError::repeated(names),
            Self::OriginNotAllowed { origin, client_id } => {
                return WireError::new(
                    InvalidRequest,
                    format!("origin {origin} not allowed for client: {client_id}"),
                );
            }
            Self::Dpop(refusal) => return refusal.wire(),
            Self::DpopTokenNotInHeader => {
                "`DPoP` tokens must be provided via an authorization header"
            }
            Self::InQuery => "access tokens must not be provided via query parameter",
            Self::Missing => "no access token provided",
            Self::Presented(refusal) => refusal.description(),
            Self::SeveralMechanisms => "access token must only be provided using one mechanism",
        };
        WireError::new(InvalidRequest, description)
    }

    /// The `WWW-Authenticate` challenge: without any token only the realm (RFC 6750 3), and of the
    /// scheme that the client tried to speak, or that its token is `bound` to (RFC 9449 7.1), with
    /// what proofs may be signed with.
    #[must_use]
    pub fn challenge(&self, issuer: &str, bound: bool, algs: &[JwsAlg]) -> String {
        let wire = self.wire();
        let told = (*self != Self::Missing).then_some(&wire);
        let of_dpop = match self {
            Self::Dpop(_) | Self::DpopTokenNotInHeader => true,
            Self::Presented(refusal) => refusal.is_of_dpop(),
            _ => bound,
        };
        token_challenge(of_dpop, issuer, algs, told)
    }
}

impl Reason for UserinfoRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::AccessTokenExpired => "access tokens live ten minutes: refresh, then ask again",
            Self::AccessTokenInvalid | Self::AccessTokenNotFound => {
                "send the access_token of the last token response unchanged, not the ID token; tokens \
                 do not outlive a restart"
            }
            Self::SessionEnded => {
                "the user has signed out; sign in anew, or ask for an offline scope"
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
            Self::DpopTokenNotInHeader => "send the header `Authorization: DPoP ` and the token",
            Self::Presented(refusal) => return refusal.hint(),
            Self::InQuery | Self::Missing => {
                "send the header `Authorization: Bearer ` and the token"
            }
            Self::OpenidScopeMissing => "ask for the scope openid at login",
            Self::OriginNotAllowed { .. } => {
                "scripts may ask from the origins of the client's own redirect URIs (policy `cors`)"
            }
            _ => return None,
        })
    }
}
