use jose::Malformed;

use crate::refusal::Reason;

/// Why a client assertion proves nothing (RFC 7523 3, OIDC Core 9). All of these look alike outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssertionRefusal {
    /// RFC 7523 3, number 9: not the registered algorithm, or not one that is offered.
    #[error("alg mismatch")]
    Alg,
    /// RFC 7523 3, number 3.
    #[error(
        "list of audience (aud) must include the endpoint url, issuer identifier or token endpoint url"
    )]
    AudMismatch,
    /// RFC 7523 3, number 3.
    #[error("aud must be provided in the client_assertion")]
    AudMissing,
    /// RFC 7519 4.1: of another kind than it has to be.
    #[error("invalid {0} value")]
    ClaimMalformed(&'static str),
    /// RFC 7523 3, number 4.
    #[error("client_assertion expired")]
    Expired,
    /// RFC 7523 3, number 4.
    #[error("expiration must be specified in the client_assertion")]
    ExpMissing,
    /// RFC 7515 4.1.11: nothing that is critical is understood.
    #[error("client_assertion has crit or b64 in its header")]
    Extension,
    /// RFC 7523 3, number 1.
    #[error("iss must be provided in the client_assertion")]
    IssMissing,
    /// OIDC Core 9.
    #[error("iss must be the client_id")]
    IssNotClient,
    /// OIDC Core 9.
    #[error("unique jti must be provided in the client_assertion")]
    JtiMissing,
    /// RFC 7515 4.1.4: no registered key has that `kid`, or none is for that algorithm.
    #[error("no key of the client has that kid and is for that alg")]
    KeyNotFound,
    /// RFC 7523 3, number 5.
    #[error("client_assertion not active yet")]
    NotYetValid,
    /// RFC 7515 5.2, read strictly: base64url without padding, and no member of the header twice.
    #[error("client_assertion is malformed: {0}")]
    Malformed(Malformed),
    /// RFC 7523 3, number 7.
    #[error("client assertion tokens must only be used once")]
    Replayed,
    /// RFC 7523 3, number 9.
    #[error("signature of client_assertion verification failed")]
    Signature,
}

impl Reason for AssertionRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Alg => {
                "sign with the `token_endpoint_auth_signing_alg` of the client: one of RS256, PS256, ES256, EdDSA"
            }
            Self::AudMismatch | Self::AudMissing => {
                "aud is the issuer or the token endpoint, as the metadata has them, character for character"
            }
            Self::ClaimMalformed(_) => "times are numbers of seconds, jti is a text",
            Self::Expired | Self::NotYetValid => {
                "compare the clocks, and that of the institution; exp is in seconds, not milliseconds"
            }
            Self::Extension => "leave crit and b64 out of the header",
            Self::Malformed(_) => "encode all three parts as base64url without padding",
            Self::ExpMissing => "add exp: a minute from now",
            Self::IssMissing | Self::IssNotClient => "iss and sub are both the client_id",
            Self::JtiMissing => "add jti: a new random text in each assertion",
            Self::KeyNotFound => {
                "compare kid and alg of the header with `jwks` of the client, or leave kid out"
            }
            Self::Replayed => {
                "make a new assertion with a new jti for each request, retries as well"
            }
            Self::Signature => "sign with the private key of the key in `jwks` of the client",
        })
    }
}
