use crate::error::ErrorCode::{InvalidClient, InvalidRequest};
use crate::error::WireError;

/// Why a client is not authenticated (RFC 6749 2.3 and 5.2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientAuthRefusal {
    /// RFC 6749 2.3.1: not `Basic` followed by base64 with a colon in it.
    #[error("authorization header is not Basic credentials")]
    BasicMalformed,
    /// RFC 6749 2.3.1: id and secret are form-urlencoded inside the header.
    #[error("credentials in the authorization header are not form-urlencoded")]
    BasicNotEncoded,
    /// RFC 6749 2.3.1: a header without a secret.
    #[error("authorization header has no secret")]
    BasicWithoutSecret,
    /// The client is not known.
    #[error("client not found")]
    ClientNotFound,
    /// The header names one client and the body another.
    #[error("client_id in body and header differ")]
    IdsDiffer,
    /// The secret is not the client's.
    #[error("invalid secret provided")]
    InvalidSecret,
    /// A public client sent a secret, or a confidential one none.
    #[error(
        "the provided authentication mechanism does not match the registered client \
         authentication method"
    )]
    MethodMismatch,
    /// Nobody said who is asking.
    #[error("no client authentication provided")]
    Missing,
    /// Fetch, CORS protocol: the script's origin is not one of the client's.
    #[error("origin {origin} not allowed for the client")]
    OriginNotAllowed {
        /// The `Origin` header.
        origin: String,
        /// The client.
        client_id: String,
    },
    /// RFC 6749 2.3: more than one method in a request.
    #[error("more than one client authentication mechanism")]
    SeveralMechanisms,
}

impl ClientAuthRefusal {
    /// What the client is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        let description = match self {
            Self::ClientNotFound | Self::InvalidSecret | Self::MethodMismatch => {
                return WireError::new(InvalidClient, "client authentication failed");
            }
            Self::BasicMalformed => "invalid authorization header value format",
            Self::BasicNotEncoded => {
                "client_id and client_secret in the authorization header are not properly encoded"
            }
            Self::BasicWithoutSecret => {
                "client_secret must be provided in the Authorization header"
            }
            Self::IdsDiffer => "mismatch in body and authorization client ids",
            Self::Missing => "no client authentication mechanism provided",
            Self::OriginNotAllowed { origin, client_id } => {
                return WireError::new(
                    InvalidRequest,
                    format!("origin {origin} not allowed for client: {client_id}"),
                );
            }
            Self::SeveralMechanisms => {
                "client authentication must only be provided using one mechanism"
            }
        };
        WireError::new(InvalidRequest, description)
    }
}
