use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use banno_client::Pause;
use banno_client::rp::{Clock, Entropy, EntropyError};

use super::NOW;

/// A clock that moves when a test moves it.
#[derive(Debug)]
pub(crate) struct TestClock {
    now: AtomicU64,
    asked: AtomicU64,
}

impl TestClock {
    pub(crate) fn advance(&self, seconds: u64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }

    /// How often the time was asked for, which tells how far a server has come.
    pub(crate) fn asked(&self) -> u64 {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self {
            now: AtomicU64::new(NOW),
            asked: AtomicU64::new(0),
        }
    }
}

impl Clock for TestClock {
    fn now(&self) -> u64 {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.now.load(Ordering::SeqCst)
    }
}

/// Pauses that take no time but that of a test's clock.
#[derive(Debug)]
pub(crate) struct TestPause(pub(crate) Arc<TestClock>);

impl Pause for TestPause {
    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.advance(time.as_secs());
        Box::pin(std::future::ready(()))
    }
}

/// The same numbers in each run, none of them twice.
#[derive(Debug, Default)]
pub(crate) struct SeededEntropy(AtomicU64);

impl Entropy for SeededEntropy {
    fn bytes(&self) -> Result<[u8; 32], EntropyError> {
        let count = self.0.fetch_add(1, Ordering::SeqCst);
        let digest = digest(&SHA256, &count.to_be_bytes());
        Ok(digest.as_ref().try_into().unwrap())
    }
}
