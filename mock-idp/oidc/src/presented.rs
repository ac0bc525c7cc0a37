//! The `Authorization` header at a resource (RFC 6750 2.1, RFC 9449 7.1).

use crate::refusal::PresentedRefusal;

/// The token in the header: of the scheme `DPoP` if a proof has come with it, of `Bearer` otherwise.
///
/// # Errors
/// [`PresentedRefusal`].
pub fn in_header(authorization: &str, with_proof: bool) -> Result<&str, PresentedRefusal> {
    let mut parts = authorization.split(' ');
    let (Some(scheme), Some(token), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(PresentedRefusal::HeaderMalformed);
    };
    let is_dpop = scheme.eq_ignore_ascii_case("dpop");
    match with_proof {
        true if !is_dpop => Err(PresentedRefusal::SchemeNotDpop),
        false if is_dpop => Err(PresentedRefusal::ProofMissing),
        false if !scheme.eq_ignore_ascii_case("bearer") => Err(PresentedRefusal::SchemeNotBearer),
        _ => Ok(token),
    }
}
