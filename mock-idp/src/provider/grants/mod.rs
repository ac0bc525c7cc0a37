//! The grants of the token endpoint, one file each.

pub mod authorization_code;
pub mod refresh_token;
pub mod token_exchange;

use oidc::grant::GrantId;

use crate::institution::Institution;

/// Ends a grant that was misused or given back: every code and token that hangs on it is dead at
/// once, and the user is asked again.
pub(crate) async fn end(institution: &Institution, grant: &GrantId) {
    if let Some(grant) = institution.store.revoke_grant(grant).await {
        institution
            .store
            .forget_decided(&grant.account, &grant.client_id)
            .await;
    }
}
