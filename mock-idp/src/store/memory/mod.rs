mod records;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use oidc::access_token::AccessToken;
use oidc::authorization_code::AuthorizationCode;
use oidc::clock::Timestamp;
use oidc::consent::Consent;
use oidc::grant::{Grant, GrantId};
use oidc::interaction::Interaction;
use oidc::refresh::RefreshToken;
use oidc::secret::Fingerprint;
use oidc::session::{ClientSession, Session};

use self::records::{Expiring, Records};
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
    consents: Mutex<HashMap<(String, String), Consent>>,
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
            consents: Mutex::default(),
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

    async fn session(&self, id: Fingerprint) -> Option<Session> {
        self.sessions.find(&id)
    }

    async fn bind_client(&self, id: Fingerprint, client_id: &str, binding: ClientSession) {
        self.sessions.update(&id, |session| {
            session.clients.insert(client_id.to_owned(), binding);
        });
    }

    async fn remove_session(&self, id: Fingerprint) {
        self.sessions.take(&id);
    }

    async fn consent(&self, account: &str, client_id: &str) -> Consent {
        self.with_consents(|consents| consents.get(&key(account, client_id)).cloned())
            .unwrap_or_default()
    }

    async fn extend_consent(&self, account: &str, client_id: &str, agreed: &Consent) {
        self.with_consents(|consents| {
            consents
                .entry(key(account, client_id))
                .or_default()
                .extend(agreed);
        });
    }

    async fn forget_consent(&self, account: &str, client_id: &str) {
        self.with_consents(|consents| consents.remove(&key(account, client_id)));
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

    async fn grant(&self, id: &GrantId) -> Option<Grant> {
        self.grants.find(id)
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

    async fn refresh_token(&self, id: Fingerprint) -> Option<RefreshToken> {
        self.refresh_tokens.find(&id)
    }

    async fn consume_refresh_token(&self, id: Fingerprint) -> bool {
        let first = |token: &mut RefreshToken| !std::mem::replace(&mut token.consumed, true);
        self.refresh_tokens.update(&id, first).unwrap_or(false)
    }

    async fn put_access_token(&self, jti: &str, token: AccessToken, now: Timestamp) {
        self.access_tokens.put(jti.to_owned(), token, now);
    }

    async fn access_token(&self, jti: &str) -> Option<AccessToken> {
        self.access_tokens.find(jti)
    }
}

impl MemoryStore {
    /// Consents are few: one per user and client.
    fn with_consents<R>(&self, f: impl FnOnce(&mut HashMap<(String, String), Consent>) -> R) -> R {
        f(&mut self.consents.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn key(account: &str, client_id: &str) -> (String, String) {
    (account.to_owned(), client_id.to_owned())
}

impl Expiring for Interaction {
    fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl Expiring for Session {
    fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl Expiring for Grant {
    fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl Expiring for AuthorizationCode {
    fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl Expiring for RefreshToken {
    fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl Expiring for AccessToken {
    fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}
