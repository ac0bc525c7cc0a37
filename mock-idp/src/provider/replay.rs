//! What a client may send once is remembered.

use oidc::replay::{Once, Seen};
use oidc::secret::Fingerprint;

use crate::institution::Institution;

/// Whether nothing of that name has come from the client before; from now on it has.
pub async fn is_first(institution: &Institution, client_id: &str, once: Once) -> bool {
    // No `client_id` has a line end in it, so no two pairs are the same text.
    let id = Fingerprint::of(&format!("{client_id}\n{}", once.jti));
    let seen = Seen {
        expires_at: once.until,
    };
    institution
        .store
        .remember(id, seen, institution.now())
        .await
}
