use super::Fault;

/// Why an ID token is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// OIDC Core 3.1.3.8: `at_hash`, where present, is the hash of the access token.
    #[error("the ID token's at_hash belongs to another access token")]
    AccessTokenHash,
    /// OIDC Core 3.1.3.7, step 7: `alg` is the one registered for this client.
    #[error("the ID token is signed with {received}, but {expected} is configured")]
    Algorithm {
        /// The algorithm in the configuration.
        expected: &'static str,
        /// The algorithm in the header.
        received: String,
    },
    /// OIDC Core 3.1.3.7, step 3: `aud` contains this client.
    #[error("the ID token is meant for another client")]
    Audience,
    /// OIDC Core 3.1.3.7, step 3: `aud` contains nobody who is not trusted.
    #[error("the ID token is also meant for `{audience}`, which is not trusted")]
    AudienceUntrusted {
        /// The further audience.
        audience: String,
    },
    /// OIDC Core 3.1.3.7, step 13: the login is no older than `max_age`.
    #[error("the user's login is older than max_age allows")]
    AuthenticationTooOld,
    /// OIDC Core 3.1.3.7, step 5: `azp`, where present, is this client.
    #[error("the ID token was issued to another party (azp)")]
    AuthorizedParty,
    /// OIDC Core 3.1.3.7, step 4: with several audiences there is an `azp`.
    #[error("the ID token has several audiences and no azp")]
    AuthorizedPartyMissing,
    /// RFC 7515 4.1.11: an extension that must be understood, and is not.
    #[error("the ID token's header has critical extensions")]
    CriticalHeader,
    /// OIDC Core 3.1.3.7, step 1: no encryption was registered.
    #[error("the ID token is encrypted, which was not asked for")]
    Encrypted,
    /// OIDC Core 3.1.3.7, step 9: the time is before `exp`.
    #[error("the ID token has expired")]
    Expired,
    /// OIDC Core 3.1.3.7, step 10: `iat` is not in the future.
    #[error("the ID token was issued in the future; do the clocks agree?")]
    IssuedInFuture,
    /// OIDC Core 3.1.3.7, step 2: `iss` is exactly the issuer.
    #[error("the ID token was issued by `{received}`")]
    Issuer {
        /// The issuer in the token.
        received: String,
    },
    /// RFC 7515 7.1: three parts of base64url, the first two JSON objects without duplicates.
    #[error("the ID token cannot be read")]
    Malformed,
    /// OIDC Core 2: a claim that has to be there is not.
    #[error("the ID token lacks {claim}")]
    Missing {
        /// The claim.
        claim: &'static str,
    },
    /// OIDC Core 3.1.3.7, step 11: `nonce` is the one sent.
    #[error("the ID token answers another request (nonce)")]
    Nonce,
    /// RFC 7519 4.1.5: the time is not before `nbf`.
    #[error("the ID token is not valid yet; do the clocks agree?")]
    NotYetValid,
    /// OIDC Core 3.1.3.7, step 6: the signature is by the provider's key.
    #[error("the ID token's signature is wrong")]
    Signature,
    /// OIDC Core 2: `sub` is 1 to 255 ASCII characters.
    #[error("the ID token's sub is not 1 to 255 ASCII characters")]
    Subject,
    /// OIDC Core 2: a claim is of another type than it should.
    #[error("the ID token's {claim} is of the wrong type")]
    WrongType {
        /// The claim.
        claim: &'static str,
    },
}

impl IdTokenError {
    /// The error's stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AccessTokenHash => "id-token-at-hash",
            Self::Algorithm { .. } => "id-token-algorithm",
            Self::Audience => "id-token-audience",
            Self::AudienceUntrusted { .. } => "id-token-audience-untrusted",
            Self::AuthenticationTooOld => "id-token-auth-time",
            Self::AuthorizedParty => "id-token-azp",
            Self::AuthorizedPartyMissing => "id-token-azp-missing",
            Self::CriticalHeader => "id-token-crit",
            Self::Encrypted => "id-token-encrypted",
            Self::Expired => "id-token-expired",
            Self::IssuedInFuture => "id-token-issued-in-future",
            Self::Issuer { .. } => "id-token-issuer",
            Self::Malformed => "id-token-malformed",
            Self::Missing { .. } => "id-token-claim-missing",
            Self::Nonce => "id-token-nonce",
            Self::NotYetValid => "id-token-not-yet-valid",
            Self::Signature => "id-token-signature",
            Self::Subject => "id-token-subject",
            Self::WrongType { .. } => "id-token-claim-type",
        }
    }

    /// Whose fault it is: a wrong algorithm is most often our own setting, all else the provider's.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        match self {
            Self::Algorithm { .. } => Fault::Configuration,
            _ => Fault::Provider,
        }
    }
}
