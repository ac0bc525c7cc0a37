use tokio::sync::Mutex;

use crate::consumer::{ConsumerApi, ConsumerError, Task};
use crate::rp::Fault;

/// The fetch that runs for one session, so that a reload looks at it and starts no other.
#[derive(Default)]
pub(super) struct FetchUnderWay(Mutex<Option<Task>>);

impl FetchUnderWay {
    /// The fetch that runs, or a new one. The lock is held for the whole request, on purpose: of
    /// two visits at once, one starts it and both look at it.
    pub(super) async fn join(
        &self,
        api: &ConsumerApi,
        now: u64,
        limit: u64,
    ) -> Result<Task, ConsumerError> {
        let mut kept = self.0.lock().await;
        if let Some(task) = &*kept
            && task.waited(now) < limit.saturating_add(FORGOTTEN)
        {
            return Ok(task.clone());
        }
        let task = api.begin(now).await?;
        *kept = Some(task.clone());
        Ok(task)
    }

    /// Keeps what is known of a fetch that goes on, also where it could not be asked for at the
    /// moment; one that has come to an end, good or bad, gives way to the next.
    pub(super) async fn settle(&self, task: &Task, outcome: Result<(), &ConsumerError>) {
        let goes_on = match outcome {
            Ok(()) => !task.has_ended(),
            Err(ConsumerError::TaskStuck { .. }) => false,
            Err(error) => error.fault() == Fault::Transport,
        };
        let mut kept = self.0.lock().await;
        if kept.as_ref().is_some_and(|kept| kept.id() == task.id()) {
            *kept = goes_on.then(|| task.clone());
        }
    }
}

/// Whoever comes back so many seconds after the time limit wants to see what is new then.
const FORGOTTEN: u64 = 600;
