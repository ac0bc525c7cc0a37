//! `grant_type=refresh_token` (RFC 6749 6).

use oidc::client::Client;
use oidc::refresh::RefreshRequest;
use oidc::refusal::TokenRefusal;
use oidc::secret::Fingerprint;
use oidc::token::check_resource;

use crate::institution::Institution;
use crate::journal::Note;
use crate::provider::issue::{self, Renewal, Tokens};
use crate::provider::token::Error;

/// Uses a refresh token, which as a rule replaces it: of many who try at once exactly one then gets
/// tokens, and those are dead as soon as a second one has come. The policy may say otherwise.
///
/// # Errors
/// [`Error::Refused`], [`Error::Keys`].
pub async fn refresh(
    institution: &Institution,
    client: &Client,
    request: &RefreshRequest,
    note: &mut Note,
) -> Result<Tokens, Error> {
    let store = &institution.store;
    let id = Fingerprint::of(request.refresh_token.expose());
    let found = store.refresh_token(id).await;
    let token = found.ok_or(TokenRefusal::RefreshTokenNotFound)?;
    let authorization = &token.authorization;
    note.account = Some(authorization.account.clone());
    note.grant = Some(authorization.grant.clone());
    let grant = store.grant(&authorization.grant).await;
    let user = institution.user(&authorization.account);
    let now = institution.now();
    let rotation = institution.profile.policies.refresh_rotation;
    let rotates = token.rotates(client, now, rotation);
    let checked = token.check(request, client, grant.as_ref(), now, rotation);
    let verdict = match (checked, user) {
        (Ok(_) | Err(TokenRefusal::RefreshTokenConsumed), None) => {
            Err(TokenRefusal::AccountNotFound)
        }
        (Ok(_), Some(_))
            if rotates
                && !store
                    .consume_refresh_token(id, now)
                    .await
                    .is_good(now, rotation) =>
        {
            Err(TokenRefusal::RefreshTokenConsumed)
        }
        (Ok(scope), Some(user)) => Ok((scope, user)),
        (Err(refusal), _) => Err(refusal),
    };
    match verdict {
        Ok((scope, user)) => {
            check_resource(&request.resources, authorization)?;
            let renewal = if rotates {
                let lifetime = institution.profile.lifetimes.refresh_token;
                Renewal::Replace {
                    chain_began_at: token.chain_began_at,
                    expires_at: token.successor_expires_at(client, now, rotation, lifetime),
                }
            } else {
                Renewal::Keep(request.refresh_token.clone())
            };
            Ok(issue::tokens(institution, token.authorization, scope, user, renewal).await?)
        }
        Err(refusal) => {
            if refusal.ends_grant() {
                super::end(institution, &authorization.grant).await;
            }
            Err(refusal.into())
        }
    }
}
