use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::Context as _;
use clap::Parser as _;
use futures_util::stream::{self, StreamExt as _};

use super::bank::Bank;
use super::checks::Checks;
use super::needs;
use super::options::Options;
use super::process::Process;
use super::program::Program;
use super::progress::Progress;
use super::report::{Outcome, Reaction, Report, Told};
use super::stage::{self, Stage};
use super::table;
use super::tamper::Change;
use crate::user_agent::Request;

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
        _ = tokio::signal::ctrl_c() => broken_off(),
        _ = terminated => broken_off(),
    }
}

fn broken_off() -> anyhow::Result<bool> {
    eprintln!("interop: broken off");
    Ok(false)
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
                try_out(stage, &program).await
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

async fn try_out(stage: &Stage, program: &Program) -> anyhow::Result<Told> {
    install(stage, program).await?;
    let honest = start(stage, program).await?;
    let tried = try_honest(&honest).await;
    let mut told = tried.map_err(|error| with_evidence(error, &honest))?;
    end(honest).await?;
    let wrong = start(stage, program).await?;
    let tried = try_change(&wrong, Change::Key, program.no_signature_check.as_deref()).await;
    let reaction = tried.map_err(|error| with_evidence(error, &wrong))?;
    end(wrong).await?;
    told.reactions.push((Change::Key, reaction));
    let refused = |(_, reaction): &(_, Reaction)| matches!(reaction, Reaction::Refused(_));
    anyhow::ensure!(
        told.reactions.iter().any(refused),
        "it refuses nothing at all"
    );
    Ok(told)
}

async fn try_honest(checks: &Checks<'_>) -> anyhow::Result<Told> {
    let program = checks.program;
    let mut visitor = checks.visitor().await?;
    checked(checks, "login", checks.login(&mut visitor)).await?;
    checked(checks, "userinfo", checks.userinfo(&mut visitor)).await?;
    if let Some(path) = &program.refresh {
        checked(checks, "refresh", checks.refresh(&mut visitor, path)).await?;
    }
    if let Some(path) = &program.logout {
        checked(checks, "logout", checks.logout(&mut visitor, path)).await?;
    }
    drop(visitor);
    let observed = checks.observed()?;
    let mut reactions = Vec::new();
    for (change, sent) in [
        (Change::State, observed.state),
        (Change::Nonce, observed.nonce),
    ] {
        let reaction = if sent {
            let excuse = (change == Change::Nonce).then_some(program.no_nonce_check.as_deref());
            try_change(checks, change, excuse.flatten()).await?
        } else {
            Reaction::NotSent
        };
        reactions.push((change, reaction));
    }
    let what = format!("reaction to {}", Change::Issuer.name());
    let reaction = checked(checks, &what, checks.reaction(Change::Issuer)).await?;
    reactions.push((Change::Issuer, reaction));
    Ok(Told {
        observed: checks.observed()?,
        reactions,
    })
}

/// Has it refuse, or not where the program's file says that it does not.
async fn try_change(
    checks: &Checks<'_>,
    change: Change,
    excuse: Option<&str>,
) -> anyhow::Result<Reaction> {
    let what = format!("reaction to {}", change.name());
    let judged = async {
        let reaction = checks.reaction(change).await?;
        match (&reaction, excuse) {
            (Reaction::Accepted, None) => anyhow::bail!("it lets the user in all the same"),
            (Reaction::Refused(words), Some(_)) => {
                anyhow::bail!("interop.toml says that it notices nothing, and it refuses: {words}")
            }
            _ => Ok(reaction),
        }
    };
    checked(checks, &what, judged).await
}

/// Tells that a check has passed, or names the one that has not.
async fn checked<T>(
    checks: &Checks<'_>,
    what: &str,
    check: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    let begun = now();
    let limited = tokio::time::timeout(LONGEST_CHECK, check).await;
    let told = limited
        .with_context(|| format!("not done within {LONGEST_CHECK:?}"))
        .flatten();
    let told = told.map_err(|error| anyhow::anyhow!("{what}: {error:#}"))?;
    let took = now().duration_since(begun).unwrap_or_default();
    checks
        .stage
        .progress
        .passed(&checks.program.name, what, took);
    Ok(told)
}

fn with_evidence(error: anyhow::Error, checks: &Checks<'_>) -> anyhow::Error {
    anyhow::anyhow!("{error:#}\n{}", checks.evidence())
}

async fn install(stage: &Stage, program: &Program) -> anyhow::Result<()> {
    if program.install.is_empty() {
        return Ok(());
    }
    stage
        .progress
        .goes_on(&program.name, &program.install.join(" "));
    let work = stage::work(&program.name)?;
    let environment = [("WORK", work.display().to_string())];
    let output = work.join("install.log");
    let mut process = Process::start(&program.install, &program.folder, &environment, output)?;
    process.success(LONGEST_INSTALL).await
}

/// Starts the program as the client of an institution of its own.
async fn start<'a>(stage: &'a Stage, program: &'a Program) -> anyhow::Result<Checks<'a>> {
    let port = stage.free_port()?;
    let base_url = format!("http://localhost:{port}");
    let bank = Bank::found(stage, program, &base_url).await?;
    let work = stage::work(&program.name)?;
    let ca = stage.ca_file().display().to_string();
    let mut environment = vec![
        ("ISSUER", bank.issuer.clone()),
        ("CLIENT_ID", bank.client_id.clone()),
        ("PORT", port.to_string()),
        ("BASE_URL", base_url.clone()),
        ("REDIRECT_URI", format!("{base_url}{}", program.callback)),
        ("POST_LOGOUT_REDIRECT_URI", format!("{base_url}/")),
        ("WORK", work.display().to_string()),
        ("NO_PROXY", LOCAL.to_owned()),
        ("no_proxy", LOCAL.to_owned()),
    ];
    environment.extend(
        bank.client_secret
            .clone()
            .map(|secret| ("CLIENT_SECRET", secret)),
    );
    let trusted = [
        "CA_FILE",
        "NODE_EXTRA_CA_CERTS",
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
    ];
    environment.extend(trusted.map(|name| (name, ca.clone())));
    let output = work.join(format!("output-{port}.log"));
    let mut process = Process::start(&program.run, &program.folder, &environment, output)?;
    let http = stage.http();
    let home = url::Url::parse(&format!("{base_url}/"))?;
    let answers = async || {
        let answer = http.exchange(&Request::get(home.clone())).await;
        answer.is_ok_and(|answer| answer.status == 200)
    };
    process.ready(LONGEST_START, answers).await?;
    Ok(Checks {
        stage,
        program,
        bank,
        process,
        base_url,
        http,
    })
}

async fn end(checks: Checks<'_>) -> anyhow::Result<()> {
    checks.process.stop().await;
    checks.bank.close(checks.stage).await
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long a check took is told to people, and decides nothing"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

const LOCAL: &str = "localhost,127.0.0.1,::1";
const LONGEST_START: Duration = Duration::from_secs(60);
/// A program that is compiled may take its time.
const LONGEST_INSTALL: Duration = Duration::from_secs(900);
const LONGEST_CHECK: Duration = Duration::from_secs(60);
const WRONG_USAGE: u8 = 2;
