//! What a provider remembers. Codes and tokens are stored under their fingerprints, never as such.

mod memory;

use std::fmt::Debug;

use async_trait::async_trait;
use oidc::access_token::AccessToken;
use oidc::authorization_code::AuthorizationCode;
use oidc::clock::Timestamp;
use oidc::consent::{Consent, Decided};
use oidc::end_session::PendingLogout;
use oidc::grant::{Grant, GrantId};
use oidc::interaction::Interaction;
use oidc::pushed::PushedRequest;
use oidc::refresh::{Consumption, RefreshToken};
use oidc::replay::Once;
use oidc::secret::Fingerprint;
use oidc::session::{ClientSession, Session};

pub use memory::MemoryStore;

/// One institution's records. Time comes from the caller: what has expired is still found, so that
/// the true reason can be told, until the store needs the room.
#[async_trait]
pub trait Store: Debug + Send + Sync {
    /// Keeps or replaces a pending authorization request.
    async fn put_interaction(&self, id: &str, interaction: Interaction, now: Timestamp);
    /// Replaces a pending authorization request that is still there, and tells whether it was.
    async fn replace_interaction(&self, id: &str, interaction: Interaction) -> bool;
    /// Finds a pending authorization request.
    async fn interaction(&self, id: &str) -> Option<Interaction>;
    /// Takes a pending authorization request; of two who ask at once, one gets it.
    async fn take_interaction(&self, id: &str) -> Option<Interaction>;

    /// Keeps or replaces a session.
    async fn put_session(&self, id: Fingerprint, session: Session, now: Timestamp);
    /// All sessions, in no order.
    async fn sessions(&self) -> Vec<(Fingerprint, Session)>;
    /// Finds a session.
    async fn session(&self, id: Fingerprint) -> Option<Session>;
    /// Sets what a session holds for one client, leaving the other clients alone.
    ///
    /// It does so only if the grant that it holds there is still `seen`, and answers with what it holds
    /// then: of many who bind a client at once, all get the same. A session that is over holds nothing.
    async fn bind_client(
        &self,
        id: Fingerprint,
        client_id: &str,
        seen: Option<&GrantId>,
        binding: ClientSession,
    ) -> Option<ClientSession>;
    /// Lets a session go on until then.
    async fn extend_session(&self, id: Fingerprint, expires_at: Timestamp);
    /// Takes one client out of a session.
    async fn unbind_client(&self, id: Fingerprint, client_id: &str);
    /// Notes that the second factor was given in a session.
    async fn pass_second_factor(&self, id: Fingerprint);
    /// Ends a session, and answers with what it held.
    async fn take_session(&self, id: Fingerprint) -> Option<Session>;

    /// Keeps a logout that waits for its confirmation.
    async fn put_logout(&self, id: Fingerprint, logout: PendingLogout, now: Timestamp);
    /// Finds a logout that waits for its confirmation.
    async fn logout(&self, id: Fingerprint) -> Option<PendingLogout>;
    /// Takes a logout that waits; of two who ask at once, one gets it.
    async fn take_logout(&self, id: Fingerprint) -> Option<PendingLogout>;

    /// Keeps a new pushed authorization request.
    async fn put_pushed_request(&self, id: Fingerprint, request: PushedRequest, now: Timestamp);
    /// Finds a pushed authorization request, used or not.
    async fn pushed_request(&self, id: Fingerprint) -> Option<PushedRequest>;
    /// Marks a pushed authorization request as used. Of many who try at once, exactly one is
    /// answered with `true`.
    async fn consume_pushed_request(&self, id: Fingerprint) -> bool;

    /// What the user has decided for the client; nothing, if never asked.
    async fn decided(&self, account: &str, client_id: &str) -> Decided;
    /// Adds to what the user has decided.
    async fn extend_decided(&self, account: &str, client_id: &str, just: &Decided);
    /// Forgets what the user has decided.
    async fn forget_decided(&self, account: &str, client_id: &str);

    /// Keeps a new grant.
    async fn put_grant(&self, grant: Grant, now: Timestamp);
    /// Adds to a grant that still stands at `now`, and answers with it. One that has been revoked
    /// meanwhile stays so.
    async fn extend_grant(&self, id: &GrantId, agreed: &Consent, now: Timestamp) -> Option<Grant>;
    /// All grants, in no order.
    async fn grants(&self) -> Vec<Grant>;
    /// Lets a grant end at that time, and tells whether it is there.
    async fn expire_grant(&self, id: &GrantId, at: Timestamp) -> bool;
    /// Finds a grant.
    async fn grant(&self, id: &GrantId) -> Option<Grant>;
    /// Notes that the session of a grant has ended, which ends what was not issued for offline access.
    async fn end_session_of_grant(&self, id: &GrantId);
    /// Removes a grant, which ends every code and token that hangs on it.
    async fn revoke_grant(&self, id: &GrantId) -> Option<Grant>;

    /// Keeps a new code.
    async fn put_code(&self, id: Fingerprint, code: AuthorizationCode, now: Timestamp);
    /// Finds a code, used or not.
    async fn code(&self, id: Fingerprint) -> Option<AuthorizationCode>;
    /// Marks a code as used. Of many who try at once, exactly one is answered with `true`.
    async fn consume_code(&self, id: Fingerprint) -> bool;

    /// Keeps a new refresh token.
    async fn put_refresh_token(&self, id: Fingerprint, token: RefreshToken, now: Timestamp);
    /// All refresh tokens, used or not, in no order.
    async fn refresh_tokens(&self) -> Vec<(Fingerprint, RefreshToken)>;
    /// Lets a refresh token end at that time, and tells whether it is there.
    async fn expire_refresh_token(&self, id: Fingerprint, at: Timestamp) -> bool;
    /// Finds a refresh token, used or not.
    async fn refresh_token(&self, id: Fingerprint) -> Option<RefreshToken>;
    /// Marks a refresh token as used at `now`. Of many who try at once, exactly one is the first.
    async fn consume_refresh_token(&self, id: Fingerprint, now: Timestamp) -> Consumption;

    /// Remembers something that a client may send once, and tells whether it had not come before, or so long ago
    /// that it need not be remembered at `now`. Of many who try at once, exactly one is answered with `true`. However
    /// much one client sends, what others have sent stays remembered.
    async fn remember(&self, client_id: &str, once: &Once, now: Timestamp) -> bool;

    /// Keeps a new access token under its `jti`.
    async fn put_access_token(&self, jti: &str, token: AccessToken, now: Timestamp);
    /// All access tokens with their `jti`, in no order.
    async fn access_tokens(&self) -> Vec<(String, AccessToken)>;
    /// Lets an access token end at that time, and tells whether it is there.
    async fn expire_access_token(&self, jti: &str, at: Timestamp) -> bool;
    /// Finds an access token by its `jti`.
    async fn access_token(&self, jti: &str) -> Option<AccessToken>;
    /// Ends an access token.
    async fn remove_access_token(&self, jti: &str);
}
