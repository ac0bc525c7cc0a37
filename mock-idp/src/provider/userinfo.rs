//! A userinfo request comes in.

use oidc::claims::Claims;
use oidc::refusal::UserinfoRefusal;
use oidc::userinfo::{self, Presented, UserinfoRequest};

use super::bearer::{self, Unknown};
use crate::institution::Institution;
use crate::journal::Note;

/// Answers with the claims that the token is good for.
///
/// # Errors
/// [`UserinfoRefusal`].
pub async fn userinfo(
    institution: &Institution,
    presented: Presented<'_>,
    note: &mut Note,
) -> Result<Claims, UserinfoRefusal> {
    let request = UserinfoRequest::parse(presented, &institution.profile, &mut note.leniencies)?;
    let issued = bearer::find(institution, request.access_token.expose(), note).await;
    let issued = issued.map_err(|unknown| match unknown {
        Unknown::Invalid => UserinfoRefusal::AccessTokenInvalid,
        Unknown::NotFound => UserinfoRefusal::AccessTokenNotFound,
    })?;
    let claims = issued.user.as_deref().map(|user| &user.claims);
    let scope = userinfo::check(
        &issued.token,
        &request,
        institution.client(&issued.token.client_id),
        claims,
        issued.grant.as_ref(),
        institution.now(),
        &institution.profile,
    )?;
    let nobody = Claims::new();
    Ok(userinfo::response(
        claims.unwrap_or(&nobody),
        &issued.token,
        scope,
        &institution.profile,
    ))
}
