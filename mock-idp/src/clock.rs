//! The clocks of a running provider.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use oidc::clock::{Clock, Timestamp};
use tokio::sync::Notify;

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

/// Measures how long something takes on this machine, whatever an institution's clock shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "nothing is decided by it, only counted"
        )]
        let now = Instant::now();
        Self(now)
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// An institution's clock: it runs with the one below it, and can be moved, set and stopped.
#[derive(Debug)]
pub struct InstitutionClock {
    below: Arc<dyn Clock>,
    /// Seconds before or behind the clock below.
    ahead: AtomicI64,
    /// Where it stands, while it stands.
    frozen_at: AtomicI64,
    /// Tells whoever waits that it was moved.
    moved: Notify,
    /// How many wait for it.
    waiting: AtomicUsize,
}

/// One who waits, until dropped.
struct Waiting<'c>(&'c AtomicUsize);

impl<'c> Waiting<'c> {
    fn on(clock: &'c InstitutionClock) -> Self {
        clock.waiting.fetch_add(1, Ordering::SeqCst);
        Self(&clock.waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// How often a clock that runs is looked at by who waits for it: the clock below may be moved, too.
const TICK: Duration = Duration::from_millis(200);
/// No moment that anybody sets a clock to.
const RUNNING: i64 = i64::MIN;

impl InstitutionClock {
    /// A clock that shows what `below` shows until it is moved.
    #[must_use]
    pub fn on(below: Arc<dyn Clock>) -> Self {
        Self {
            below,
            ahead: AtomicI64::new(0),
            frozen_at: AtomicI64::new(RUNNING),
            moved: Notify::new(),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Moves the clock forward, by whole seconds, whether it runs or stands.
    pub fn advance(&self, by: Duration) {
        let seconds = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
        let moved = if self.is_frozen() {
            &self.frozen_at
        } else {
            &self.ahead
        };
        // Never `Err`: there always is a next value.
        let _ = moved.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |now| {
            Some(now.saturating_add(seconds))
        });
        self.moved.notify_waiters();
    }

    /// Sets the clock; it goes on from there if it runs.
    pub fn set(&self, to: Timestamp) {
        if self.is_frozen() {
            self.frozen_at.store(to.unix(), Ordering::SeqCst);
        } else {
            let ahead = to.unix().saturating_sub(self.below.now().unix());
            self.ahead.store(ahead, Ordering::SeqCst);
        }
        self.moved.notify_waiters();
    }

    /// Stops the clock where it is, or lets it run on from there.
    pub fn freeze(&self, frozen: bool) {
        let now = self.now();
        if frozen {
            self.frozen_at.store(now.unix(), Ordering::SeqCst);
        } else {
            self.frozen_at.store(RUNNING, Ordering::SeqCst);
            self.set(now);
        }
        self.moved.notify_waiters();
    }

    /// Lets it show what the clock below shows again.
    pub fn reset(&self) {
        self.ahead.store(0, Ordering::SeqCst);
        self.frozen_at.store(RUNNING, Ordering::SeqCst);
        self.moved.notify_waiters();
    }

    /// Waits until it shows that moment or a later one, or until somebody moves it: then it is to be looked at
    /// anew.
    pub async fn reach(&self, moment: Timestamp) {
        let _waiting = Waiting::on(self);
        loop {
            let moved = self.moved.notified();
            tokio::pin!(moved);
            // From here on no move is missed.
            moved.as_mut().enable();
            if moment.is_past(self.now()) {
                return;
            }
            if self.is_frozen() {
                return moved.await;
            }
            #[expect(
                clippy::disallowed_methods,
                reason = "a clock that runs is waited for by letting time go by"
            )]
            let tick = tokio::time::sleep(TICK);
            tokio::select! {
                () = moved => return,
                () = tick => {}
            }
        }
    }

    /// How many wait for it to [reach](Self::reach) a moment.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    /// Whether it stands.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.frozen_at.load(Ordering::SeqCst) != RUNNING
    }
}

impl Clock for InstitutionClock {
    fn now(&self) -> Timestamp {
        let frozen_at = self.frozen_at.load(Ordering::SeqCst);
        if frozen_at != RUNNING {
            return Timestamp::from_unix(frozen_at);
        }
        let ahead = self.ahead.load(Ordering::SeqCst);
        Timestamp::from_unix(self.below.now().unix().saturating_add(ahead))
    }
}
