//! `banno-client`: reads the command line, starts what it asks for, and turns errors into one line
//! and an exit code.

use std::fmt::Display;
use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use banno_client::at_browser::BrowserLogin;
use banno_client::cli::{AccountsArgs, Cli, Command, EnvironmentArgs, LoginArgs, ServeArgs};
use banno_client::config::{Config, ConfigError};
use banno_client::consumer::Progress;
use banno_client::headless::{HeadlessAccounts, HeadlessLogin, LoginError, Password, ProgressLine};
use banno_client::{Environment, RunningClient, StartError, manual};
use serde::Serialize;
use tracing_subscriber::EnvFilter;

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let cli = Cli::read();
    tracing_subscriber::fmt()
        .with_env_filter(
            EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn")),
        )
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let failure = match cli.command {
        Command::Accounts(args) => accounts(args).await.err(),
        Command::Completions(args) => written(manual::completions(args.shell)).err(),
        Command::Login(args) => login(args).await.err(),
        Command::Man(args) => written(manual::man(args.output.as_deref())).err(),
        Command::Serve(args) => serve(args).await.err(),
    };
    let Some(failure) = failure else {
        return ExitCode::SUCCESS;
    };
    eprintln!("error[{}]: {}", failure.name, failure.message);
    if let Some(hint) = failure.hint {
        eprintln!("hint: {hint}");
    }
    ExitCode::from(failure.exit_code)
}

async fn serve(args: ServeArgs) -> Result<(), Failure> {
    let mut environment = environment(&args.environment)?;
    if let Some(response_mode) = args.response_mode {
        environment.response_mode = response_mode;
    }
    // Signals are heeded before the first line is printed: whoever reads it may send one.
    let stop = stop_signal().map_err(StartError::Output)?;
    let mut builder = RunningClient::builder()
        .environment(environment)
        .listen(args.listen)
        .tls(!args.no_tls.unwrap_or_default())
        .task_timeout(args.task.task_timeout)
        .output(std::io::stdout());
    if let Some(data_dir) = args.environment.data_dir {
        builder = builder.data_dir(data_dir);
    }
    let client = builder.start().await?;
    stop.await;
    client.stop().await;
    Ok(())
}

async fn login(args: LoginArgs) -> Result<(), Failure> {
    let as_json = args.json.unwrap_or_default();
    let report = if args.is_headless() {
        headless(args)?.run_now().await?
    } else {
        let stop = stop_signal().map_err(StartError::Output)?;
        at_browser(args)?.run(stop).await?
    };
    print(&report, as_json)
}

async fn accounts(args: AccountsArgs) -> Result<(), Failure> {
    let as_json = args.login.json.unwrap_or_default();
    let is_terminal = std::io::stderr().is_terminal();
    let verbose = args.verbose.unwrap_or_default();
    let mut line = ProgressLine::new(std::io::stderr(), is_terminal, verbose);
    let task_timeout = args.task.task_timeout;
    let progress = &mut |progress: Progress<'_>| line.show(&progress);
    let report = if args.login.is_headless() {
        let login = headless(args.login)?;
        let accounts = HeadlessAccounts {
            login,
            task_timeout,
        };
        accounts.run_now(progress).await
    } else {
        let stop = stop_signal().map_err(StartError::Output)?;
        let login = at_browser(args.login)?;
        login.accounts(task_timeout, stop, progress).await
    };
    line.finish();
    print(&report?, as_json)
}

fn headless(args: LoginArgs) -> Result<HeadlessLogin, ConfigError> {
    Ok(HeadlessLogin {
        environment: environment(&args.environment)?,
        // The command line was refused where one of them is missing.
        username: args.username.unwrap_or_default(),
        password: args.password.unwrap_or_else(|| Password::new("")),
        second_factor: args.second_factor,
        data_dir: args.environment.data_dir,
    })
}

fn at_browser(args: LoginArgs) -> Result<BrowserLogin, ConfigError> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the desktop's own variable, which is no twin of a flag"
    )]
    let browser = std::env::var("BROWSER").ok();
    Ok(BrowserLogin {
        environment: environment(&args.environment)?,
        data_dir: args.environment.data_dir,
        patience: Duration::from_secs(args.wait),
        browser,
        opens: !args.no_browser.unwrap_or_default(),
    })
}

/// Prints one JSON object, or text.
fn print(report: &(impl Serialize + Display), as_json: bool) -> Result<(), Failure> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    let written = if as_json {
        serde_json::to_writer(&mut output, report)
            .map_err(std::io::Error::from)
            .and_then(|()| writeln!(output))
    } else {
        writeln!(output, "{report}")
    };
    self::written(written.and_then(|()| output.flush()))
}

/// What became of the output.
fn written(outcome: std::io::Result<()>) -> Result<(), Failure> {
    match outcome {
        // Whoever reads has seen enough.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(StartError::Output(error).into())
        }
        _ => Ok(()),
    }
}

fn environment(args: &EnvironmentArgs) -> Result<Environment, ConfigError> {
    #[expect(
        clippy::disallowed_methods,
        reason = "client.toml names the variables that hold ids and secrets"
    )]
    let variable = |name: &str| std::env::var(name).ok();
    Config::open(args.config.as_deref())?.environment(&args.environment, variable)
}

/// Resolves at Ctrl-C or SIGTERM.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// An error at the edge.
struct Failure {
    name: &'static str,
    message: String,
    hint: Option<String>,
    exit_code: u8,
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        StartError::from(error).into()
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self {
            name: error.name(),
            message: error.to_string(),
            hint: None,
            exit_code: error.exit_code(),
        }
    }
}

impl From<LoginError> for Failure {
    fn from(error: LoginError) -> Self {
        Self {
            name: error.name(),
            message: error.to_string(),
            hint: error.mend(),
            exit_code: error.exit_code(),
        }
    }
}
