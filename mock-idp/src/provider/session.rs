//! The browser's session at the provider.

use oidc::entropy::unguessable;
use oidc::secret::Fingerprint;
use oidc::session::{ClientSession, Session};

use crate::institution::Institution;

/// A session that stands, with the fingerprint of the cookie that it was found by.
#[derive(Clone, Debug)]
pub struct Current {
    /// Where it is stored.
    pub id: Fingerprint,
    /// The session.
    pub session: Session,
}

/// Finds the session of a cookie; one that has expired, or whose user is gone, is none. Each use
/// lets it live for its whole lifetime again.
pub async fn current(institution: &Institution, cookie: Option<&str>) -> Option<Current> {
    let id = Fingerprint::of(cookie?);
    let mut session = institution.store.session(id).await?;
    let now = institution.now();
    let stands = !session.expires_at.is_past(now);
    let known = institution.user(&session.account).is_some();
    if !stands || !known {
        return None;
    }
    let expires_at = now.after(institution.profile.lifetimes.session);
    if expires_at != session.expires_at {
        session.expires_at = expires_at;
        institution.store.extend_session(id, expires_at).await;
    }
    Some(Current { id, session })
}

/// Ends a session with all that hangs on it but what was issued for offline access (OIDC Core 11).
/// The session goes first, so that nothing can be hung on it meanwhile.
pub async fn end(institution: &Institution, current: &Current) {
    if let Some(session) = institution.store.take_session(current.id).await {
        end_bindings(institution, &session).await;
    }
}

async fn end_bindings(institution: &Institution, session: &Session) {
    for binding in session.clients.values() {
        end_binding(institution, binding).await;
    }
}

/// Ends what a session holds for one client, but what was issued for offline access.
pub async fn end_binding(institution: &Institution, binding: &ClientSession) {
    let store = &institution.store;
    if binding.persists_logout {
        store.end_session_of_grant(&binding.grant).await;
    } else {
        store.revoke_grant(&binding.grant).await;
    }
}

/// Begins a session at login and answers with its new cookie value.
///
/// The value is new even where the same user was signed in before, so that nobody can have planted
/// it; what the old session held for its clients moves over only for the same user.
pub async fn begin(
    institution: &Institution,
    account: &str,
    before: Option<Current>,
) -> (String, Current) {
    let now = institution.now();
    let mut session = Session::begin(
        account,
        now,
        now.after(institution.profile.lifetimes.session),
    );
    if let Some(before) = before {
        match institution.store.take_session(before.id).await {
            Some(before) if before.account == account => session.clients = before.clients,
            Some(before) => end_bindings(institution, &before).await,
            None => {}
        }
    }
    let cookie = unguessable(&*institution.entropy);
    let id = Fingerprint::of(&cookie);
    institution
        .store
        .put_session(id, session.clone(), now)
        .await;
    (cookie, Current { id, session })
}
