use std::fmt::Debug;
use std::pin::Pin;
use std::time::Duration;

/// Waits; whatever in this package has to let time pass asks it.
pub trait Pause: Debug + Send + Sync {
    /// Resolves after that time.
    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// Waits by the system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemPause;

impl Pause for SystemPause {
    fn pause(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        #[expect(clippy::disallowed_methods, reason = "the one place that waits")]
        Box::pin(tokio::time::sleep(time))
    }
}
