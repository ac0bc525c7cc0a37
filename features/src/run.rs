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
use crate::manual::Manual;
use crate::mutations;
use crate::options::{self, Cli, Wish};
use crate::report::{Report, Summary};
use crate::scenarios::Scenarios;
use crate::subject::Stage;
use crate::target::Login;
use crate::world::World;

/// Runs the scenarios as the command line says.
///
/// The exit code is 0 where nothing failed, 1 where something did, 2 for wrong usage or
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
    let judged = tokio::runtime::Runtime::new()
        .context("cannot start the runtime")
        .map(|runtime| runtime.block_on(unless_broken_off(fulfil(wish))));
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
        Wish::Print(_) => Ok(true),
    }
}

/// Whether nothing failed.
async fn judge(cli: Cli) -> anyhow::Result<bool> {
    let stage = Arc::new(Stage::new(&cli.custom).await?);
    let scenarios = Scenarios::open()?;
    let asked = cli.custom.clone();
    let mut gaps = Gaps::known()?;
    for file in &asked.expected {
        gaps = Gaps::open(file)?.and(gaps);
    }
    let out = anstream::AutoStream::auto(std::io::stdout());
    let told = Summary::new(&stage.target.name, gaps, today(), out);
    let summary = perform(cli, stage, &scenarios, told).await?;
    let mut summary = summary.borrow_mut();
    anyhow::ensure!(
        !summary.is_empty(),
        "no scenario is asked for by these filters"
    );
    if let Some(file) = &asked.junit {
        summary.write_junit(file)?;
    }
    if let Some(file) = &asked.json {
        summary.write_json(file)?;
    }
    if let Some(file) = &asked.html {
        summary.write_html(file)?;
    }
    summary.print()?;
    Ok(!summary.has_unexpected())
}

/// The day by which known gaps expire.
fn today() -> time::Date {
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
    let choice = Choice::new(&mut cli, stage.clone());
    let chosen = choice.outcome();
    let everywhere = cli.parser.features.is_none();
    if everywhere {
        cli.parser.features = Some(scenarios.pattern()?);
    }
    let with_exchanges = cli.custom.html.is_some();
    let on_stage = stage.clone();
    let report = Report::new(summary);
    let (summary, noted) = (report.summary(), report.noted());
    World::cucumber()
        .max_concurrent_scenarios(concurrent_scenarios())
        .before(move |feature, _, scenario, world: &mut World| {
            let stage = stage.clone();
            let tags: Vec<_> = feature.tags.iter().chain(&scenario.tags).collect();
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

const WRONG_USAGE: u8 = 2;
