use std::fmt::Write as _;

use super::report::{Outcome, Reaction, Report, Told};
use super::tamper::Change;

/// The tables of a run as Markdown, which reads well on a terminal too.
pub(super) fn tables(reports: &[Report]) -> String {
    let passed: Vec<_> = reports.iter().filter_map(passed).collect();
    let mut text = String::new();
    if !passed.is_empty() {
        let what: Vec<_> = passed
            .iter()
            .map(|(report, told)| what_it_did(report, told))
            .collect();
        text.push_str(&table(&DID, &what));
        text.push('\n');
        let what = passed
            .iter()
            .flat_map(|(report, told)| what_it_refused(report, told));
        text.push_str(&table(&REFUSED, &what.collect::<Vec<_>>()));
    }
    for report in reports {
        let name = &report.program.name;
        let _ = match &report.outcome {
            Outcome::Passed(_) => Ok(()),
            Outcome::Failed(why) => {
                let first = why.lines().next().unwrap_or_default();
                writeln!(text, "\nFailed: {name}: {first}")
            }
            Outcome::Skipped(why) => writeln!(text, "\nSkipped: {name}: {why}"),
        };
    }
    text
}

/// The tables as a document of their own.
pub(super) fn document(reports: &[Report]) -> String {
    format!(
        "{HEAD}\n{}\n{}\n",
        tables(reports),
        Outcome::closing_line(reports)
    )
}

fn passed(report: &Report) -> Option<(&Report, &Told)> {
    match &report.outcome {
        Outcome::Passed(told) => Some((report, told)),
        Outcome::Failed(_) | Outcome::Skipped(_) => None,
    }
}

fn what_it_did(report: &Report, told: &Told) -> Vec<String> {
    let (program, observed) = (&report.program, &told.observed);
    let sends = |does: bool| if does { "yes" } else { "no" }.to_owned();
    let has = |path: &Option<String>| if path.is_some() { "yes" } else { "no" }.to_owned();
    vec![
        program.library.clone(),
        report.version.clone(),
        program.language.clone(),
        observed.alg.clone(),
        observed.proof.to_owned(),
        observed.pkce.clone(),
        sends(observed.nonce),
        sends(observed.state),
        told.checks(Change::Issuer).to_owned(),
        format!("{} / {}", observed.metadata, observed.keys),
        has(&program.refresh),
        has(&program.logout),
    ]
}

fn what_it_refused(report: &Report, told: &Told) -> Vec<Vec<String>> {
    let program = &report.program;
    let words = |change: Change, reaction: &Reaction| match (change, reaction) {
        (_, Reaction::Refused(words)) => format!("refused: {words}"),
        (_, Reaction::NotSent) => "sends none".to_owned(),
        (Change::Key, Reaction::Accepted) => because(program.no_signature_check.as_deref()),
        (Change::Nonce, Reaction::Accepted) => because(program.no_nonce_check.as_deref()),
        (_, Reaction::Accepted) => "accepted".to_owned(),
    };
    let rows = told.reactions.iter().map(|(change, reaction)| {
        let cells = [&program.library, change.name(), &words(*change, reaction)];
        cells.map(str::to_owned).into()
    });
    let missing = [
        ("refresh", &program.no_refresh),
        ("logout", &program.no_logout),
    ];
    let missing = missing.into_iter().filter_map(|(what, why)| {
        let why = why.as_ref()?;
        Some(vec![
            program.library.clone(),
            what.to_owned(),
            format!("none: {why}"),
        ])
    });
    rows.chain(missing).collect()
}

fn because(why: Option<&str>) -> String {
    format!("accepted: {}", why.unwrap_or_default())
}

impl Told {
    /// Whether it notices that change.
    fn checks(&self, wanted: Change) -> &'static str {
        let found = self.reactions.iter().find(|(change, _)| *change == wanted);
        match found {
            Some((_, Reaction::Refused(_))) => "yes",
            Some((_, Reaction::Accepted)) => "no",
            Some((_, Reaction::NotSent)) | None => "-",
        }
    }
}

/// Columns as wide as their widest cell, but for the last.
fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let rows: Vec<Vec<_>> = std::iter::once(head.iter().map(|text| cell(text)).collect())
        .chain(
            rows.iter()
                .map(|row| row.iter().map(|text| cell(text)).collect()),
        )
        .collect();
    let widths: Vec<_> = (0..head.len())
        .map(|column| {
            rows.iter()
                .map(|row: &Vec<String>| row[column].chars().count())
                .max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let width = if column + 1 == row.len() { 0 } else { *width };
            let _ = write!(text, "| {cell:width$} ");
        }
        text.push_str("|\n");
        if at == 0 {
            text.push_str(&"|---".repeat(head.len()));
            text.push_str("|\n");
        }
    }
    text
}

const DID: [&str; 12] = [
    "client",
    "version",
    "language",
    "ID token",
    "authentication",
    "PKCE",
    "nonce",
    "state",
    "checks `iss`",
    "metadata / keys fetched",
    "refresh",
    "logout",
];
const REFUSED: [&str; 3] = ["client", "what it met", "what it did"];
const HEAD: &str = "# What clients that others wrote did

Written by `scripts/interop --markdown features/interop/RESULTS.md`; the words behind \"refused\" are the library's own. How often a
client fetched metadata and keys is counted over the first sign-in, two refreshes, the logout and the sign-in after it.
";
