//! A request that an access token opens comes in.

use std::sync::Arc;

use oidc::refusal::ResourceRefusal;
use oidc::resource::{self, Found};

use crate::institution::{Institution, User};
use crate::journal::Note;

/// Answers with the user whose token it is, if the token is good for one of the scopes.
///
/// # Errors
/// [`ResourceRefusal`].
pub async fn caller(
    institution: &Institution,
    authorization: Option<&str>,
    scopes: &'static [&'static str],
    note: &mut Note,
) -> Result<Arc<User>, ResourceRefusal> {
    let presented = resource::bearer(authorization)?;
    let verified = institution.access_tokens.verify(presented.expose());
    let payload = verified.ok_or(ResourceRefusal::AccessTokenInvalid)?;
    let token = institution.store.access_token(&payload.jti).await;
    let token = token.ok_or(ResourceRefusal::AccessTokenNotFound)?;
    note.client_id = Some(token.client_id.clone());
    note.account = Some(token.account.clone());
    note.grant = Some(token.grant.clone());
    let user = institution.user(&token.account);
    let grant = institution.store.grant(&token.grant).await;
    let found = Found {
        token: &token,
        client: institution.client(&token.client_id),
        account_exists: user.is_some(),
        grant: grant.as_ref(),
    };
    resource::check(found, scopes, institution.now())?;
    user.cloned().ok_or(ResourceRefusal::AccountNotFound)
}
