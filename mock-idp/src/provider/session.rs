//! The browser's session at the provider.

use oidc::entropy::unguessable;
use oidc::secret::Fingerprint;
use oidc::session::Session;

use crate::institution::Institution;

/// A session that stands, with the fingerprint of the cookie that it was found by.
#[derive(Clone, Debug)]
pub struct Current {
    /// Where it is stored.
    pub id: Fingerprint,
    /// The session.
    pub session: Session,
}

/// Finds the session of a cookie; one that has expired, or whose user is gone, is none.
pub async fn current(institution: &Institution, cookie: Option<&str>) -> Option<Current> {
    let id = Fingerprint::of(cookie?);
    let session = institution.store.session(id).await?;
    let stands = !session.expires_at.is_past(institution.now());
    let known = institution.user(&session.account).is_some();
    (stands && known).then_some(Current { id, session })
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
        let taken = institution.store.take_session(before.id).await;
        if let Some(before) = taken.filter(|before| before.account == account) {
            session.clients = before.clients;
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
