use url::{Origin, Url};

use super::label;
use crate::decoded::{self, Decoded};
use crate::report::evidence::Evidence;
use crate::user_agent::{Exchange, Form, Sender};

/// An exchange as a sequence diagram: who takes part, and what goes from one to another, in its order.
#[derive(Debug, Default)]
pub(super) struct Diagram {
    pub(super) lanes: Vec<String>,
    pub(super) items: Vec<Item>,
}

/// One row of it.
#[derive(Debug)]
pub(super) enum Item {
    Arrow(Arrow),
    /// A token as it reads, at the lane of who has got it.
    Note {
        lane: usize,
        name: String,
        text: String,
    },
}

#[derive(Debug)]
pub(super) struct Arrow {
    from: usize,
    to: usize,
    pub(super) label: String,
    /// What it carries, in short.
    pub(super) carries: String,
    /// All of it, secrets masked.
    pub(super) whole: String,
    /// Whether it is an answer, or a step that the harness only reads.
    pub(super) is_dashed: bool,
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Party {
    Application,
    Browser,
    Provider,
    /// Whoever else is asked, by host.
    Other(String),
}

impl Diagram {
    pub(super) fn of(evidence: &Evidence) -> Self {
        let provider = Url::parse(&evidence.issuer).map(|url| url.origin()).ok();
        let receiver = |url: &Url| {
            if Some(url.origin()) == provider {
                Party::Provider
            } else {
                Party::Other(url.authority().to_owned())
            }
        };
        let mut lanes: Vec<Party> = Vec::new();
        let mut rows = Vec::new();
        let asked: Vec<_> = evidence
            .exchanges
            .iter()
            .map(|it| it.request.url.origin())
            .collect();
        for exchange in &evidence.exchanges {
            let from = match exchange.request.sender {
                Sender::Application => Party::Application,
                Sender::Browser => Party::Browser,
            };
            rows.extend(rows_of(exchange, &from, &receiver(&exchange.request.url)));
            if from == Party::Browser {
                rows.extend(way_back(exchange, &asked));
            }
        }
        for party in rows.iter().flat_map(Row::parties) {
            if !lanes.contains(party) {
                lanes.push(party.clone());
            }
        }
        lanes.sort_by_key(|party| match party {
            Party::Application => 0,
            Party::Browser => 1,
            Party::Provider => 2,
            Party::Other(_) => 3,
        });
        let lane = |party: &Party| lanes.iter().position(|it| it == party).unwrap_or_default();
        Self {
            items: rows.into_iter().map(|row| row.item(lane)).collect(),
            lanes: lanes.iter().map(Party::name).collect(),
        }
    }
}

/// A row before its lanes are known.
#[derive(Debug)]
enum Row {
    Arrow(Party, Party, Arrow),
    Note(Party, Decoded),
}

impl Row {
    fn parties(&self) -> Vec<&Party> {
        match self {
            Self::Arrow(from, to, _) => vec![from, to],
            Self::Note(at, _) => vec![at],
        }
    }

    fn item(self, lane: impl Fn(&Party) -> usize) -> Item {
        match self {
            Self::Arrow(from, to, arrow) => Item::Arrow(Arrow {
                from: lane(&from),
                to: lane(&to),
                ..arrow
            }),
            Self::Note(at, token) => {
                let claims = token.claims.map(|claims| format!("{claims:#}"));
                let claims = claims.unwrap_or_else(|| "(encrypted)".to_owned());
                Item::Note {
                    lane: lane(&at),
                    name: token.name,
                    text: format!("{}\n{claims}", token.header),
                }
            }
        }
    }
}

fn rows_of(exchange: &Exchange, from: &Party, to: &Party) -> Vec<Row> {
    let Exchange { request, answer } = exchange;
    let arrow = |label, carries, whole, is_dashed| Arrow {
        from: 0,
        to: 0,
        label,
        carries,
        whole,
        is_dashed,
    };
    let note = |at: &Party, token| Row::Note(at.clone(), token);
    let (label, carries) = label::of_request(request);
    let asked = arrow(label, carries, request.to_string(), false);
    let mut rows = vec![Row::Arrow(from.clone(), to.clone(), asked)];
    let sent = decoded::of_request(request).into_iter();
    rows.extend(sent.map(|token| note(to, token)));
    let (label, carries) = label::of_answer(answer);
    let answered = arrow(label, carries, answer.to_string(), true);
    rows.push(Row::Arrow(to.clone(), from.clone(), answered));
    let received = decoded::of_answer(answer).into_iter();
    rows.extend(received.map(|token| note(from, token)));
    rows
}

/// What a browser brings to an address at which nobody is ever asked: to the application, which reads it there.
fn way_back(exchange: &Exchange, asked: &[Origin]) -> Option<Row> {
    let Exchange { answer, .. } = exchange;
    let is_elsewhere = |url: &Url| !asked.contains(&url.origin());
    let next = match answer.redirect().filter(is_elsewhere) {
        Some(url) => crate::user_agent::Request::get(url),
        None => Form::continuation(answer).filter(|next| is_elsewhere(&next.url))?,
    };
    let (label, carries) = label::of_request(&next);
    let brought = Arrow {
        from: 0,
        to: 0,
        label,
        carries,
        whole: next.to_string(),
        is_dashed: false,
    };
    Some(Row::Arrow(Party::Browser, Party::Application, brought))
}

impl Party {
    fn name(&self) -> String {
        match self {
            Self::Application => "Application".to_owned(),
            Self::Browser => "Browser".to_owned(),
            Self::Provider => "Provider".to_owned(),
            Self::Other(host) => host.clone(),
        }
    }
}

impl Arrow {
    /// The lines of the page's grid that it goes between: each lane has two columns.
    fn columns(&self) -> (usize, usize) {
        let (left, right) = (self.from.min(self.to), self.from.max(self.to));
        (2 * left + 2, (2 * right + 2).max(2 * left + 3))
    }

    pub(super) fn direction(&self) -> &'static str {
        if self.from <= self.to {
            "right"
        } else {
            "left"
        }
    }
}

impl Item {
    /// The lines of the page's grid that it is between: of a note, its lane and half of a lane beside.
    pub(super) fn columns(&self, lanes: usize) -> (usize, usize) {
        match self {
            Self::Arrow(arrow) => arrow.columns(),
            Self::Note { lane, .. } => {
                let is_last = *lane + 1 == lanes && lanes > 1;
                let begin = if is_last { 2 * lane } else { 2 * lane + 1 };
                (begin, begin + 3)
            }
        }
    }
}
