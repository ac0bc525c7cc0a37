//! The clocks of a running provider.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use oidc::clock::{Clock, Timestamp};

/// The system's clock; nothing else in the provider reads it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl SystemClock {
    /// The moment with the system's own precision, for certificates.
    #[must_use]
    pub fn system_time() -> SystemTime {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that reads it"
        )]
        SystemTime::now()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = Self::system_time().duration_since(SystemTime::UNIX_EPOCH);
        Timestamp::from_unix(0).after(since.unwrap_or_default())
    }
}

/// An institution's clock: it runs with the one below it, and can be moved forward.
#[derive(Debug)]
pub struct InstitutionClock {
    below: Arc<dyn Clock>,
    ahead: AtomicI64,
}

impl InstitutionClock {
    /// A clock that shows what `below` shows until it is moved.
    #[must_use]
    pub fn on(below: Arc<dyn Clock>) -> Self {
        Self {
            below,
            ahead: AtomicI64::new(0),
        }
    }

    /// Moves the clock forward, by whole seconds.
    pub fn advance(&self, by: Duration) {
        let seconds = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
        // Never `Err`: there always is a next value.
        let _ = self
            .ahead
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |ahead| {
                Some(ahead.saturating_add(seconds))
            });
    }
}

impl Clock for InstitutionClock {
    fn now(&self) -> Timestamp {
        let ahead = self.ahead.load(Ordering::SeqCst);
        Timestamp::from_unix(self.below.now().unix().saturating_add(ahead))
    }
}
