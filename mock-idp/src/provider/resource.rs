//! A request that an access token opens comes in.

use std::sync::Arc;

use oidc::refusal::ResourceRefusal;
use oidc::resource::{self, Found};

use super::bearer::{self, Unknown};
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
    let issued = bearer::find(institution, presented.expose(), note).await;
    let issued = issued.map_err(|unknown| match unknown {
        Unknown::Invalid => ResourceRefusal::AccessTokenInvalid,
        Unknown::NotFound => ResourceRefusal::AccessTokenNotFound,
    })?;
    let found = Found {
        token: &issued.token,
        client: institution.client(&issued.token.client_id),
        account_exists: issued.user.is_some(),
        grant: issued.grant.as_ref(),
    };
    resource::check(found, scopes, institution.now())?;
    issued.user.ok_or(ResourceRefusal::AccountNotFound)
}
