use std::io;
use std::path::Path;

use anyhow::Context as _;
use time::Date;

use super::record::{Known, Name, Record, Verdict};
use super::{console, html, json, junit};
use crate::gaps::Gaps;

/// All verdicts of a run.
pub(crate) struct Summary {
    pub(super) target: String,
    gaps: Gaps,
    /// The day by which known gaps expire.
    pub(super) today: Date,
    pub(super) records: Vec<Record>,
    /// Where verdicts are told as they are known.
    out: Box<dyn io::Write>,
}

impl Summary {
    pub(crate) fn new(
        target: &str,
        gaps: Gaps,
        today: Date,
        out: impl io::Write + 'static,
    ) -> Self {
        Self {
            target: target.to_owned(),
            gaps: gaps.of_target(target),
            today,
            records: Vec::new(),
            out: Box::new(out),
        }
    }

    /// Takes in what became of a scenario and prints it. What is listed as known is expected; that it passes is a failure.
    pub(crate) fn add(&mut self, mut record: Record) {
        if let Some(gap) = self.gaps.find(&record.name, &record.verdict, self.today) {
            if record.verdict == Verdict::Passed {
                let took = record.took;
                let why = "it is listed as one that does not pass, and it passes: take it out of the list";
                record = Record {
                    took,
                    name: record.name,
                    rule: record.rule,
                    evidence: record.evidence,
                    ..Record::of_file("", "", why)
                };
            } else if gap.is_met_by(&record.verdict) {
                record.expected = gap.holds_on(self.today).then(|| Known::Listed {
                    reason: gap.why(),
                    until: gap.expires,
                });
                if record.expected.is_none() {
                    record.verdict.add_to_why(&format!(
                        "this was expected until {}: {}",
                        gap.expires,
                        gap.why()
                    ));
                }
            }
        }
        self.take(record);
    }

    /// Prints a record and keeps it.
    fn take(&mut self, record: Record) {
        let _ = console::write_record(&mut self.out, &record);
        self.records.push(record);
    }

    /// Takes in what did not run.
    pub(crate) fn add_lacking(&mut self, lacking: Vec<Record>) {
        self.records.extend(lacking);
    }

    /// Takes in a feature file that cannot be read.
    pub(crate) fn add_unreadable(&mut self, why: &str) {
        self.add(Record::of_file("features", "can be read", why));
    }

    /// A known gap that names none of all scenarios is an error.
    pub(crate) fn fail_stale_gaps(&mut self, all: &[Name]) {
        let stale: Vec<_> = self
            .gaps
            .stale(all)
            .map(|gap| gap.subject().to_owned())
            .collect();
        for subject in stale {
            let why = "no scenario and no module has this name";
            self.take(Record::of_file("known gaps", &subject, why));
        }
    }

    /// Those in which no step has found anything wrong, and what became of them.
    pub(crate) fn unharmed(&self) -> impl Iterator<Item = (&Name, &str)> {
        let unharmed = |record: &Record| match &record.verdict {
            Verdict::Passed | Verdict::Skipped(_) => true,
            Verdict::Failed(failure) => failure.is_before_the_first_step(),
            Verdict::Warned(_) => false,
        };
        let records = self.records.iter().filter(move |it| unharmed(it));
        records.map(|it| (&it.name, it.verdict.why().unwrap_or("passed")))
    }

    /// What was found first, in one line.
    pub(crate) fn first_finding(&self) -> Option<&str> {
        let mut found = self
            .records
            .iter()
            .filter(|it| it.is_failed() || it.is_warned());
        found.next()?.verdict.why()?.lines().next()
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Whether somebody has to look at something.
    pub(crate) fn has_unexpected(&self) -> bool {
        self.records.iter().any(Record::is_unexpected)
    }

    /// What the run comes to, in the end its closing line.
    pub(crate) fn print(&mut self) -> io::Result<()> {
        console::write_summary(&mut self.out, &self.target, &self.records)?;
        self.out.flush()
    }

    pub(crate) fn write_junit(&self, file: &Path) -> anyhow::Result<()> {
        write(file, &junit::document(&self.target, &self.records))
    }

    pub(crate) fn write_json(&self, file: &Path) -> anyhow::Result<()> {
        let document = json::document(&self.target, &self.records);
        write(file, &format!("{document:#}\n"))
    }

    /// Writes the report that can be attached to a ticket.
    pub(crate) fn write_html(&self, file: &Path) -> anyhow::Result<()> {
        write(
            file,
            &html::document(&self.target, self.today, &self.records)?,
        )
    }
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let shown = file.display();
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder of {shown}"))?;
    }
    std::fs::write(file, text).with_context(|| format!("cannot write {shown}"))
}
