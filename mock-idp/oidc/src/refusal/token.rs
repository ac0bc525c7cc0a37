use crate::error::ErrorCode::{
    InvalidGrant, InvalidRequest, InvalidScope, InvalidTarget, UnsupportedGrantType,
};
use crate::error::{WireError, plural};
use crate::pkce::Malformed;
use crate::refusal::{ClientAuthRefusal, DpopRefusal, ExchangeRefusal, Reason};
use crate::scope::ScopeSet;

/// Why a token request is refused (RFC 6749 5.2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// The user behind the grant is gone.
    #[error("referenced account not found")]
    AccountNotFound,
    /// RFC 6749 4.1.2: a code is used once; its replay ends the grant.
    #[error("authorization code already consumed")]
    AuthorizationCodeConsumed,
    /// RFC 6749 4.1.2.
    #[error("authorization code is expired")]
    AuthorizationCodeExpired,
    /// The code was never issued, or is long gone.
    #[error("authorization code not found")]
    AuthorizationCodeNotFound,
    /// See [`ClientAuthRefusal`].
    #[error(transparent)]
    ClientAuth(#[from] ClientAuthRefusal),
    /// RFC 6749 4.1.3 and 6: issued to another client.
    #[error("client mismatch")]
    ClientMismatch,
    /// RFC 7636 4.1.
    #[error("code_verifier is malformed")]
    CodeVerifierMalformed(Malformed),
    /// See [`DpopRefusal`].
    #[error(transparent)]
    Dpop(#[from] DpopRefusal),
    /// RFC 9449 10: the proof is not of the key that the authorization request has named.
    #[error("DPoP proof key thumbprint does not match dpop_jkt")]
    DpopJktMismatch,
    /// RFC 9449 5: the refresh token is bound to another key.
    #[error("failed jkt verification")]
    DpopKeyMismatch,
    /// RFC 9449 5.2 and 10: the client, or the code, needs a proof.
    #[error("DPoP proof JWT not provided")]
    DpopProofMissing,
    /// RFC 9449 11.1.
    #[error("DPoP proof JWT Replay detected")]
    DpopReplayed,
    /// See [`ExchangeRefusal`].
    #[error(transparent)]
    Exchange(#[from] ExchangeRefusal),
    /// The grant's own lifetime is over.
    #[error("grant is expired")]
    GrantExpired,
    /// The grant was revoked.
    #[error("grant not found")]
    GrantNotFound,
    /// The client is not registered for the grant type.
    #[error("grant type not allowed for the client")]
    GrantTypeNotAllowed,
    /// RFC 6749 5.2.
    #[error("grant type not supported")]
    GrantTypeUnsupported,
    /// RFC 6749 3.2.
    #[error("missing {}", .0.join(", "))]
    ParameterMissing(Vec<&'static str>),
    /// RFC 6749 3.2.
    #[error("repeated {}", .0.join(", "))]
    ParameterRepeated(Vec<&'static str>),
    /// RFC 7636 4.6: the verifier is missing, unexpected or wrong.
    #[error("PKCE verification failed")]
    PkceVerificationFailed,
    /// RFC 6749 4.1.3.
    #[error("authorization code redirect_uri mismatch")]
    RedirectUriMismatch,
    /// RFC 9700 4.14.2: reuse of a rotated token ends the grant.
    #[error("refresh token already used")]
    RefreshTokenConsumed,
    /// The refresh token's own lifetime is over.
    #[error("refresh token is expired")]
    RefreshTokenExpired,
    /// The refresh token was never issued, or is long gone.
    #[error("refresh token not found")]
    RefreshTokenNotFound,
    /// RFC 8707 2.2: an access token is for one resource.
    #[error("more than one resource")]
    ResourceSeveral,
    /// RFC 8707 2.2.
    #[error("resource is not known")]
    ResourceUnknown,
    /// OIDC Core 11: the session is over, and the code was not for offline access.
    #[error("session has ended")]
    SessionEnded,
    /// RFC 6749 6: more scope than was granted.
    #[error("refresh token missing requested scope {0}")]
    ScopeNotGranted(ScopeSet),
}

impl TokenRefusal {
    /// What the client is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        match self {
            Self::AccountNotFound
            | Self::AuthorizationCodeConsumed
            | Self::AuthorizationCodeExpired
            | Self::AuthorizationCodeNotFound
            | Self::ClientMismatch
            | Self::DpopJktMismatch
            | Self::DpopKeyMismatch
            | Self::DpopProofMissing
            | Self::DpopReplayed
            | Self::GrantExpired
            | Self::GrantNotFound
            | Self::PkceVerificationFailed
            | Self::RedirectUriMismatch
            | Self::RefreshTokenConsumed
            | Self::RefreshTokenExpired
            | Self::RefreshTokenNotFound
            | Self::SessionEnded => WireError::new(InvalidGrant, "grant request is invalid"),
            Self::ClientAuth(refusal) => refusal.wire(),
            Self::CodeVerifierMalformed(how) => {
                WireError::new(InvalidRequest, how.describe("code_verifier"))
            }
            Self::Dpop(refusal) => refusal.wire(),
            Self::Exchange(refusal) => refusal.wire(),
            Self::GrantTypeNotAllowed => WireError::new(
                InvalidRequest,
                "requested grant type is not allowed for this client",
            ),
            Self::GrantTypeUnsupported => {
                WireError::new(UnsupportedGrantType, "unsupported grant_type requested")
            }
            Self::ParameterMissing(names) => WireError::missing(names),
            Self::ParameterRepeated(names) => WireError::repeated(names),
            Self::ResourceSeveral => WireError::new(
                InvalidTarget,
                "only a single resource indicator value must be requested/resolved during Access \
                 Token Request",
            ),
            Self::ResourceUnknown => {
                WireError::new(InvalidTarget, "resource indicator is missing, or unknown")
            }
            Self::ScopeNotGranted(missing) => {
                let scope = plural("scope", missing.len());
                WireError::new(
                    InvalidScope,
                    format!("refresh token missing requested {scope}"),
                )
                .with_scope(missing.to_string())
            }
        }
    }

    /// Whether the request was a replay that ends the grant.
    #[must_use]
    pub const fn ends_grant(&self) -> bool {
        matches!(
            self,
            Self::AuthorizationCodeConsumed | Self::RefreshTokenConsumed
        )
    }
}

impl Reason for TokenRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::AccountNotFound => "the user is no longer at the institution; sign in anew",
            Self::AuthorizationCodeConsumed => {
                "redeem each code once; its second use has ended the grant with all its tokens, so \
                 sign in anew. Look for a retry, a reloaded callback page or two tabs"
            }
            Self::AuthorizationCodeExpired => "redeem the code within 60 seconds of the redirect",
            Self::AuthorizationCodeNotFound => {
                "send the `code` of the redirect unchanged, decoded once, to the institution that \
                 issued it; codes do not outlive a restart"
            }
            Self::ClientAuth(refusal) => return refusal.hint(),
            Self::ClientMismatch => {
                "use the same client_id as in the authorization request that led to it"
            }
            Self::CodeVerifierMalformed(_) => {
                "make the verifier of 43 to 128 characters of A-Z a-z 0-9 - . _ ~"
            }
            Self::Dpop(refusal) => return refusal.hint(),
            Self::DpopJktMismatch => {
                "sign the proof with the key whose thumbprint was dpop_jkt of this very login; the code is used \
                 up, so sign in anew"
            }
            Self::DpopKeyMismatch => {
                "sign the proof with the key that the refresh token of a public client is bound to: that of its \
                 first token request"
            }
            Self::DpopProofMissing => {
                "send a proof in the header `DPoP`: the client has dpop_bound_access_tokens, or the login dpop_jkt"
            }
            Self::DpopReplayed => {
                "make a new proof with a new jti for each request, retries as well"
            }
            Self::Exchange(refusal) => return refusal.hint(),
            Self::GrantExpired => "the user's consent has ended with time; sign in anew",
            Self::GrantNotFound => {
                "the grant was ended by a replay, a revocation or a logout; sign in anew"
            }
            Self::GrantTypeNotAllowed => "add the grant to `grant_types` of the client",
            Self::GrantTypeUnsupported => {
                "use authorization_code, refresh_token or token exchange (RFC 8693)"
            }
            Self::ParameterMissing(_) | Self::ParameterRepeated(_) => return None,
            Self::PkceVerificationFailed => {
                "send the code_verifier whose SHA-256, in base64url without padding, was the \
                 code_challenge of this very login"
            }
            Self::RedirectUriMismatch => {
                "send the same redirect_uri as in the authorization request, character for character"
            }
            Self::RefreshTokenConsumed => {
                "each use replaces a refresh token: keep the one of the last answer. Using an old one \
                 has ended the grant with all its tokens, so sign in anew"
            }
            Self::RefreshTokenExpired => "the user was away for too long; sign in anew",
            Self::RefreshTokenNotFound => {
                "send the refresh_token of the last token response unchanged; tokens do not outlive \
                 a restart"
            }
            Self::ResourceSeveral | Self::ResourceUnknown => {
                "leave resource out: Banno's tokens are for its own API"
            }
            Self::SessionEnded => {
                "the user has signed out before the code was redeemed; sign in anew, or ask for an \
                 offline scope"
            }
            Self::ScopeNotGranted(_) => {
                "ask for no more than the scope of the first token response"
            }
        })
    }
}
