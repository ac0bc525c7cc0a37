use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::HttpRequest;
use aws_lc_rs::digest::{SHA256, digest};

use super::signed_in::SignedIn;
use super::{ReturnPath, session_cookie, transaction_cookie};
use crate::rp::{Clock, Entropy, EntropyError, State, Transaction};

/// The sessions of all browsers, in memory, bounded, and over when the clock says so.
pub(super) struct Sessions {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    kept: Mutex<HashMap<Key, Arc<Session>>>,
}

/// The SHA-256 of a session id: a look-up by it tells nothing about the id in its time.
pub(super) type Key = [u8; 32];

/// One browser's session.
pub(super) struct Session {
    expires_at: u64,
    /// The user, once there is one; a session never changes from one to another.
    pub(super) user: Option<Arc<SignedIn>>,
    logins: Logins,
}

/// The logins that a browser began, oldest first; they move on when its session is renewed.
type Logins = Arc<Mutex<Vec<PendingLogin>>>;

/// A login that this browser began.
pub(super) struct PendingLogin {
    pub(super) transaction: Transaction,
    pub(super) return_path: ReturnPath,
    /// The session that the browser named when it began, and that this login will take the place
    /// of: with another site's form the browser does not name it.
    pub(super) replaces: Option<Key>,
    began_at: u64,
}

impl Sessions {
    pub(super) fn new(clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            clock,
            entropy,
            kept: Mutex::default(),
        }
    }

    /// The session that the request's cookie names, if it is still on.
    pub(super) fn find(&self, request: &HttpRequest) -> Option<Arc<Session>> {
        self.get(&named(request)?)
    }

    /// The anonymous session with the logins that the request's transaction cookie names, if it is
    /// still on.
    pub(super) fn find_transaction(&self, request: &HttpRequest) -> Option<Arc<Session>> {
        self.get(&key(transaction_cookie::find(request)?))
    }

    /// Opens a session for a browser that has none, and tells its id.
    pub(super) fn open(&self) -> Result<(String, Arc<Session>), EntropyError> {
        self.insert(None, Logins::default(), PENDING_LIFETIME)
    }

    /// Opens an anonymous session for one more login, and tells its id. The logins that the browser
    /// has under way already move on to it.
    pub(super) fn open_transaction(
        &self,
        request: &HttpRequest,
    ) -> Result<(String, Arc<Session>), EntropyError> {
        let before = self.find_transaction(request);
        let logins = before.map_or_else(Logins::default, |it| Arc::clone(&it.logins));
        self.insert(None, logins, PENDING_LIFETIME)
    }

    /// Opens the session of a signed-in user under a new id and forgets the browser's old one: an
    /// id that somebody planted before the login is worth nothing after it. The logins that the
    /// browser has under way in other tabs move on to the new session.
    pub(super) fn renew(
        &self,
        request: &HttpRequest,
        session: &Session,
        replaces: Option<Key>,
        user: SignedIn,
    ) -> Result<String, EntropyError> {
        self.close(request);
        if let Some(replaces) = replaces {
            self.kept().remove(&replaces);
        }
        let logins = Arc::clone(&session.logins);
        self.insert(Some(Arc::new(user)), logins, LIFETIME)
            .map(|(id, _)| id)
    }

    /// Forgets the browser's session.
    pub(super) fn close(&self, request: &HttpRequest) {
        if let Some(key) = named(request) {
            self.kept().remove(&key);
        }
    }

    fn get(&self, key: &Key) -> Option<Arc<Session>> {
        let now = self.clock.now();
        let session = self.kept().get(key).cloned();
        session.filter(|session| now < session.expires_at)
    }

    fn insert(
        &self,
        user: Option<Arc<SignedIn>>,
        logins: Logins,
        lifetime: u64,
    ) -> Result<(String, Arc<Session>), EntropyError> {
        let id = self.entropy.url_safe()?;
        let now = self.clock.now();
        let session = Arc::new(Session {
            expires_at: now.saturating_add(lifetime),
            user,
            logins,
        });
        let mut kept = self.kept();
        if kept.len() >= MAX_SESSIONS {
            make_room(&mut kept, now);
        }
        kept.insert(key(&id), Arc::clone(&session));
        Ok((id, session))
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Key, Arc<Session>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Remembers a login; the oldest gives way where a browser begins too many.
    pub(super) fn begin(
        &self,
        transaction: Transaction,
        return_path: ReturnPath,
        replaces: Option<Key>,
        now: u64,
    ) {
        let mut logins = self.logins();
        if logins.len() >= MAX_LOGINS {
            logins.remove(0);
        }
        logins.push(PendingLogin {
            transaction,
            return_path,
            replaces,
            began_at: now,
        });
    }

    /// Takes the login with that `state`; each can be taken once.
    pub(super) fn take(&self, state: &State, now: u64) -> Option<PendingLogin> {
        let mut logins = self.logins();
        logins.retain(|login| now.saturating_sub(login.began_at) < PENDING_LIFETIME);
        let at = logins
            .iter()
            .position(|login| login.transaction.state() == state)?;
        Some(logins.remove(at))
    }

    fn logins(&self) -> MutexGuard<'_, Vec<PendingLogin>> {
        self.logins.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the request's cookie names, whether or not there is such a session.
pub(super) fn named(request: &HttpRequest) -> Option<Key> {
    session_cookie::find(request).map(key)
}

fn key(id: &str) -> Key {
    let mut key = [0; 32];
    key.copy_from_slice(digest(&SHA256, id.as_bytes()).as_ref());
    key
}

/// Drops what is over, and then what ends first: sessions without a user, as they live shorter.
fn make_room(kept: &mut HashMap<Key, Arc<Session>>, now: u64) {
    kept.retain(|_, session| now < session.expires_at);
    if kept.len() < MAX_SESSIONS {
        return;
    }
    let first = kept
        .iter()
        .min_by_key(|(_, session)| session.expires_at)
        .map(|(key, _)| *key);
    if let Some(first) = first {
        kept.remove(&first);
    }
}

/// As long as the provider waits for a user to sign in.
pub(crate) const PENDING_LIFETIME: u64 = 3600;
const LIFETIME: u64 = 14 * 24 * 3600;
const MAX_LOGINS: usize = 8;
const MAX_SESSIONS: usize = 10_000;
