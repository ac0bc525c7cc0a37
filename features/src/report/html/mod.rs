//! The report that one would attach to a ticket: one file, without scripts, that needs nothing from anywhere.

mod diagram;
mod label;
#[cfg(test)]
mod tests;

use anyhow::Context as _;
use askama::Template;
use time::Date;

use super::console::closing_line;
use super::record::{Known, Record, Verdict};
use super::rule::Citation;
use diagram::{Diagram, Item};

/// The report as a page.
pub(super) fn document(target: &str, day: Date, records: &[Record]) -> anyhow::Result<String> {
    let mut features: Vec<Feature> = Vec::new();
    for (nth, record) in records.iter().enumerate() {
        let scenario = Scenario::of(nth, record);
        let feature = features
            .iter_mut()
            .find(|it| it.name == record.name.feature);
        match feature {
            Some(feature) => feature.scenarios.push(scenario),
            None => features.push(Feature {
                name: &record.name.feature,
                scenarios: vec![scenario],
            }),
        }
    }
    features.sort_by_key(|it| it.name);
    for feature in &mut features {
        feature.scenarios.sort_by_key(|it| it.record.name.line);
    }
    let page = Page {
        target,
        day,
        version: env!("CARGO_PKG_VERSION"),
        issuer: one_for_all(records),
        is_good: !records.iter().any(Record::is_unexpected),
        closing_line: closing_line(records),
        features,
    };
    page.render().context("cannot write the report")
}

/// Where the provider is, if it was not another one each time.
fn one_for_all(records: &[Record]) -> Option<&str> {
    let issuers = records.iter().map(|it| it.evidence.issuer.as_str());
    let mut issuers = issuers.filter(|issuer| !issuer.is_empty());
    let first = issuers.next()?;
    issuers.all(|issuer| issuer == first).then_some(first)
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    target: &'a str,
    day: Date,
    version: &'a str,
    issuer: Option<&'a str>,
    is_good: bool,
    closing_line: String,
    features: Vec<Feature<'a>>,
}

struct Feature<'a> {
    name: &'a str,
    scenarios: Vec<Scenario<'a>>,
}

struct Scenario<'a> {
    /// Which of the report it is.
    nth: usize,
    record: &'a Record,
    /// The word of its verdict, as the page colors it.
    word: &'static str,
    expected: Option<String>,
    diagram: Diagram,
}

impl<'a> Scenario<'a> {
    fn of(nth: usize, record: &'a Record) -> Self {
        let listed = match &record.expected {
            Some(Known::Listed { reason, until }) => {
                Some(format!("expected until {until}: {reason}"))
            }
            Some(Known::Lacking) | None => None,
        };
        Self {
            nth,
            word: if listed.is_some() {
                "expected"
            } else {
                record.verdict.word()
            },
            expected: listed,
            diagram: Diagram::of(&record.evidence),
            record,
        }
    }

    fn why(&self) -> Option<&str> {
        self.record.verdict.why()
    }

    /// What a table calls it.
    fn subject(&self) -> &str {
        let name = &self.record.name;
        name.module.as_deref().unwrap_or(&name.scenario)
    }

    /// The last requests and answers of one that failed.
    fn trace(&self) -> Option<&str> {
        match &self.record.verdict {
            Verdict::Failed(failure) if !failure.trace.is_empty() => Some(&failure.trace),
            _ => None,
        }
    }

    fn citations(&self) -> &[Citation] {
        &self.record.rule.citations
    }
}

impl Feature<'_> {
    /// How many there are of each verdict that there is.
    fn counts(&self) -> Vec<(&'static str, usize)> {
        let words = ["passed", "warning", "failed", "expected", "skipped"];
        let count = |word| self.scenarios.iter().filter(|it| it.word == word).count();
        let counted = words.map(|word| (word, count(word)));
        counted
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect()
    }
}
