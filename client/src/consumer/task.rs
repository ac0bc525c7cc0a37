use super::received::Received;
use super::{Answer, ConsumerError};

/// A fetch that the institution works on, and what is known of it.
#[derive(Clone, Debug)]
pub struct Task {
    id: String,
    began_at: u64,
    version: Option<u64>,
    events: Vec<String>,
    ended: bool,
    answer: Answer,
}

impl Task {
    pub(super) const fn new(id: String, began_at: u64, answer: Answer) -> Self {
        Self {
            id,
            began_at,
            version: None,
            events: Vec::new(),
            ended: false,
            answer,
        }
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The types of the events so far, oldest first.
    #[must_use]
    pub fn events(&self) -> &[String] {
        &self.events
    }

    /// Whether one of the events was `TaskEnded`, wherever it stood; the end may be a success, a
    /// failure or a timeout alike.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        self.ended
    }

    /// How long it has been waited for, in seconds.
    #[must_use]
    pub const fn waited(&self, now: u64) -> u64 {
        now.saturating_sub(self.began_at)
    }

    /// That it did not end in time.
    #[must_use]
    pub fn stuck(&self, waited: u64) -> ConsumerError {
        ConsumerError::TaskStuck {
            answer: self.answer.clone(),
            task: self.id.clone(),
            waited,
            events: self.events.clone(),
        }
    }

    /// The version that an answer is known up to, once there was one.
    #[must_use]
    pub const fn version(&self) -> Option<u64> {
        self.version
    }

    /// Takes an answer, and tells whether it brought anything.
    pub(super) fn take(&mut self, mut body: Received, answer: Answer) -> Result<bool, String> {
        let version = body.count("version")?.ok_or("version is missing")?;
        let list = body.take_list("events")?.ok_or("events is missing")?;
        let events = list
            .into_iter()
            .map(|event| Received::entry(event, "an event")?.required_text("type"))
            .collect::<Result<Vec<_>, _>>()?;
        self.ended |= events.iter().any(|event| event == "TaskEnded");
        let is_news = self.version != Some(version);
        // An institution may send all events each time, or only those that are new.
        if events.len() >= self.events.len() {
            self.events = events;
        } else if is_news {
            self.events.extend(events);
        }
        if self.events.len() > MAX_EVENTS {
            self.events.drain(..self.events.len() - MAX_EVENTS);
        }
        self.version = Some(version);
        self.answer = answer;
        Ok(is_news)
    }
}

/// More than that nobody reads; two hundred accounts have an event each.
const MAX_EVENTS: usize = 1000;
