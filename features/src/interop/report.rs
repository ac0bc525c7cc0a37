use super::observed::Observed;
use super::program::Program;
use super::tamper::Change;

/// How it went with one client.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) program: Program,
    pub(super) version: String,
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Passed(Box<Told>),
    /// The check, and why.
    Failed(String),
    /// What is missing on this machine.
    Skipped(String),
}

/// What was found out about a client that has passed.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) observed: Observed,
    /// In the order in which they were tried.
    pub(super) reactions: Vec<(Change, Reaction)>,
}

/// What a client does where a message was changed on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    /// It lets the user in.
    Accepted,
    /// It does not send such a thing, so there is nothing to compare.
    NotSent,
    /// Its own words.
    Refused(String),
}

impl Outcome {
    /// The last line of a run.
    pub(super) fn closing_line(reports: &[Report]) -> String {
        let count = |is: fn(&Self) -> bool| reports.iter().filter(|it| is(&it.outcome)).count();
        let passed = count(|it| matches!(it, Self::Passed(_)));
        let skipped = count(|it| matches!(it, Self::Skipped(_)));
        let tried = reports.len() - skipped;
        format!("{passed} of {tried} clients passed, {skipped} skipped")
    }
}
