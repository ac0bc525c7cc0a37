use std::collections::BTreeSet;

use oidc::clock::Timestamp;
use oidc::grant::{Grant, GrantId};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Admin, AdminError, State};
use crate::institution::Institution;
use crate::provider::grants;

/// What a user has granted to a client in one session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GrantView {
    /// Its name, which the journal uses too.
    pub id: String,
    /// The user.
    pub sub: String,
    /// The client.
    pub client_id: String,
    /// The scopes that the user has agreed to.
    pub scope: String,
    /// The claims asked for by name that the user has agreed to.
    pub claims: BTreeSet<String>,
    /// When it is over, in seconds since 1970.
    #[schema(value_type = i64)]
    pub expires_at: Timestamp,
    /// Whether its session has ended: then only what was issued for offline access still stands.
    pub session_ended: bool,
    /// Whether it stands.
    pub state: State,
}

impl Admin {
    /// The grants, by when they are over.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub async fn grants(&self) -> Result<Vec<GrantView>, AdminError> {
        let institution = self.institution()?;
        let grants = institution.store.grants().await;
        let mut views: Vec<_> = grants
            .into_iter()
            .map(|grant| view(grant, &institution))
            .collect();
        views.sort_by(|one, other| (one.expires_at, &one.id).cmp(&(other.expires_at, &other.id)));
        Ok(views)
    }

    /// Revokes a grant, as a replay does: every code and token that hangs on it is dead at once, and
    /// the user is asked again.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub async fn revoke_grant(&self, id: &str) -> Result<(), AdminError> {
        let institution = self.institution()?;
        let grant = find(&institution, id).await?;
        grants::end(&institution, &grant.id).await;
        Ok(())
    }

    /// Lets a grant's time be over now.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub async fn expire_grant(&self, id: &str) -> Result<GrantView, AdminError> {
        let institution = self.institution()?;
        let mut grant = find(&institution, id).await?;
        let now = institution.now();
        institution.store.expire_grant(&grant.id, now).await;
        grant.expires_at = now;
        Ok(view(grant, &institution))
    }
}

async fn find(institution: &Institution, id: &str) -> Result<Grant, AdminError> {
    let grant = GrantId(id.to_owned());
    let found = institution.store.grant(&grant).await;
    found.ok_or_else(|| AdminError::NotFound {
        word: "grant",
        id: grant.0,
    })
}

fn view(grant: Grant, institution: &Institution) -> GrantView {
    let state = if grant.expires_at.is_past(institution.now()) {
        State::Expired
    } else if institution.user(&grant.account).is_none()
        || institution.client(&grant.client_id).is_none()
    {
        State::Ended
    } else {
        State::Active
    };
    GrantView {
        id: grant.id.0,
        sub: grant.account,
        client_id: grant.client_id,
        scope: grant.scopes.to_string(),
        claims: grant.claims,
        expires_at: grant.expires_at,
        session_ended: grant.session_ended,
        state,
    }
}
