//! What a client may send once is remembered.

use oidc::replay::Once;

use crate::institution::Institution;

/// Whether nothing of that name has come from the client before; from now on it has.
pub async fn is_first(institution: &Institution, client_id: &str, once: &Once) -> bool {
    institution
        .store
        .remember(client_id, once, institution.now())
        .await
}
