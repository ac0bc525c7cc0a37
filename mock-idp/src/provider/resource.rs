//! A request that an access token opens comes in.

use std::sync::Arc;

use oidc::dpop::Proof;
use oidc::refusal::ResourceRefusal;
use oidc::resource;
use oidc::secret::Secret;

use super::bearer::{self, Issued, Unknown};
use super::proof;
use crate::institution::{Institution, User};
use crate::journal::Note;

/// What a request to a resource brings.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The method.
    pub method: &'a str,
    /// The path below the Consumer API's base.
    pub path: &'a str,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `DPoP` header.
    pub proof: Option<&'a str>,
}

/// Why a token opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{refusal}")]
pub struct Refused {
    /// Why.
    pub refusal: ResourceRefusal,
    /// Whether the token is bound to a key.
    pub bound: bool,
}

/// Answers with the user whose token it is, if the token is good for one of the scopes.
///
/// # Errors
/// [`Refused`].
pub async fn caller(
    institution: &Institution,
    request: Request<'_>,
    scopes: &'static [&'static str],
    note: &mut Note,
) -> Result<Arc<User>, Refused> {
    let presented = resource::token(request.authorization, request.proof.is_some())?;
    let proof = proof(institution, request, &presented)?;
    let issued = bearer::find(institution, presented.expose(), note).await;
    let issued = issued.map_err(|unknown| match unknown {
        Unknown::Invalid => ResourceRefusal::AccessTokenInvalid,
        Unknown::NotFound => ResourceRefusal::AccessTokenNotFound,
    })?;
    let checked = check(institution, &issued, proof.as_ref(), scopes).await;
    checked.map_err(|refusal| Refused {
        refusal,
        bound: issued.is_known_to_be_bound(institution.now()),
    })?;
    Ok(issued.user.ok_or(ResourceRefusal::AccountNotFound)?)
}

async fn check(
    institution: &Institution,
    issued: &Issued,
    proof: Option<&Proof>,
    scopes: &'static [&'static str],
) -> Result<(), ResourceRefusal> {
    let (token, now) = (&issued.token, institution.now());
    resource::check_token(token, now)?;
    if !proof::is_first_of(institution, &token.client_id, proof).await {
        return Err(ResourceRefusal::DpopReplayed);
    }
    resource::check(issued.found(institution), proof, scopes, now)
}

fn proof(
    institution: &Institution,
    request: Request<'_>,
    token: &Secret,
) -> Result<Option<Proof>, ResourceRefusal> {
    let urls = || institution.profile.api_urls(request.path).collect();
    let token = Some(token.expose());
    let checked = proof::check_at(institution, request.proof, request.method, urls, token);
    Ok(checked?)
}

impl From<ResourceRefusal> for Refused {
    /// A refusal before any token was found.
    fn from(refusal: ResourceRefusal) -> Self {
        Self {
            refusal,
            bound: false,
        }
    }
}
