//! A DPoP proof comes with a request (RFC 9449).

use oidc::dpop::{Holder, Proof, Target};
use oidc::refusal::DpopRefusal;

use super::replay;
use crate::institution::Institution;

/// Checks the `DPoP` header of a request to an endpoint below the issuer, if there is one.
///
/// # Errors
/// [`DpopRefusal`].
pub fn check(
    institution: &Institution,
    proof: Option<&str>,
    method: &str,
    path: &str,
    access_token: Option<&str>,
) -> Result<Option<Proof>, DpopRefusal> {
    let urls = || institution.profile.urls(path).collect();
    check_at(institution, proof, method, urls, access_token)
}

/// Checks the `DPoP` header of a request to one of these addresses, if there is one.
///
/// # Errors
/// [`DpopRefusal`].
pub fn check_at(
    institution: &Institution,
    proof: Option<&str>,
    method: &str,
    urls: impl FnOnce() -> Vec<String>,
    access_token: Option<&str>,
) -> Result<Option<Proof>, DpopRefusal> {
    let algs = institution.profile.offer.proof_algs.as_slice();
    // Who offers none takes no notice of the header.
    let Some(proof) = proof.filter(|_| !algs.is_empty()) else {
        return Ok(None);
    };
    let target = Target {
        algs,
        method,
        urls: &urls(),
        access_token,
    };
    Proof::check(proof, target, institution.now()).map(Some)
}

/// Whether the proof, if there is one, has not come from the client before; from now on it has.
pub async fn is_first(institution: &Institution, holder: Holder<'_>) -> bool {
    is_first_of(institution, &holder.client.id, holder.proof).await
}

/// The same, for who comes with a token of that client.
pub async fn is_first_of(
    institution: &Institution,
    client_id: &str,
    proof: Option<&Proof>,
) -> bool {
    match proof {
        Some(proof) => replay::is_first(institution, client_id, &proof.once).await,
        None => true,
    }
}
