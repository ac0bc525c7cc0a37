use oidc::clock::Timestamp;
use oidc::secret::Fingerprint;
use oidc::session::Session;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Admin, AdminError, State};
use crate::institution::Institution;
use crate::provider::session::{self, Current};

/// A signed-in browser.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// The SHA-256 of its cookie.
    pub id: String,
    /// The user.
    pub sub: String,
    /// When the password was given, in seconds since 1970.
    #[schema(value_type = i64)]
    pub auth_time: Timestamp,
    /// Whether the second factor was given too.
    pub second_factor: bool,
    /// When it is over, in seconds since 1970.
    #[schema(value_type = i64)]
    pub expires_at: Timestamp,
    /// Whether it stands.
    pub state: State,
    /// The clients that it has signed in to.
    pub clients: Vec<SessionClientView>,
}

/// What a session holds for a client.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionClientView {
    /// The client.
    pub client_id: String,
    /// `sid`: the session's name for this client.
    pub sid: String,
    /// The grant that the client's codes and tokens hang on.
    pub grant_id: String,
}

impl Admin {
    /// The browsers that have signed in, the latest login last.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub async fn sessions(&self) -> Result<Vec<SessionView>, AdminError> {
        let institution = self.institution()?;
        let sessions = institution.store.sessions().await;
        let mut views: Vec<_> = sessions
            .into_iter()
            .map(|(id, session)| view(id, session, &institution))
            .collect();
        views.sort_by(|one, other| (one.auth_time, &one.id).cmp(&(other.auth_time, &other.id)));
        Ok(views)
    }

    /// Ends a session as a logout does: what was not issued for offline access ends with it.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub async fn end_session(&self, id: &str) -> Result<(), AdminError> {
        let institution = self.institution()?;
        let current = find(&institution, id).await?;
        session::end(&institution, &current).await;
        Ok(())
    }

    /// Ends all sessions, each as a logout does.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub async fn end_sessions(&self) -> Result<(), AdminError> {
        let institution = self.institution()?;
        for (id, session) in institution.store.sessions().await {
            session::end(&institution, &Current { id, session }).await;
        }
        Ok(())
    }

    /// Lets a session's time be over now: the browser has to sign in again, and what was issued in it
    /// stays what it is.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub async fn expire_session(&self, id: &str) -> Result<SessionView, AdminError> {
        let institution = self.institution()?;
        let Current { id, mut session } = find(&institution, id).await?;
        let now = institution.now();
        institution.store.extend_session(id, now).await;
        session.expires_at = now;
        Ok(view(id, session, &institution))
    }
}

async fn find(institution: &Institution, id: &str) -> Result<Current, AdminError> {
    let not_found = || AdminError::NotFound {
        word: "session",
        id: id.to_owned(),
    };
    let id: Fingerprint = id.parse().map_err(|_| not_found())?;
    let session = institution.store.session(id).await;
    let session = session.ok_or_else(not_found)?;
    Ok(Current { id, session })
}

fn view(id: Fingerprint, session: Session, institution: &Institution) -> SessionView {
    let state = if session.expires_at.is_past(institution.now()) {
        State::Expired
    } else if institution.user(&session.account).is_none() {
        State::Ended
    } else {
        State::Active
    };
    let clients = session.clients.into_iter();
    SessionView {
        id: id.to_string(),
        sub: session.account,
        auth_time: session.auth_time,
        second_factor: session.second_factor,
        expires_at: session.expires_at,
        state,
        clients: clients
            .map(|(client_id, held)| SessionClientView {
                client_id,
                sid: held.sid,
                grant_id: held.grant.0,
            })
            .collect(),
    }
}
