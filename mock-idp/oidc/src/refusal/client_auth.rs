use crate::error::ErrorCode::{InvalidClient, InvalidRequest};
use crate::error::WireError;
use crate::newcomer::NotRegistered;
use crate::refusal::{AssertionRefusal, Reason};

/// Why a client is not authenticated (RFC 6749 2.3 and 5.2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientAuthRefusal {
    /// See [`AssertionRefusal`].
    #[error(transparent)]
    Assertion(#[from] AssertionRefusal),
    /// RFC 7523 3: not a JWT.
    #[error("client_assertion is not a JWT")]
    AssertionMalformed,
    /// RFC 7523 3: `sub` is the client.
    #[error("sub of client_assertion is not client_id")]
    AssertionSubjectMismatch,
    /// RFC 7523 2.2.
    #[error("client_assertion_type missing")]
    AssertionTypeMissing,
    /// RFC 7523 2.2.
    #[error("client_assertion_type not known")]
    AssertionTypeUnknown,
    /// RFC 7523 3: `sub` is the client.
    #[error("client_assertion has no sub")]
    AssertionWithoutSubject,
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
    /// The same at `/request`, where clients may register themselves and this one could not.
    #[error("client not found, and not registered: {0}")]
    ClientNotRegistered(NotRegistered),
    /// The header names one client and the body another.
    #[error("client_id in body and header differ")]
    IdsDiffer,
    /// The secret is not the client's.
    #[error("invalid secret provided")]
    InvalidSecret,
    /// Another method than the client is registered for: a secret, an assertion, or neither.
    #[error(
        "the provided authentication mechanism does not match the registered client \
         authentication method"
    )]
    MethodMismatch,
    /// OIDC Discovery 3: a method that the institution does not list.
    #[error("the client authentication method is not one that the institution offers")]
    MethodNotOffered,
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
    /// RFC 6749 3.2: a parameter of client authentication came twice.
    #[error("repeated {}", .0.join(", "))]
    ParameterRepeated(Vec<&'static str>),
    /// RFC 6749 2.3: more than one method in a request.
    #[error("more than one client authentication mechanism")]
    SeveralMechanisms,
}

impl ClientAuthRefusal {
    /// What the client is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        let description = match self {
            Self::Assertion(_)
            | Self::AssertionWithoutSubject
            | Self::ClientNotFound
            | Self::ClientNotRegistered(_)
            | Self::InvalidSecret
            | Self::MethodMismatch
            | Self::MethodNotOffered => {
                return WireError::new(InvalidClient, "client authentication failed");
            }
            Self::AssertionMalformed => "invalid client_assertion format",
            Self::AssertionSubjectMismatch => {
                "subject of client_assertion must be the same as client_id provided in the body"
            }
            Self::AssertionTypeMissing => "client_assertion_type must be provided",
            Self::AssertionTypeUnknown => {
                "client_assertion_type must have value \
                 urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
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
            Self::ParameterRepeated(names) => return WireError::repeated(names),
            Self::SeveralMechanisms => {
                "client authentication must only be provided using one mechanism"
            }
        };
        WireError::new(InvalidRequest, description)
    }
}

impl Reason for ClientAuthRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Assertion(refusal) => return refusal.hint(),
            Self::AssertionMalformed => "send one signed JWT in compact form",
            Self::AssertionSubjectMismatch | Self::AssertionWithoutSubject => {
                "sub of the assertion is the client_id, and client_id may be left out"
            }
            Self::AssertionTypeMissing | Self::AssertionTypeUnknown => {
                "client_assertion_type is urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            }
            Self::BasicMalformed => "send `Basic ` and the base64 of client_id:client_secret",
            Self::BasicNotEncoded => {
                "form-encode client_id and client_secret before they are joined by a colon \
                 (RFC 6749 2.3.1)"
            }
            Self::BasicWithoutSecret => {
                "a client without a secret sends client_id in the form alone"
            }
            Self::ClientNotFound => "compare client_id with `clients` of the institution",
            Self::ClientNotRegistered(_) => {
                "`allow_unknown_clients` registers whoever asks with a redirect_uri that Banno would register"
            }
            Self::IdsDiffer => {
                "send client_id in the header or in the form, not two different ones"
            }
            Self::InvalidSecret => {
                "compare the secret with `client_secret` of the client: look for blanks, a line end or \
                 another environment's secret"
            }
            Self::MethodMismatch => {
                "a confidential client sends its secret, a public one \
                 (token_endpoint_auth_method = \"none\") sends none, and one with private_key_jwt an assertion"
            }
            Self::MethodNotOffered => {
                "token_endpoint_auth_methods_supported of the metadata lists the methods that are taken"
            }
            Self::Missing => {
                "send client_id and client_secret, in the header or in the form, or an assertion"
            }
            Self::OriginNotAllowed { .. } => {
                "scripts may ask from the origins of the client's own redirect URIs (policy `cors`)"
            }
            Self::ParameterRepeated(_) => return None,
            Self::SeveralMechanisms => {
                "prove the client once: by a secret in the header, by one in the form, or by an assertion"
            }
        })
    }
}
