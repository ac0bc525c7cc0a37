//! A bounded map of records that expire, in shards, so that two requests seldom meet at a lock.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use oidc::clock::Timestamp;

/// A record that is of no use after a certain time.
pub(super) trait Expiring {
    /// That time.
    fn expires_at(&self) -> Timestamp;
}

/// Records by key. A full shard drops what has expired, or else some of what will expire first.
#[derive(Debug)]
pub(super) struct Records<K, V> {
    /// Made for the first record: most institutions of a test never have one of most kinds.
    shards: OnceLock<Box<Shards<K, V>>>,
    shard_capacity: usize,
    hasher: RandomState,
}

type Shards<K, V> = [Mutex<HashMap<K, V>>; SHARDS];

const SHARDS: usize = 16;

impl<K: Hash + Eq, V: Expiring + Clone> Records<K, V> {
    /// Room for about that many records.
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            shards: OnceLock::new(),
            shard_capacity: capacity / SHARDS,
            hasher: RandomState::new(),
        }
    }

    pub(super) fn put(&self, key: K, value: V, now: Timestamp) {
        let mut shard = self.shard(&key);
        if shard.len() >= self.shard_capacity && !shard.contains_key(&key) {
            make_room(&mut shard, self.shard_capacity, now);
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

    /// All records, in no order.
    pub(super) fn all(&self) -> Vec<(K, V)>
    where
        K: Clone,
    {
        let of = |shard: &Mutex<HashMap<K, V>>| -> Vec<_> {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            let records = shard.iter();
            records
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        };
        let shards = self.shards.get();
        shards
            .into_iter()
            .flat_map(|shards| shards.iter())
            .flat_map(of)
            .collect()
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
        let index = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or(0);
        let make = || Box::new(std::array::from_fn(|_| Mutex::default()));
        self.shards.get_or_init(make)[index]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drops what has expired; if that is not enough, the eighth of the shard that will expire first, so
/// that a full shard is gone through once in many insertions and not at each.
fn make_room<K: Hash + Eq, V: Expiring>(
    shard: &mut HashMap<K, V>,
    capacity: usize,
    now: Timestamp,
) {
    shard.retain(|_, record| !record.expires_at().is_past(now));
    if shard.len() < capacity {
        return;
    }
    let mut to_go = capacity.div_ceil(8);
    let mut ends: Vec<_> = shard.values().map(Expiring::expires_at).collect();
    let (_, last_to_go, _) = ends.select_nth_unstable(to_go - 1);
    shard.retain(|_, record| {
        let goes = to_go > 0 && record.expires_at() <= *last_to_go;
        to_go -= usize::from(goes);
        !goes
    });
}
