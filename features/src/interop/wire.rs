use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::tamper::Change;
use crate::user_agent::Exchange;

/// What passes the front, by institution.
#[derive(Debug, Default)]
pub(super) struct Wires(Mutex<HashMap<String, Line>>);

/// What passes the front on its way from and to one institution.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    wires: Arc<Wires>,
    id: String,
}

#[derive(Debug, Default)]
struct Line {
    change: Option<Change>,
    changed: usize,
    exchanges: Vec<Exchange>,
}

impl Wires {
    /// That of the institution of this id.
    pub(super) fn of(self: &Arc<Self>, id: &str) -> Wire {
        Wire {
            wires: self.clone(),
            id: id.to_owned(),
        }
    }

    fn with<T>(&self, id: &str, act: impl FnOnce(&mut Line) -> T) -> T {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(lines.entry(id.to_owned()).or_default())
    }
}

impl Wire {
    /// Changes messages from now on, or leaves them alone.
    pub(super) fn set_change(&self, change: Option<Change>) {
        self.wires.with(&self.id, |line| {
            line.change = change;
            line.changed = 0;
        });
    }

    /// What is changed.
    pub(super) fn change(&self) -> Option<Change> {
        self.wires.with(&self.id, |line| line.change)
    }

    /// How many messages were changed.
    pub(super) fn changed(&self) -> usize {
        self.wires.with(&self.id, |line| line.changed)
    }

    /// Keeps an exchange as the client saw it, or as it meant it.
    pub(super) fn keep(&self, exchange: Exchange, changed: bool) {
        self.wires.with(&self.id, |line| {
            line.exchanges.push(exchange);
            line.changed += usize::from(changed);
        });
    }

    /// What has passed so far, the newest last.
    pub(super) fn exchanges(&self) -> Vec<Exchange> {
        self.wires.with(&self.id, |line| line.exchanges.clone())
    }
}
