use std::fmt::Debug;
use std::time::SystemTime;

/// Tells the time; every lifetime, limit and validity check in this package asks it.
pub trait Clock: Debug + Send + Sync {
    /// The seconds since 1970-01-01T00:00:00Z, the `NumericDate` of RFC 7519 2.
    fn now(&self) -> u64;
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl SystemClock {
    /// The system's time as the TLS libraries want it; certificates are always checked against the
    /// real time, whatever clock the protocol runs by.
    #[must_use]
    pub fn system_time(self) -> SystemTime {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that reads the clock"
        )]
        SystemTime::now()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> u64 {
        self.system_time()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }
}
