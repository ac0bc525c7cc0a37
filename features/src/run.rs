use std::cell::RefCell;
use std::ffi::OsString;
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;

use anyhow::Context as _;
use cucumber::{World as _, WriterExt as _};
use futures_util::FutureExt as _;

use crate::choice::Choice;
use crate::gaps::Gaps;
use crate::library;
use crate::manual::Manual;
use crate::mutations;
use crate::options::{self, Cli, Options, Wish};
use crate::report::{Report, Summary};
use crate::scenarios::Scenarios;
use crate::subject::Stage;
use crate::target::Login;
use crate::world::World;

/// Runs the scenarios as the command line says.
///
/// The exit code is 0 where there is nothing that was not expected, 1 where there is, 2 for wrong usage or
/// configuration.
#[must_use]
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let wish = match options::parse(args) {
        Ok(Wish::Print(manual)) => return printed(&manual),
        Ok(wish) => wish,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(WRONG_USAGE));
        }
    };
    exit_code(fulfil(wish))
}

/// What becomes of the program once that is known: whether nothing failed, or that it could not be tried.
pub(crate) fn exit_code(work: impl Future<Output = anyhow::Result<bool>>) -> ExitCode {
    let judged = tokio::runtime::Runtime::new()
        .context("cannot start the runtime")
        .map(|runtime| runtime.block_on(unless_broken_off(work)));
    let judged = match judged {
        Ok(Some(judged)) => judged,
        Ok(None) => {
            eprintln!("conformance: broken off");
            return ExitCode::FAILURE;
        }
        Err(error) => Err(error),
    };
    match judged {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("conformance: {error:#}");
            ExitCode::from(WRONG_USAGE)
        }
    }
}

/// Whether it could be printed, or written.
fn printed(manual: &Manual) -> ExitCode {
    match manual.run(options::command()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("conformance: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What comes of it, or nothing where Ctrl-C comes before.
async fn unless_broken_off<T>(work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        done = work => Some(done),
        Ok(()) = tokio::signal::ctrl_c() => None,
    }
}

/// Does what the command line asks for.
async fn fulfil(wish: Wish) -> anyhow::Result<bool> {
    match wish {
        Wish::Judge(cli) => judge(*cli).await,
        Wish::Mutate(names) => mutations::try_all(&names).await,
        Wish::ListSteps => library::print().map(|()| true),
        Wish::Print(_) => Ok(true),
    }
}

/// Whether nothing failed.
async fn judge(cli: Cli) -> anyhow::Result<bool> {
    let stage = Arc::new(Stage::new(&cli.custom).await?);
    let scenarios = Scenarios::open()?;
    let files = cli.custom.clone();
    let gaps = gaps(&files, Gaps::known()?)?;
    let out = anstream::stdout();
    let told = Summary::new(&stage.target.name, gaps, today(), out);
    let summary = perform(cli, stage, &scenarios, told).await?;
    let mut summary = summary.borrow_mut();
    anyhow::ensure!(!summary.is_empty(), NONE_ASKED_FOR);
    tell(&mut summary, &files)
}

/// What is known of verdicts: these, and what the command line names besides.
pub(crate) fn gaps(files: &Options, mut known: Gaps) -> anyhow::Result<Gaps> {
    for file in &files.expected {
        known = Gaps::open(file)?.and(known);
    }
    Ok(known)
}

/// Prints the summary, writes the reports that are asked for, and tells whether there is nothing that was not expected.
pub(crate) fn tell(summary: &mut Summary, files: &Options) -> anyhow::Result<bool> {
    summary.print()?;
    if let Some(file) = &files.junit {
        summary.write_junit(file)?;
    }
    if let Some(file) = &files.json {
        summary.write_json(file)?;
    }
    if let Some(file) = &files.html {
        summary.write_html(file)?;
    }
    Ok(!summary.has_unexpected())
}

/// The day by which known gaps expire.
pub(crate) fn today() -> time::Date {
    time::OffsetDateTime::now_utc().date()
}

/// Runs the scenarios that the command line asks for, on that stage.
pub(crate) async fn perform(
    mut cli: Cli,
    stage: Arc<Stage>,
    scenarios: &Scenarios,
    summary: Summary,
) -> anyhow::Result<Rc<RefCell<Summary>>> {
    if let Login::Person(_) = stage.target.login {
        // They have one session, where what one scenario ends has ended for another.
        cli.runner.concurrency = Some(1);
    }
    let choice = Choice::new(&mut cli, stage.clone(), scenarios.are_ours());
    let chosen = choice.outcome();
    let everywhere = cli.parser.features.is_none();
    if everywhere {
        cli.parser.features = scenarios.pattern()?;
    }
    let with_exchanges = cli.custom.html.is_some();
    let on_stage = stage.clone();
    let report = Report::new(summary);
    let (summary, noted) = (report.summary(), report.noted());
    World::cucumber()
        .max_concurrent_scenarios(concurrent_scenarios())
        .before(move |feature, rule, scenario, world: &mut World| {
            let stage = stage.clone();
            let of_rule = rule.into_iter().flat_map(|rule| &rule.tags);
            let tags = feature.tags.iter().chain(of_rule).chain(&scenario.tags);
            let tags: Vec<_> = tags.collect();
            async move { world.enter(stage, &tags).await }.boxed_local()
        })
        .after(move |feature, _, scenario, _, world| {
            if let Some(world) = &world {
                noted.add(feature, scenario, world.seen(with_exchanges));
            }
            async move {
                if let Some(world) = world {
                    world.leave().await;
                }
            }
            .boxed_local()
        })
        .with_writer(report.fail_on_skipped())
        .with_cli(cli)
        .filter_run(scenarios.folder(), move |feature, rule, scenario| {
            choice.runs(feature, rule, scenario)
        })
        .await;
    on_stage.person.thank().await;
    let chosen = chosen.take()?;
    summary.borrow_mut().add_lacking(chosen.lacking);
    if everywhere {
        summary.borrow_mut().fail_stale_gaps(&chosen.all);
    }
    Ok(summary)
}

/// Enough to keep the cores busy while scenarios wait for an answer.
fn concurrent_scenarios() -> usize {
    std::thread::available_parallelism().map_or(4, |cores| cores.get() * 3)
}

pub(crate) const NONE_ASKED_FOR: &str =
    "no scenario is asked for by these filters (those of plans/ are by --plan)";
pub(crate) const WRONG_USAGE: u8 = 2;
