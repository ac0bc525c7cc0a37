//! A userinfo request comes in.

use oidc::claims::Claims;
use oidc::refusal::UserinfoRefusal;
use oidc::userinfo::{self, Presented, UserinfoRequest};

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
    let verified = institution
        .access_tokens
        .verify(request.access_token.expose());
    let payload = verified.ok_or(UserinfoRefusal::AccessTokenInvalid)?;
    let found = institution.store.access_token(&payload.jti).await;
    let token = found.ok_or(UserinfoRefusal::AccessTokenNotFound)?;
    note.client_id = Some(token.client_id.clone());
    note.account = Some(token.account.clone());
    note.grant = Some(token.grant.clone());
    let user = institution.user(&token.account);
    let grant = institution.store.grant(&token.grant).await;
    let scope = userinfo::check(
        &token,
        &request,
        institution.client(&token.client_id),
        user.map(|user| &user.claims),
        grant.as_ref(),
        institution.now(),
        &institution.profile,
    )?;
    let nobody = Claims::new();
    let claims = user.map_or(&nobody, |user| &user.claims);
    Ok(userinfo::response(
        claims,
        &token,
        scope,
        &institution.profile,
    ))
}
