use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};

use crate::rp::LogoutState;

/// The logouts that browsers have under way at the provider, so that each is answered once.
#[derive(Default)]
pub(super) struct Logouts {
    /// The SHA-256 of each `state`, and when its time is over.
    kept: Mutex<HashMap<[u8; 32], u64>>,
}

impl Logouts {
    /// Remembers a logout; where there are too many, the oldest gives way.
    pub(super) fn begin(&self, state: &LogoutState, now: u64) {
        let mut kept = self.kept();
        if kept.len() >= MAX_LOGOUTS {
            kept.retain(|_, expires_at| now < *expires_at);
        }
        if kept.len() >= MAX_LOGOUTS {
            let oldest = kept.iter().min_by_key(|(_, expires_at)| **expires_at);
            let oldest = oldest.map(|(key, _)| *key);
            oldest.and_then(|key| kept.remove(&key));
        }
        kept.insert(key(state), now.saturating_add(LIFETIME));
    }

    /// Takes a logout; each can be taken once, as long as its time is not over.
    pub(super) fn take(&self, state: &LogoutState, now: u64) -> bool {
        let expires_at = self.kept().remove(&key(state));
        expires_at.is_some_and(|expires_at| now < expires_at)
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<[u8; 32], u64>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(state: &LogoutState) -> [u8; 32] {
    let mut key = [0; 32];
    key.copy_from_slice(digest(&SHA256, state.expose().as_bytes()).as_ref());
    key
}

/// How long a user may think about the provider's question, in seconds.
pub(super) const LIFETIME: u64 = 900;
const MAX_LOGOUTS: usize = 10_000;
