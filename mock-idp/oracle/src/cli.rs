//! The program.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;

use crate::compare::compare;
use crate::differences::Reviewed;
use crate::flows::{File, Flows};
use crate::golden::{self, Answers};
use crate::institution::Shared;
use crate::report::{Diff, Report};
use crate::runner;
use crate::subject::Subject;

/// Sends the same requests to Mock Banno and to the stock library that Banno's provider is built on,
/// and compares the answers. Without options the library's recorded answers take its place.
#[derive(Debug, Parser)]
#[command(name = "oracle")]
struct Options {
    /// Start the library too; its answers must be the recorded ones.
    #[arg(long)]
    live: bool,
    /// Start the library and record its answers.
    #[arg(long)]
    record: bool,
    /// Only flows of which `file: name` contains this.
    filter: Option<String>,
}

/// Runs the program: 0 where all is well, 1 where something differs or fails, 2 for usage.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let options = match Options::try_parse_from(arguments) {
        Ok(options) => options,
        Err(usage) => {
            // A closed pipe is no reason to fail.
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    let runtime = tokio::runtime::Runtime::new().context("tokio");
    let outcome = runtime.and_then(|runtime| runtime.block_on(run(&options)));
    let (text, code) = match outcome {
        Ok((text, true)) => (text, ExitCode::SUCCESS),
        Ok((text, false)) => (text, ExitCode::FAILURE),
        Err(why) => (format!("{why:#}\n"), ExitCode::FAILURE),
    };
    let _ = io::stdout().write_all(text.as_bytes());
    code
}

async fn run(options: &Options) -> anyhow::Result<(String, bool)> {
    let flows = chosen(options.filter.as_deref())?;
    let shared = Shared::read()?;
    let mut moved = String::new();
    if options.live || options.record {
        let mut stock = Subject::stock(&shared).await?;
        for file in &flows.files {
            let answers = answers(&flows, file, &shared, &mut stock).await?;
            if options.record {
                let kept = golden::read(&file.name).unwrap_or_default();
                golden::write(&file.name, &merged(kept, answers, &file.name)?)?;
            } else {
                moved += &changes(&file.name, &golden::read(&file.name)?, &answers);
            }
        }
    }
    let report = check(&flows, &shared, options.filter.is_none()).await?;
    if moved.is_empty() {
        return Ok((report.to_string(), report.is_good()));
    }
    let moved = format!("Stock no longer answers as recorded (- recorded, + now):\n\n{moved}");
    Ok((format!("{moved}{report}"), false))
}

/// Compares the mock with the recorded answers.
///
/// # Errors
/// The mock does not start, or there are no recorded answers.
pub async fn check(flows: &Flows, shared: &Shared, all: bool) -> anyhow::Result<Report> {
    let mut mock = Subject::mock(shared).await?;
    let mut report = Report::new(Reviewed::read()?);
    for file in &flows.files {
        let mut recorded = golden::read(&file.name)?;
        if !all {
            recorded.retain(|(name, _)| file.flows.iter().any(|flow| flow.name == *name));
        }
        let answers = answers(flows, file, shared, &mut mock).await?;
        anyhow::ensure!(
            golden::requests(&recorded) == golden::requests(&answers),
            "golden/{}.json has other requests; scripts/oracle --record asks those of today",
            file.name
        );
        report.add(&file.name, &recorded, &answers);
    }
    if all {
        report.end();
    }
    Ok(report)
}

fn chosen(filter: Option<&str>) -> anyhow::Result<Flows> {
    let flows = Flows::read()?.matching(filter.unwrap_or_default());
    anyhow::ensure!(!flows.files.is_empty(), "no flow matches");
    Ok(flows)
}

async fn answers(
    flows: &Flows,
    file: &File,
    shared: &Shared,
    subject: &mut Subject,
) -> anyhow::Result<Answers> {
    let mut answers = Answers::new();
    for flow in &file.flows {
        let records = runner::run(flow, &flows.constants, shared, subject).await;
        let records = records.with_context(|| file.name.clone())?;
        answers.push((flow.name.clone(), records));
    }
    Ok(answers)
}

/// The new answers in the order of the file, with the kept ones of flows that were not run.
fn merged(mut kept: Answers, mut new: Answers, file: &str) -> anyhow::Result<Answers> {
    let all = Flows::read()?;
    let file = all.files.iter().find(|known| known.name == file);
    let mut merged = Answers::new();
    for flow in file.into_iter().flat_map(|file| &file.flows) {
        for from in [&mut new, &mut kept] {
            if let Some(index) = from.iter().position(|(name, _)| *name == flow.name) {
                merged.push(from.swap_remove(index));
                break;
            }
        }
    }
    Ok(merged)
}

fn changes(file: &str, recorded: &Answers, now: &Answers) -> String {
    let mut text = String::new();
    for (flow, now) in now {
        let recorded = recorded.iter().find(|(name, _)| name == flow);
        let recorded = recorded.map(|(_, records)| records.as_slice());
        for (index, now) in now.iter().enumerate() {
            let recorded = recorded.and_then(|records| records.get(index));
            let recorded = recorded.filter(|record| record.request == now.request);
            let recorded = recorded.map(|record| record.answer.as_slice());
            let found = compare(recorded.unwrap_or_default(), &now.answer);
            if !found.is_empty() {
                let diff = Diff(&found).to_string();
                text.extend([file, ": ", flow, ": ", &now.request, "\n", &diff, "\n"]);
            }
        }
    }
    text
}
