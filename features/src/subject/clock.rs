use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use banno_client::Clock;
use banno_client::rp::SystemClock;

/// The companion's clock: it shows the provider's time where that is known, and otherwise the system's.
///
/// Cloning shares the clock.
#[derive(Clone, Debug, Default)]
pub(super) struct CompanionClock(Arc<AtomicU64>);

impl CompanionClock {
    /// A clock that shows this time, if it is known.
    pub(super) fn showing(now: Option<u64>) -> Self {
        let clock = Self::default();
        clock.show(now);
        clock
    }

    /// Shows this time from now on, if it is known.
    pub(super) fn show(&self, now: Option<u64>) {
        self.0.store(now.unwrap_or(UNKNOWN), Ordering::Relaxed);
    }
}

impl Clock for CompanionClock {
    fn now(&self) -> u64 {
        match self.0.load(Ordering::Relaxed) {
            UNKNOWN => SystemClock.now(),
            now => now,
        }
    }
}

/// No moment of any scenario.
const UNKNOWN: u64 = 0;
