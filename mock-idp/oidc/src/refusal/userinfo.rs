use crate::error::ErrorCode::{InsufficientScope, InvalidRequest, InvalidToken};
use crate::error::{WireError, challenge};
use crate::refusal::Reason;
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
    /// RFC 6750 2.1: not a scheme, a space and a token.
    #[error("authorization header is not a scheme and a token")]
    HeaderMalformed,
    /// RFC 9449 7.1: the `DPoP` scheme without its proof.
    #[error("DPoP scheme without a proof")]
    DpopProofMissing,
    /// The client behind the grant is gone.
    #[error("associated client not found")]
    ClientNotFound,
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
    /// RFC 6750 2.1.
    #[error("authorization header scheme is not Bearer")]
    SchemeNotBearer,
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
            Self::DpopProofMissing => "`DPoP` header not provided",
            Self::HeaderMalformed => "invalid authorization header value format",
            Self::InQuery => "access tokens must not be provided via query parameter",
            Self::Missing => "no access token provided",
            Self::SchemeNotBearer => "authorization header scheme must be `Bearer`",
            Self::SeveralMechanisms => "access token must only be provided using one mechanism",
        };
        WireError::new(InvalidRequest, description)
    }

    /// The `WWW-Authenticate` challenge: without any token only the realm (RFC 6750 3), and of the
    /// scheme that the client tried to speak (RFC 9449 7.1).
    #[must_use]
    pub fn challenge(&self, issuer: &str) -> String {
        let wire = self.wire();
        let told = (*self != Self::Missing).then_some(&wire);
        match self {
            Self::DpopProofMissing => {
                format!("{}, algs=\"{DPOP_ALGS}\"", challenge("DPoP", issuer, told))
            }
            _ => challenge("Bearer", issuer, told),
        }
    }
}

/// What Banno takes for the signature of a proof (RFC 9449 7.1).
const DPOP_ALGS: &str = "PS256 PS384 ES256 ES256K ES384 ES512 EdDSA";

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
            Self::InQuery | Self::Missing | Self::SchemeNotBearer | Self::HeaderMalformed => {
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
