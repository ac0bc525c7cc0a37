//! `grant_type=refresh_token` (RFC 6749 6).

use oidc::dpop::Holder;
use oidc::grant::Grant;
use oidc::refresh::{RefreshRequest, RefreshToken};
use oidc::refusal::TokenRefusal;
use oidc::scope::ScopeSet;
use oidc::secret::Fingerprint;
use oidc::token::check_resource;

use crate::institution::{Institution, User};
use crate::journal::Note;
use crate::provider::issue::{self, Renewal, Tokens, Wish};
use crate::provider::proof;
use crate::provider::token::Error;

/// Uses a refresh token, which as a rule replaces it: of many who try at once exactly one then gets
/// tokens, and those are dead as soon as a second one has come. The policy may say otherwise.
///
/// # Errors
/// [`Error::Refused`], [`Error::Keys`].
pub async fn refresh(
    institution: &Institution,
    holder: Holder<'_>,
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
    let now = institution.now();
    let rotation = institution.profile.policies.refresh_rotation;
    let rotates = token.rotates(holder.client, now, rotation);
    match used(institution, holder, request, &token, id, rotates).await {
        Ok((scope, user)) => {
            check_resource(&request.resources, authorization)?;
            let renewal = if rotates {
                let lifetime = institution.profile.lifetimes.refresh_token;
                Renewal::Replace {
                    chain_began_at: token.chain_began_at,
                    expires_at: token.successor_expires_at(holder.client, now, rotation, lifetime),
                    jkt: token.jkt,
                }
            } else {
                Renewal::Keep(request.refresh_token.clone())
            };
            let wish = Wish {
                scope,
                jkt: holder.jkt(),
                renewal,
            };
            Ok(issue::tokens(institution, token.authorization, user, wish).await?)
        }
        Err(refusal) => {
            if refusal.ends_grant() {
                super::end(institution, &authorization.grant).await;
            }
            Err(refusal.into())
        }
    }
}

/// Checks everything, uses the token up if it rotates, and answers with the scope and the user of the new tokens.
async fn used<'i>(
    institution: &'i Institution,
    holder: Holder<'_>,
    request: &RefreshRequest,
    token: &RefreshToken,
    id: Fingerprint,
    rotates: bool,
) -> Result<(ScopeSet, &'i User), TokenRefusal> {
    let store = &institution.store;
    let now = institution.now();
    let rotation = institution.profile.policies.refresh_rotation;
    let grant: Option<Grant> = store.grant(&token.authorization.grant).await;
    let scope = token.check(request, holder, grant.as_ref(), now)?;
    if !proof::is_first(institution, holder).await {
        return Err(TokenRefusal::DpopReplayed);
    }
    token.check_key(holder.proof)?;
    let user = institution.user(&token.authorization.account);
    let user = user.ok_or(TokenRefusal::AccountNotFound)?;
    if token.is_used_up(now, rotation) {
        return Err(TokenRefusal::RefreshTokenConsumed);
    }
    if rotates {
        let consumption = store.consume_refresh_token(id, now).await;
        if !consumption.is_good(now, rotation) {
            return Err(TokenRefusal::RefreshTokenConsumed);
        }
    }
    Ok((scope, user))
}
