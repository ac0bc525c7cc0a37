//! The record of every exchange, with the true reason of each refusal, which the wire never has.

mod entry;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) use entry::short;
pub use entry::{Endpoint, Entry, Note, Refused};

/// The last exchanges of an institution, oldest first.
#[derive(Debug)]
pub struct Journal {
    ring: Mutex<Ring>,
    capacity: usize,
}

#[derive(Debug, Default)]
struct Ring {
    recorded: u64,
    entries: VecDeque<Entry>,
}

impl Journal {
    /// A journal that remembers that many exchanges.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            ring: Mutex::default(),
            capacity,
        }
    }

    /// The exchanges that are remembered, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.lock().entries.iter().cloned().collect()
    }

    /// The exchanges that came after the one numbered `seq`, oldest first.
    #[must_use]
    pub fn entries_after(&self, seq: u64) -> Vec<Entry> {
        self.lock()
            .entries
            .iter()
            .filter(|entry| entry.seq > seq)
            .cloned()
            .collect()
    }

    /// The refusals among the remembered exchanges, oldest first.
    #[must_use]
    pub fn refusals(&self) -> Vec<Refused> {
        self.lock()
            .entries
            .iter()
            .filter_map(|entry| entry.refusal.clone())
            .collect()
    }

    /// Records an exchange and numbers it.
    pub(crate) fn record(&self, mut entry: Entry) {
        let mut ring = self.lock();
        ring.recorded += 1;
        entry.seq = ring.recorded;
        if ring.entries.len() >= self.capacity {
            ring.entries.pop_front();
        }
        ring.entries.push_back(entry);
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Journal {
    fn default() -> Self {
        Self::with_capacity(1024)
    }
}
