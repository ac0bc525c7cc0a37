//! What clients may send once, and have sent.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, OnceLock, PoisonError};

use oidc::clock::Timestamp;
use oidc::replay::Once;
use oidc::secret::Fingerprint;

/// Names that have come, in shards, each client's by themselves.
#[derive(Debug, Default)]
pub(super) struct Replays {
    /// Made for the first name: most institutions of a test never have one.
    shards: OnceLock<Box<Shards>>,
    hasher: RandomState,
}

type Shards = [Mutex<HashMap<String, Remembered>>; SHARDS];

/// The names of one client, those that came first to be forgotten first.
#[derive(Debug, Default)]
struct Remembered {
    until: HashMap<Fingerprint, Timestamp>,
    order: VecDeque<Fingerprint>,
}

const SHARDS: usize = 16;

/// Of one client in one shard, so 65,536 of a client: more than two hundred a second for five minutes.
const CAPACITY: usize = 4_096;

impl Replays {
    pub(super) fn put_first(&self, client_id: &str, once: &Once, now: Timestamp) -> bool {
        let id = Fingerprint::of(&once.jti);
        let index = usize::try_from(self.hasher.hash_one(id) % SHARDS as u64).unwrap_or(0);
        let make = || Box::new(std::array::from_fn(|_| Mutex::default()));
        let mut shard = self.shards.get_or_init(make)[index]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if !shard.contains_key(client_id) {
            shard.insert(client_id.to_owned(), Remembered::default());
        }
        let remembered = shard.get_mut(client_id);
        remembered.is_some_and(|remembered| remembered.put_first(id, once.until, now))
    }
}

impl Remembered {
    fn put_first(&mut self, id: Fingerprint, until: Timestamp, now: Timestamp) -> bool {
        if self.until.get(&id).is_some_and(|until| !until.is_past(now)) {
            return false;
        }
        self.forget(now);
        if self.until.insert(id, until).is_none() {
            self.order.push_back(id);
        }
        true
    }

    /// Forgets the first ones, as far as they need not be remembered, or there is no room.
    fn forget(&mut self, now: Timestamp) {
        while let Some(first) = self.order.front() {
            let is_over = self.until.get(first).is_none_or(|until| until.is_past(now));
            if !is_over && self.order.len() < CAPACITY {
                return;
            }
            self.until.remove(first);
            self.order.pop_front();
        }
    }
}
