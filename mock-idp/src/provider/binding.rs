//! What a session holds for a client.

use oidc::authorize::AuthorizationRequest;
use oidc::consent::Consent;
use oidc::entropy::{name, uuid};
use oidc::grant::{Grant, GrantId};
use oidc::scope::ScopeSet;
use oidc::session::ClientSession;
use oidc::token::has_refresh_token;

use super::session::Current;
use crate::institution::Institution;

/// Finds or makes what the session holds for the client, with the scopes of its grant. One session
/// and client share a grant, so that revoking it ends all their tokens; one that was revoked or has
/// expired is replaced.
pub async fn bind(
    institution: &Institution,
    request: &AuthorizationRequest,
    current: &Current,
    granted: &Consent,
) -> Option<(ClientSession, ScopeSet)> {
    let store = &institution.store;
    let client_id = &request.client_id;
    let mut held = current.session.clients.get(client_id).cloned();
    loop {
        let (grant, is_new) = grant(institution, request, current, held.as_ref(), granted).await;
        let seen = held.as_ref().map(|held| held.grant.clone());
        let binding = ClientSession {
            sid: held.map_or_else(|| uuid(&*institution.entropy), |held| held.sid),
            grant: grant.id,
            persists_logout: has_refresh_token(&granted.scopes),
        };
        let wanted = binding.grant.clone();
        let bound = store
            .bind_client(current.id, client_id, seen.as_ref(), binding)
            .await;
        match bound {
            Some(bound) if bound.grant == wanted => return Some((bound, grant.scopes)),
            other => {
                if is_new {
                    store.revoke_grant(&wanted).await;
                }
                // Another request of this session was faster: its binding is the one to share.
                held = Some(other?);
            }
        }
    }
}

/// The grant that the session holds for the client, with what was granted now, or a new one; and
/// whether it is new.
async fn grant(
    institution: &Institution,
    request: &AuthorizationRequest,
    current: &Current,
    held: Option<&ClientSession>,
    granted: &Consent,
) -> (Grant, bool) {
    let now = institution.now();
    let store = &institution.store;
    if let Some(held) = held
        && let Some(extended) = store.extend_grant(&held.grant, granted, now).await
    {
        return (extended, false);
    }
    let new = Grant {
        id: GrantId(name(&*institution.entropy)),
        account: current.session.account.clone(),
        client_id: request.client_id.clone(),
        scopes: granted.scopes.clone(),
        claims: granted.claims.clone(),
        expires_at: now.after(institution.profile.lifetimes.grant),
        session_ended: false,
    };
    store.put_grant(new.clone(), now).await;
    (new, true)
}
