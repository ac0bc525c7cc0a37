//! The record of every exchange, with the true reason of each refusal, which the wire never has.

mod entry;
mod filter;
mod har;
mod mask;
mod messages;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

pub(crate) use entry::short;
pub use entry::{Endpoint, Entry, Note, Refused};
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
}

/// Of how many exchanges the messages are kept, which weigh more than the rest of an entry.
const MESSAGES: usize = 512;

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
        self.lock().entries.clear();
    }

    /// Records an exchange and numbers it.
    pub(crate) fn record(&self, mut entry: Entry) {
        {
            let mut ring = self.lock();
            ring.recorded += 1;
            entry.seq = ring.recorded;
            if ring.entries.len() >= self.capacity {
                ring.entries.pop_front();
            }
            ring.entries.push_back(entry);
            let over = ring.entries.len().checked_sub(MESSAGES + 1);
            if let Some(old) = over.and_then(|index| ring.entries.get_mut(index)) {
                old.messages = None;
            }
        }
        self.recorded.notify_waiters();
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
