//! Time as an argument.

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A moment in whole seconds since 1970-01-01T00:00:00Z (`NumericDate`, RFC 7519 2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment that many seconds after the epoch.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The first whole second that is not before a `NumericDate` with a fraction.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "it saturates")]
    pub fn from_numeric_date(seconds: f64) -> Self {
        Self(seconds.ceil() as i64)
    }

    /// Seconds since the epoch.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The moment `lifetime` later, in whole seconds.
    #[must_use]
    pub fn after(self, lifetime: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX)),
        )
    }

    /// How long it is from this moment to `later`; nothing, if that is past.
    #[must_use]
    pub fn until(self, later: Self) -> Duration {
        Duration::from_secs(later.0.saturating_sub(self.0).max(0).unsigned_abs())
    }

    /// Whether something that expires at this moment is over at `now`: the second itself counts as
    /// over, and there is no tolerance.
    #[must_use]
    pub const fn is_past(self, now: Self) -> bool {
        self.0 <= now.0
    }
}

/// Where the time comes from.
pub trait Clock: Debug + Send + Sync {
    /// The current moment.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows `start`.
    #[must_use]
    pub const fn new(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.unix()))
    }

    /// Moves the clock forward by whole seconds.
    pub fn advance(&self, by: Duration) {
        let seconds = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}
