//! The grants of the token endpoint, one file each.

pub mod authorization_code;
pub mod refresh_token;

use oidc::grant::GrantId;

use crate::institution::Institution;

/// Ends a grant after a replay: every code and token that hangs on it is dead at once, and the user
/// is asked again.
async fn end(institution: &Institution, grant: &GrantId) {
    if let Some(grant) = institution.store.revoke_grant(grant).await {
        institution
            .store
            .forget_consent(&grant.account, &grant.client_id)
            .await;
    }
}
