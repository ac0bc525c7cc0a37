//! A bounded map of records that expire, in shards, so that two requests seldom meet at a lock.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use oidc::clock::Timestamp;

/// A record that is of no use after a certain time.
pub(super) trait Expiring {
    /// That time.
    fn expires_at(&self) -> Timestamp;
}

/// Records by key. A full shard drops what has expired, or else what will expire first.
#[derive(Debug)]
pub(super) struct Records<K, V> {
    shards: [Mutex<HashMap<K, V>>; SHARDS],
    hasher: RandomState,
}

const SHARDS: usize = 16;
/// 65 536 records of a kind in all.
const SHARD_CAPACITY: usize = 4096;

impl<K: Hash + Eq + Clone, V: Expiring + Clone> Records<K, V> {
    pub(super) fn put(&self, key: K, value: V, now: Timestamp) {
        let mut shard = self.shard(&key);
        if shard.len() >= SHARD_CAPACITY && !shard.contains_key(&key) {
            make_room(&mut shard, now);
        }
        shard.insert(key, value);
    }

    pub(super) fn find<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.shard(key).get(key).cloned()
    }

    pub(super) fn take<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.shard(key).remove(key)
    }

    /// Changes a record under its lock, so that only one of many changes it at a time.
    pub(super) fn update<Q: Hash + Eq + ?Sized, R>(
        &self,
        key: &Q,
        change: impl FnOnce(&mut V) -> R,
    ) -> Option<R>
    where
        K: Borrow<Q>,
    {
        self.shard(key).get_mut(key).map(change)
    }

    fn shard<Q: Hash + ?Sized>(&self, key: &Q) -> MutexGuard<'_, HashMap<K, V>> {
        let index = usize::try_from(self.hasher.hash_one(key) % 16).unwrap_or(0);
        self.shards[index]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> Default for Records<K, V> {
    fn default() -> Self {
        Self {
            shards: std::array::from_fn(|_| Mutex::default()),
            hasher: RandomState::new(),
        }
    }
}

fn make_room<K: Hash + Eq + Clone, V: Expiring>(shard: &mut HashMap<K, V>, now: Timestamp) {
    shard.retain(|_, record| !record.expires_at().is_past(now));
    if shard.len() >= SHARD_CAPACITY {
        let first = shard.iter().min_by_key(|(_, record)| record.expires_at());
        if let Some(key) = first.map(|(key, _)| key.clone()) {
            shard.remove(&key);
        }
    }
}
