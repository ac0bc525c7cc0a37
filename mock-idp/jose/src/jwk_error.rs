//! What can be wrong with a client's key.

use thiserror::Error;

/// Why a JSON value is no public key that can be used here.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum JwkError {
    /// It is no JSON object (RFC 7517 4).
    #[error("it is not a JSON object")]
    NotAnObject,
    /// A member is missing, or is not the non-empty string that it has to be (RFC 7517 4, RFC 7518 6).
    #[error("its `{0}` is missing or is not a text")]
    Text(&'static str),
    /// `x5c` is not a list of certificates (RFC 7517 4.7).
    #[error("its `x5c` is not a list of texts")]
    Certificates,
    /// `kty` is one that nobody here knows.
    #[error("its key type is not known")]
    UnknownKeyType,
    /// `crv` is one that nobody here knows.
    #[error("its curve is not known")]
    UnknownCurve,
    /// It has private or secret members (RFC 7518 6.2.2, 6.3.2, 6.4).
    #[error(
        "its `{0}` belongs to a private or secret key: leave it out here, and keep it to the client"
    )]
    Private(&'static str),
    /// A member is not base64url without padding, in its one spelling (RFC 7515 2).
    #[error("its `{0}` is not base64url")]
    Base64Url(&'static str),
    /// A coordinate is shorter or longer than those of the curve (RFC 7518 6.2.1.2, RFC 8037 2).
    #[error("its `{0}` does not have the curve's length")]
    Coordinate(&'static str),
    /// The point is not on the curve.
    #[error("its point is not on the curve")]
    NotOnCurve,
    /// A number begins with a zero octet, so it is not of the least length (RFC 7518 2).
    #[error("its `{0}` begins with a zero octet")]
    LeadingZero(&'static str),
    /// The modulus has fewer than 2048 (RFC 7518 3.3) or more than 8192 bits, or is even.
    #[error("its modulus is not an odd number of 2048 to 8192 bits")]
    Modulus,
    /// The exponent is even, one, or longer than 33 bits.
    #[error("its exponent is not an odd number of 2 to 33 bits")]
    Exponent,
}
