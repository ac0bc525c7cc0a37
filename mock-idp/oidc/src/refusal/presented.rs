use crate::refusal::Reason;

/// Why the way in which an access token comes is refused (RFC 6750 2.1, RFC 9449 7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PresentedRefusal {
    /// RFC 6750 2.1: not a scheme, a space and a token.
    #[error("authorization header is not a scheme and a token")]
    HeaderMalformed,
    /// RFC 9449 7.1: the `DPoP` scheme without its proof.
    #[error("DPoP scheme without a proof")]
    ProofMissing,
    /// RFC 6750 2.1.
    #[error("authorization header scheme is not Bearer")]
    SchemeNotBearer,
    /// RFC 9449 7.1: a proof comes with the `DPoP` scheme.
    #[error("a proof, and authorization header scheme is not DPoP")]
    SchemeNotDpop,
}

impl PresentedRefusal {
    /// Banno's text.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::HeaderMalformed => "invalid authorization header value format",
            Self::ProofMissing => "`DPoP` header not provided",
            Self::SchemeNotBearer => "authorization header scheme must be `Bearer`",
            Self::SchemeNotDpop => "authorization header scheme must be `DPoP` when DPoP is used",
        }
    }

    /// Whether the client has tried to prove a key.
    #[must_use]
    pub const fn is_of_dpop(self) -> bool {
        matches!(self, Self::ProofMissing | Self::SchemeNotDpop)
    }
}

impl Reason for PresentedRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::HeaderMalformed => {
                "send the header `Authorization` with a scheme (Bearer, or DPoP with a proof), a blank and the token"
            }
            Self::SchemeNotBearer => "send the header `Authorization: Bearer ` and the token",
            Self::ProofMissing => {
                "send a proof in the header `DPoP`, or the scheme Bearer for a token that is not bound"
            }
            Self::SchemeNotDpop => "send the header `Authorization: DPoP ` and the token",
        })
    }
}
