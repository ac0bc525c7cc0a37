use crate::error::ErrorCode::{InvalidRequest, InvalidScope, InvalidTarget};
use crate::error::{WireError, plural};
use crate::refusal::Reason;
use crate::scope::ScopeSet;

/// Why a token exchange is refused (RFC 8693 2.2.2). Who may exchange what at Banno is not published: all of this is
/// our assumption.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeRefusal {
    /// RFC 8693 2.1: nobody acts for anybody here.
    #[error("actor tokens are not taken")]
    Actor,
    /// RFC 8693 2.1.
    #[error("requested_token_type is not that of access tokens")]
    RequestedType,
    /// RFC 6749 6, which RFC 8693 2.1 follows: no more than the subject token has.
    #[error("subject token missing requested scope {0}")]
    ScopeNotGranted(ScopeSet),
    /// RFC 8693 2.2.2: a token that opens nothing any more, is another client's, or bound to a key that was not proven.
    #[error("subject_token: {0}")]
    Subject(SubjectRefusal),
    /// RFC 8693 2.1.
    #[error("subject_token_type is not that of access tokens")]
    SubjectType,
    /// RFC 8693 2.1, RFC 8707 2.
    #[error("{0} is not the Consumer API")]
    Target(&'static str),
}

/// What is wrong with a subject token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubjectRefusal {
    /// Its lifetime is over, its grant or the user's session has ended, or the user is gone.
    #[error("no longer good")]
    NotLive,
    /// It is bound to a key, and the proof is of another one or missing (RFC 9449 6).
    #[error("bound to a key that was not proven")]
    NotProven,
    /// It was issued to another client.
    #[error("of another client")]
    OtherClient,
    /// It was never issued here, was revoked, or is long gone.
    #[error("not an access token of this issuer")]
    Unknown,
}

impl ExchangeRefusal {
    /// What the client is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        let description = match self {
            Self::Actor => "actor_token is not supported",
            Self::RequestedType => "unsupported requested_token_type requested",
            Self::ScopeNotGranted(missing) => {
                let scope = plural("scope", missing.len());
                let told = format!("subject token missing requested {scope}");
                return WireError::new(InvalidScope, told).with_scope(missing.to_string());
            }
            Self::Subject(_) => "subject_token is invalid",
            Self::SubjectType => "unsupported subject_token_type provided",
            Self::Target(_) => {
                let told = "resource indicator is missing, or unknown";
                return WireError::new(InvalidTarget, told);
            }
        };
        WireError::new(InvalidRequest, description)
    }
}

impl Reason for ExchangeRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Actor => "leave actor_token and actor_token_type out",
            Self::RequestedType => {
                "leave requested_token_type out, or send urn:ietf:params:oauth:token-type:access_token"
            }
            Self::ScopeNotGranted(_) => "ask for no more than the scope of the subject token",
            Self::Subject(_) => {
                "send an access token that this client has got and that is still good; a bound one \
                 together with a proof of its key"
            }
            Self::SubjectType => "send urn:ietf:params:oauth:token-type:access_token",
            Self::Target(_) => {
                "leave resource and audience out: Banno's tokens are for its own API"
            }
        })
    }
}
