//! The record of every exchange, with the true reason of each refusal, which the wire never has.

mod entry;
mod filter;
mod har;
pub(crate) mod mask;
mod messages;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

pub use entry::{Endpoint, Entry, Note, Refused};
pub(crate) use entry::{Exchange, short};
pub use filter::Filter;
pub use har::{Har, Secrets};
pub use messages::{Message, Messages};

/// The last exchanges of an institution, oldest first.
#[derive(Debug)]
pub struct Journal {
    ring: Mutex<Ring>,
    capacity: usize,
    recorded: Notify,
}

#[derive(Debug, Default)]
struct Ring {
    recorded: u64,
    entries: VecDeque<Entry>,
    /// How many of the entries, from the oldest on, have no messages any more.
    bare: usize,
    /// What the messages weigh, in bytes.
    weight: usize,
}

/// What the messages of all entries may weigh together, in bytes; the oldest go first.
const MOST_WEIGHT: usize = 8 * 1024 * 1024;

impl Journal {
    /// A journal that remembers that many exchanges.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            ring: Mutex::default(),
            capacity,
            recorded: Notify::new(),
        }
    }

    /// The exchanges that are remembered, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.lock().entries.iter().cloned().collect()
    }

    /// The remembered exchanges that the filter lets through, oldest first.
    #[must_use]
    pub fn filtered(&self, filter: &Filter) -> Vec<Entry> {
        let ring = self.lock();
        let entries = ring.entries.iter();
        entries
            .filter(|entry| filter.lets_through(entry))
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

    /// Waits for the first exchange that the filter lets through; one that is remembered already
    /// counts.
    pub async fn expect(&self, filter: &Filter) -> Entry {
        loop {
            let recorded = self.recorded.notified();
            tokio::pin!(recorded);
            // From here on no exchange is missed.
            recorded.as_mut().enable();
            let found = {
                let ring = self.lock();
                let mut entries = ring.entries.iter();
                entries.find(|entry| filter.lets_through(entry)).cloned()
            };
            match found {
                Some(entry) => return entry,
                None => recorded.await,
            }
        }
    }

    /// The number of the newest exchange, 0 before the first.
    #[must_use]
    pub fn newest(&self) -> u64 {
        self.lock().recorded
    }

    /// Forgets all exchanges; the next one's number goes on from theirs.
    pub fn clear(&self) {
        let mut ring = self.lock();
        let recorded = ring.recorded;
        *ring = Ring {
            recorded,
            ..Ring::default()
        };
    }

    /// Records an exchange and numbers it.
    pub(crate) fn record(&self, mut entry: Entry) {
        {
            let mut ring = self.lock();
            ring.recorded += 1;
            entry.seq = ring.recorded;
            if ring.entries.len() >= self.capacity {
                ring.forget_oldest();
            }
            ring.push(entry);
        }
        self.recorded.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    fn push(&mut self, entry: Entry) {
        self.weight += entry.messages.as_ref().map_or(0, Messages::weight);
        self.entries.push_back(entry);
        while self.weight > MOST_WEIGHT && self.bare < self.entries.len() {
            let messages = self.entries[self.bare].messages.take();
            self.weight -= messages.as_ref().map_or(0, Messages::weight);
            self.bare += 1;
        }
    }

    fn forget_oldest(&mut self) {
        let oldest = self.entries.pop_front();
        let messages = oldest.and_then(|entry| entry.messages);
        self.weight -= messages.as_ref().map_or(0, Messages::weight);
        self.bare = self.bare.saturating_sub(1);
    }
}

impl Default for Journal {
    fn default() -> Self {
        Self::with_capacity(1024)
    }
}
