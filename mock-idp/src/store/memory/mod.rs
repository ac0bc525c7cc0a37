mod expiring;
mod records;
mod replays;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

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

use self::records::Records;
use self::replays::Replays;
use super::Store;

/// Everything in this process's memory, bounded, and gone with it.
#[derive(Debug)]
pub struct MemoryStore {
    interactions: Records<String, Interaction>,
    sessions: Records<Fingerprint, Session>,
    grants: Records<GrantId, Grant>,
    codes: Records<Fingerprint, AuthorizationCode>,
    refresh_tokens: Records<Fingerprint, RefreshToken>,
    access_tokens: Records<String, AccessToken>,
    logouts: Records<Fingerprint, PendingLogout>,
    pushed_requests: Records<Fingerprint, PushedRequest>,
    replays: Replays,
    decided: Mutex<HashMap<(String, String), Decided>>,
}

/// Tokens are small.
const CAPACITY: usize = 65_536;
/// A pending request holds what somebody has sent without signing in, up to 56 KiB.
const INTERACTIONS: usize = 8_192;

impl Default for MemoryStore {
    fn default() -> Self {
        Self {
            interactions: Records::with_capacity(INTERACTIONS),
            sessions: Records::with_capacity(CAPACITY),
            grants: Records::with_capacity(CAPACITY),
            codes: Records::with_capacity(CAPACITY),
            refresh_tokens: Records::with_capacity(CAPACITY),
            access_tokens: Records::with_capacity(CAPACITY),
            logouts: Records::with_capacity(INTERACTIONS),
            pushed_requests: Records::with_capacity(INTERACTIONS),
            replays: Replays::default(),
            decided: Mutex::default(),
        }
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn put_interaction(&self, id: &str, interaction: Interaction, now: Timestamp) {
        self.interactions.put(id.to_owned(), interaction, now);
    }

    async fn replace_interaction(&self, id: &str, interaction: Interaction) -> bool {
        let replace = |there: &mut Interaction| *there = interaction;
        self.interactions.update(id, replace).is_some()
    }

    async fn interaction(&self, id: &str) -> Option<Interaction> {
        self.interactions.find(id)
    }

    async fn take_interaction(&self, id: &str) -> Option<Interaction> {
        self.interactions.take(id)
    }

    async fn put_session(&self, id: Fingerprint, session: Session, now: Timestamp) {
        self.sessions.put(id, session, now);
    }

    async fn sessions(&self) -> Vec<(Fingerprint, Session)> {
        self.sessions.all()
    }

    async fn session(&self, id: Fingerprint) -> Option<Session> {
        self.sessions.find(&id)
    }

    async fn bind_client(
        &self,
        id: Fingerprint,
        client_id: &str,
        seen: Option<&GrantId>,
        binding: ClientSession,
    ) -> Option<ClientSession> {
        self.sessions
            .update(&id, |session| session.bind(client_id, seen, binding))
    }

    async fn extend_session(&self, id: Fingerprint, expires_at: Timestamp) {
        self.sessions
            .update(&id, |session| session.expires_at = expires_at);
    }

    async fn unbind_client(&self, id: Fingerprint, client_id: &str) {
        self.sessions.update(&id, |session| {
            session.clients.remove(client_id);
        });
    }

    async fn pass_second_factor(&self, id: Fingerprint) {
        self.sessions
            .update(&id, |session| session.second_factor = true);
    }

    async fn take_session(&self, id: Fingerprint) -> Option<Session> {
        self.sessions.take(&id)
    }

    async fn put_logout(&self, id: Fingerprint, logout: PendingLogout, now: Timestamp) {
        self.logouts.put(id, logout, now);
    }

    async fn logout(&self, id: Fingerprint) -> Option<PendingLogout> {
        self.logouts.find(&id)
    }

    async fn take_logout(&self, id: Fingerprint) -> Option<PendingLogout> {
        self.logouts.take(&id)
    }

    async fn put_pushed_request(&self, id: Fingerprint, request: PushedRequest, now: Timestamp) {
        self.pushed_requests.put(id, request, now);
    }

    async fn pushed_request(&self, id: Fingerprint) -> Option<PushedRequest> {
        self.pushed_requests.find(&id)
    }

    async fn consume_pushed_request(&self, id: Fingerprint) -> bool {
        let first = |pushed: &mut PushedRequest| !std::mem::replace(&mut pushed.consumed, true);
        self.pushed_requests.update(&id, first).unwrap_or(false)
    }

    async fn decided(&self, account: &str, client_id: &str) -> Decided {
        self.with_decided(|decided| decided.get(&key(account, client_id)).cloned())
            .unwrap_or_default()
    }

    async fn extend_decided(&self, account: &str, client_id: &str, just: &Decided) {
        self.with_decided(|decided| {
            decided
                .entry(key(account, client_id))
                .or_default()
                .extend(just);
        });
    }

    async fn forget_decided(&self, account: &str, client_id: &str) {
        self.with_decided(|decided| decided.remove(&key(account, client_id)));
    }

    async fn put_grant(&self, grant: Grant, now: Timestamp) {
        self.grants.put(grant.id.clone(), grant, now);
    }

    async fn extend_grant(&self, id: &GrantId, agreed: &Consent, now: Timestamp) -> Option<Grant> {
        let extend = |grant: &mut Grant| {
            grant.scopes.extend(&agreed.scopes);
            grant.claims.extend(agreed.claims.iter().cloned());
            grant.clone()
        };
        self.grants
            .update(id, |grant| {
                (!grant.expires_at.is_past(now)).then(|| extend(grant))
            })
            .flatten()
    }

    async fn grants(&self) -> Vec<Grant> {
        self.grants
            .all()
            .into_iter()
            .map(|(_, grant)| grant)
            .collect()
    }

    async fn expire_grant(&self, id: &GrantId, at: Timestamp) -> bool {
        let expire = |grant: &mut Grant| grant.expires_at = at;
        self.grants.update(id, expire).is_some()
    }

    async fn grant(&self, id: &GrantId) -> Option<Grant> {
        self.grants.find(id)
    }

    async fn end_session_of_grant(&self, id: &GrantId) {
        self.grants.update(id, |grant| grant.session_ended = true);
    }

    async fn revoke_grant(&self, id: &GrantId) -> Option<Grant> {
        self.grants.take(id)
    }

    async fn put_code(&self, id: Fingerprint, code: AuthorizationCode, now: Timestamp) {
        self.codes.put(id, code, now);
    }

    async fn code(&self, id: Fingerprint) -> Option<AuthorizationCode> {
        self.codes.find(&id)
    }

    async fn consume_code(&self, id: Fingerprint) -> bool {
        let first = |code: &mut AuthorizationCode| !std::mem::replace(&mut code.consumed, true);
        self.codes.update(&id, first).unwrap_or(false)
    }

    async fn put_refresh_token(&self, id: Fingerprint, token: RefreshToken, now: Timestamp) {
        self.refresh_tokens.put(id, token, now);
    }

    async fn refresh_tokens(&self) -> Vec<(Fingerprint, RefreshToken)> {
        self.refresh_tokens.all()
    }

    async fn expire_refresh_token(&self, id: Fingerprint, at: Timestamp) -> bool {
        let expire = |token: &mut RefreshToken| token.expires_at = at;
        self.refresh_tokens.update(&id, expire).is_some()
    }

    async fn refresh_token(&self, id: Fingerprint) -> Option<RefreshToken> {
        self.refresh_tokens.find(&id)
    }

    async fn consume_refresh_token(&self, id: Fingerprint, now: Timestamp) -> Consumption {
        let consume = |token: &mut RefreshToken| {
            let before = token.consumed_at;
            token.consumed_at = before.or(Some(now));
            before.map_or(Consumption::First, Consumption::Before)
        };
        let consumed = self.refresh_tokens.update(&id, consume);
        consumed.unwrap_or(Consumption::Gone)
    }

    async fn remember(&self, client_id: &str, once: &Once, now: Timestamp) -> bool {
        self.replays.put_first(client_id, once, now)
    }

    async fn put_access_token(&self, jti: &str, token: AccessToken, now: Timestamp) {
        self.access_tokens.put(jti.to_owned(), token, now);
    }

    async fn access_tokens(&self) -> Vec<(String, AccessToken)> {
        self.access_tokens.all()
    }

    async fn expire_access_token(&self, jti: &str, at: Timestamp) -> bool {
        let expire = |token: &mut AccessToken| token.expires_at = at;
        self.access_tokens.update(jti, expire).is_some()
    }

    async fn access_token(&self, jti: &str) -> Option<AccessToken> {
        self.access_tokens.find(jti)
    }

    async fn remove_access_token(&self, jti: &str) {
        self.access_tokens.take(jti);
    }
}

impl MemoryStore {
    /// They are few: one per user and client.
    fn with_decided<R>(&self, f: impl FnOnce(&mut HashMap<(String, String), Decided>) -> R) -> R {
        f(&mut self.decided.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn key(account: &str, client_id: &str) -> (String, String) {
    (account.to_owned(), client_id.to_owned())
}
