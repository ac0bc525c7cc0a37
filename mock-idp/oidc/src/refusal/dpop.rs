use jose::{JwkError, Malformed};

use crate::error::ErrorCode::InvalidDpopProof;
use crate::error::WireError;
use crate::refusal::Reason;

/// Why a DPoP proof is refused (RFC 9449 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DpopRefusal {
    /// RFC 9449 4.3, number 5: an algorithm that is not offered, or none.
    #[error("alg of the proof is not offered")]
    Alg,
    /// RFC 9449 4.3, number 12: `ath` is the hash of the access token.
    #[error("ath of the proof is not the hash of the access token")]
    AthMismatch,
    /// RFC 7519 2: a time that is not a number.
    #[error("{0} of the proof is not a number")]
    ClaimMalformed(&'static str),
    /// RFC 7519 4.1.4.
    #[error("the proof is expired")]
    Expired,
    /// RFC 7515 4.1.11: nothing that is critical is understood.
    #[error("the proof has crit or b64 in its header")]
    Extension,
    /// RFC 9449 4.3, number 8.
    #[error("htm of the proof is another method")]
    HtmMismatch,
    /// RFC 9449 4.3, number 9.
    #[error("htu of the proof is another address")]
    HtuMismatch,
    /// RFC 9449 4.3, number 11.
    #[error("iat of the proof is more than five minutes off")]
    IatFarOff,
    /// RFC 9449 4.2.
    #[error("the proof has no iat")]
    IatMissing,
    /// RFC 9449 4.2.
    #[error("the proof has no jti")]
    JtiMissing,
    /// RFC 9449 4.2.
    #[error("the proof has no jwk in its header")]
    JwkMissing,
    /// RFC 9449 4.3, number 7: a private key, or one that cannot be used.
    #[error("jwk of the proof is not a public key that can be used: {0}")]
    JwkUnusable(JwkError),
    /// RFC 9449 4.3, number 2, read strictly: base64url without padding, and no member of the header twice.
    #[error("the proof is malformed: {0}")]
    Malformed(Malformed),
    /// RFC 9449 4.3, number 10: no nonce was ever asked for.
    #[error("nonce of the proof is not a text")]
    NonceMalformed,
    /// RFC 9449 4.3, number 10: no nonce was ever asked for.
    #[error("the proof has a nonce, and none was asked for")]
    NonceUnasked,
    /// RFC 7519 7.2: the payload is no JSON object.
    #[error("the proof has no claims")]
    NotAJwt,
    /// RFC 7519 4.1.5.
    #[error("the proof is not valid yet")]
    NotYetValid,
    /// RFC 9449 4.3, number 6.
    #[error("the signature of the proof is not that of its jwk")]
    Signature,
    /// RFC 9449 4.3, number 4.
    #[error("typ of the proof is not dpop+jwt")]
    Typ,
}

impl DpopRefusal {
    /// What the client is told.
    #[must_use]
    pub fn wire(&self) -> WireError {
        let description = match self {
            Self::Alg
            | Self::ClaimMalformed(_)
            | Self::Expired
            | Self::Extension
            | Self::JwkMissing
            | Self::JwkUnusable(_)
            | Self::Malformed(_)
            | Self::NotAJwt
            | Self::NotYetValid
            | Self::Signature
            | Self::Typ => "invalid DPoP key binding",
            Self::AthMismatch => "DPoP proof ath mismatch",
            Self::HtmMismatch => "DPoP proof htm mismatch",
            Self::HtuMismatch => "DPoP proof htu mismatch",
            Self::IatFarOff => "DPoP proof iat is not recent enough",
            Self::IatMissing => "DPoP proof must have a iat number property",
            Self::JtiMissing => "DPoP proof must have a jti string property",
            Self::NonceMalformed => "DPoP proof nonce must be a string",
            Self::NonceUnasked => "DPoP nonces are not supported",
        };
        WireError::new(InvalidDpopProof, description)
    }
}

impl Reason for DpopRefusal {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Alg => "sign with one of dpop_signing_alg_values_supported",
            Self::AthMismatch => {
                "ath is the SHA-256 of this very access token, in base64url without padding"
            }
            Self::ClaimMalformed(_) | Self::Expired | Self::NotYetValid => {
                "a proof needs iat in seconds, and neither exp nor nbf"
            }
            Self::Extension => "leave crit and b64 out of the header",
            Self::HtmMismatch => "htm is the method of this very request, in upper case",
            Self::HtuMismatch => {
                "htu is the address of this very endpoint, as the metadata or the base URL has it, without query and fragment"
            }
            Self::IatFarOff | Self::IatMissing => {
                "iat is the time of the request in seconds; compare the clocks, and that of the institution"
            }
            Self::JtiMissing => "jti is a new random text in each proof",
            Self::JwkMissing => "put the public key into the header as jwk",
            Self::JwkUnusable(_) => {
                "put the public members of the key into jwk, and no private one"
            }
            Self::NonceMalformed | Self::NonceUnasked => "leave nonce out: none is asked for",
            Self::Malformed(_) | Self::NotAJwt => {
                "send one DPoP header with one signed JWT in compact form"
            }
            Self::Signature => "sign with the private key of the jwk in the header",
            Self::Typ => "typ is dpop+jwt",
        })
    }
}
