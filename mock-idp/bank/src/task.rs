use serde::{Deserialize, Serialize};

use crate::Moment;

/// How the tasks of an institution go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Everything has happened when the task is first asked about.
    #[default]
    Prompt,
    /// The accounts one after the other.
    Slow,
    /// It ends without any account.
    Failing,
    /// It gets no further than the first account, and never ends.
    Stuck,
    /// Everything at once, the end before the beginning.
    Unordered,
}

/// An aggregation that `PUT /users/{userId}/fetch` has started (`banno.md` 6.1, 6.2).
///
/// Nothing runs: what has happened is a function of the time.
#[derive(Clone, Debug)]
pub struct Task {
    /// When each event happens, in the order in which they are told.
    events: Vec<Event>,
    /// When all accounts had been fetched, if they will be.
    fetched: Option<Moment>,
}

/// Something that happened in a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// When it happened.
    pub date: Moment,
    /// To which account (an assumption).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
}

/// `type` of an event, in Banno's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[expect(
    missing_docs,
    reason = "each is its name, and Banno says no more of it"
)]
pub enum EventType {
    TaskStarted,
    EnrichmentAccountBalances,
    EnrichmentAllAccountBalancesUpdated,
    TaskEnded,
}

/// What is told of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaskState {
    /// How many events there have been (an assumption: it grows with each).
    pub version: u64,
    /// All of them (an assumption: not only those since the version that was asked for).
    pub events: Vec<Event>,
}

/// `sinceVersion` is a version that the task has not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sinceVersion {since} is ahead of version {version}")]
pub struct VersionAhead {
    /// What was asked for.
    pub since: u64,
    /// What there is.
    pub version: u64,
}

impl Task {
    /// A task that begins at that moment, for those accounts. `seconds` is how long a slow one takes.
    #[must_use]
    pub fn start(at: Moment, course: Course, seconds: u32, accounts: &[String]) -> Self {
        use EventType::{
            EnrichmentAccountBalances, EnrichmentAllAccountBalancesUpdated, TaskEnded, TaskStarted,
        };
        let event = |kind, after: i64| Event {
            kind,
            date: at.after_millis(after),
            account_id: None,
        };
        let whole = match course {
            Course::Slow => i64::from(seconds) * 1000,
            _ => 0,
        };
        let count = i64::try_from(accounts.len()).unwrap_or(i64::MAX - 1);
        let balances: Vec<_> = accounts
            .iter()
            .zip(1..)
            .map(|(account, nth): (_, i64)| Event {
                account_id: Some(account.clone()),
                ..event(
                    EnrichmentAccountBalances,
                    whole.saturating_mul(nth) / (count + 1),
                )
            })
            .collect();
        let started = event(TaskStarted, 0);
        let all = event(EnrichmentAllAccountBalancesUpdated, whole);
        let ended = event(TaskEnded, whole);
        let events = match course {
            Course::Prompt | Course::Slow => [vec![started], balances, vec![all, ended]].concat(),
            Course::Failing => vec![started, ended],
            Course::Stuck => std::iter::once(started)
                .chain(balances.into_iter().take(1))
                .collect(),
            Course::Unordered => [vec![all, ended, started], balances].concat(),
        };
        let fetched = match course {
            Course::Failing | Course::Stuck => None,
            _ => Some(at.after_millis(whole)),
        };
        Self { events, fetched }
    }

    /// What has happened at that moment.
    #[must_use]
    pub fn at(&self, now: Moment) -> TaskState {
        let events: Vec<_> = self.past(now).cloned().collect();
        TaskState {
            version: u64::try_from(events.len()).unwrap_or(u64::MAX),
            events,
        }
    }

    /// What has happened at that moment, if it is more than at that version; nothing if not.
    ///
    /// # Errors
    /// [`VersionAhead`].
    pub fn since(&self, since: u64, now: Moment) -> Result<Option<TaskState>, VersionAhead> {
        let state = self.at(now);
        let version = state.version;
        if since > version {
            return Err(VersionAhead { since, version });
        }
        Ok((version > since).then_some(state))
    }

    /// When the next thing happens.
    #[must_use]
    pub fn next_event(&self, now: Moment) -> Option<Moment> {
        let dates = self.events.iter().map(|event| event.date);
        dates.filter(|date| *date > now).min()
    }

    /// When all accounts had been fetched, if that is so at that moment.
    #[must_use]
    pub fn fetched(&self, now: Moment) -> Option<Moment> {
        self.fetched.filter(|at| *at <= now)
    }

    fn past(&self, now: Moment) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(move |event| event.date <= now)
    }
}
