use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser as _;
use futures_util::stream::{self, StreamExt as _};

use super::needs;
use super::options::Options;
use super::program::Program;
use super::progress::Progress;
use super::report::{Outcome, Report};
use super::stage::{self, Stage};
use super::table;
use super::trial;

/// Tries the clients that the command line names.
///
/// The exit code is 0 where none failed, 1 where one did, 2 for wrong usage or configuration.
#[must_use]
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let options = match Options::try_parse_from(args) {
        Ok(options) => options,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(WRONG_USAGE));
        }
    };
    let ended = tokio::runtime::Runtime::new()
        .context("cannot start the runtime")
        .and_then(|runtime| runtime.block_on(until_broken_off(options)));
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("interop: {error:#}");
            ExitCode::from(WRONG_USAGE)
        }
    }
}

/// Whether none failed. What was started ends with the future, also where somebody breaks the run off.
async fn until_broken_off(options: Options) -> anyhow::Result<bool> {
    #[cfg(unix)]
    let mut terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate())?
    };
    #[cfg(unix)]
    let terminated = terminate.recv();
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        ended = all(options) => ended,
        _ = tokio::signal::ctrl_c() => Ok(broken_off()),
        _ = terminated => Ok(broken_off()),
    }
}

/// That is no success.
fn broken_off() -> bool {
    eprintln!("interop: broken off");
    false
}

async fn all(options: Options) -> anyhow::Result<bool> {
    let programs = Program::chosen(&stage::programs(), &options.names)?;
    if options.list {
        list(&programs)?;
        return Ok(true);
    }
    needs::install_packages(&programs)?;
    let stage = &Stage::new(Progress::new(options.no_color.is_some())).await?;
    let reports = stream::iter(programs.into_iter().map(|program| one(stage, program)));
    let mut reports: Vec<_> = reports.buffer_unordered(options.jobs.get()).collect().await;
    reports.sort_by(|one, other| one.program.name.cmp(&other.program.name));
    if let Some(file) = &options.markdown {
        let written = std::fs::write(file, table::document(&reports));
        written.with_context(|| format!("cannot write {}", file.display()))?;
    }
    let closing_line = Outcome::closing_line(&reports);
    writeln!(
        io::stdout().lock(),
        "\n{}\n{closing_line}",
        table::tables(&reports)
    )?;
    let failed = |report: &Report| matches!(report.outcome, Outcome::Failed(_));
    Ok(!reports.iter().any(failed))
}

fn list(programs: &[Program]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    for program in programs {
        let missing = needs::missing(program);
        let missing = missing.map(|what| format!("; missing here: {what}"));
        writeln!(
            out,
            "{:24} {} ({}){}",
            program.name,
            program.library,
            program.language,
            missing.unwrap_or_default()
        )?;
    }
    Ok(())
}

async fn one(stage: &Stage, program: Program) -> Report {
    let name = program.name.clone();
    let mut version = String::new();
    let outcome = match needs::missing(&program) {
        Some(missing) => {
            stage.progress.skipped(&name, &missing);
            Outcome::Skipped(missing)
        }
        None => match program.version() {
            Ok(told) => {
                version = told;
                trial::of(stage, &program).await
            }
            Err(error) => Err(error),
        }
        .map_or_else(
            |error| {
                let why = format!("{error:#}");
                stage.progress.failed(&name, &why);
                Outcome::Failed(why)
            },
            |told| Outcome::Passed(Box::new(told)),
        ),
    };
    Report {
        program,
        version,
        outcome,
    }
}

const WRONG_USAGE: u8 = 2;
