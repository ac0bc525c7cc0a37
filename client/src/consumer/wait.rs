use std::time::Duration;

use super::{ConsumerApi, ConsumerError, Pause, Progress, Task};
use crate::rp::{Clock, HttpError};

/// How to wait for a task, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'a> {
    /// Tells how long it has been.
    pub clock: &'a dyn Clock,
    /// Lets time pass between two questions that brought nothing.
    pub pause: &'a dyn Pause,
    /// The longest time, in seconds.
    pub limit: u64,
}

/// Asks for the task until it has ended.
///
/// The first question is answered at once; the next ones ask to be answered when there is news. An
/// institution that answers those at once too is asked every three seconds, as by the official
/// example. Whatever the clock says, the end comes: pauses count as waited, and so do questions
/// that found no answer.
///
/// # Errors
/// [`ConsumerError::TaskStuck`] after the time limit, and every [`ConsumerError`] of a call.
pub async fn wait_for_end(
    api: &ConsumerApi,
    task: &mut Task,
    waiting: &Waiting<'_>,
    progress: &mut (dyn FnMut(Progress<'_>) + Send),
) -> Result<(), ConsumerError> {
    let mut counted = 0;
    let mut waited = 0;
    for _ in 0..MAX_QUESTIONS {
        let now = waiting.clock.now();
        waited = task.waited(now).max(counted);
        progress(Progress::Task {
            events: task.events(),
            waited,
        });
        let is_first = task.version().is_none();
        let left = waiting.limit.saturating_sub(waited);
        if left == 0 && !is_first {
            break;
        }
        let patience = left.min(LONG_POLL);
        let long_poll = (!is_first).then(|| Duration::from_secs(patience));
        let is_news = match api.look_at(task, long_poll).await {
            // Nobody had news; that they did not say so either is no reason to give up.
            Err(ConsumerError::Http(HttpError::TimedOut { .. })) if !is_first => {
                counted += patience;
                continue;
            }
            answer => answer?,
        };
        tracing::info!(task.id = task.id(), task.events = ?task.events().last(), waited, "asked for the task");
        if task.has_ended() {
            return Ok(());
        }
        let elapsed = waiting.clock.now().saturating_sub(now);
        let rest = if is_news {
            0
        } else {
            INTERVAL.saturating_sub(elapsed).min(left)
        };
        if rest > 0 {
            waiting.pause.pause(Duration::from_secs(rest)).await;
        }
        counted += elapsed + rest;
    }
    Err(task.stuck(waited))
}

/// Longer than an institution waits with its answer, which is 7 s.
const LONG_POLL: u64 = 12;
/// Between two questions, where the first brought nothing.
const INTERVAL: u64 = 3;
/// For institutions that have news without end.
const MAX_QUESTIONS: usize = 2000;
