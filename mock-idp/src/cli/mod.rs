//! The command line. Each flag has a twin in the environment: `--data-dir` is `MOCK_IDP_DATA_DIR`.

mod banner;
mod ca;
mod completions;
mod drift;
mod fixtures;
mod healthcheck;
mod impersonation;
mod learn;
mod looking;
mod man;
mod output;
mod serve;
pub mod sides;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::BoolishValueParser;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use oidc::client::SigningAlg;
use oidc::profile::ProfileName;

use crate::config::{self, Config};
use crate::founder::FoundError;
use crate::start;
use crate::telemetry::LogFormat;

/// An OpenID Connect provider that answers as Jack Henry's Banno answers, on your own machine.
#[derive(Debug, Parser)]
#[command(name = "mock-idp", version, arg_required_else_help = true)]
#[command(after_help = "Start with `mock-idp serve`; it prints what to do next.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the provider until Ctrl-C.
    Serve(ServeArgs),
    /// Ask a running provider whether it is ready, for images without a shell.
    Healthcheck(HealthcheckArgs),
    /// The local certificate authority that browsers and applications have to trust.
    Ca(CaArgs),
    /// The data that is served.
    Fixtures(FixturesArgs),
    /// Tell how another provider, such as your institution's, differs from the mock.
    Drift(drift::DriftArgs),
    /// Write a profile of another provider, for `serve --config`.
    Learn(learn::LearnArgs),
    /// Print what makes a shell complete this program's commands and flags.
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command.
    Man(ManArgs),
}

/// Flags win over the environment, the environment over the file, the file over the defaults.
#[derive(Debug, Args)]
struct ServeArgs {
    /// Address and port; port 0 takes a free one
    /// [default: 127.0.0.1:8443, with --impersonate 127.0.0.1:443, and `::1` with either]
    #[arg(long, env = "MOCK_IDP_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// What browsers and applications use, and the issuer with it [default: `https://localhost:PORT`]
    #[arg(long, env = "MOCK_IDP_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// What servers use, where browsers know the provider under another name: containers beside it
    /// [default: as browsers]
    #[arg(long, env = "MOCK_IDP_BACK_CHANNEL_URL", value_name = "URL")]
    back_channel_url: Option<String>,
    /// Pose as this host for programs on this machine that are led here, by a line in their hosts file, on
    /// port 443 and with a certificate authority that is made for it and thrown away
    #[arg(long, env = "MOCK_IDP_IMPERSONATE", value_name = "HOST")]
    impersonate: Option<String>,
    #[command(flatten)]
    data: DataArgs,
    /// Plain HTTP, for tools that cannot trust the local certificate authority
    #[arg(long, env = "MOCK_IDP_NO_TLS", value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_parser = BoolishValueParser::new())]
    no_tls: Option<bool>,
    /// Let other machines in: passwords and secrets of a mock are public
    #[arg(long, env = "MOCK_IDP_ALLOW_REMOTE", value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_parser = BoolishValueParser::new())]
    allow_remote: Option<bool>,
    /// Find institutions by the host in `Forwarded` or `X-Forwarded-Host`, where a switch in front
    /// writes these; nothing else depends on them
    #[arg(long, env = "MOCK_IDP_TRUST_FORWARDED", value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_parser = BoolishValueParser::new())]
    trust_forwarded: Option<bool>,
    /// Where the control plane listens, for tests that make institutions; `off` for nowhere
    /// [default: 127.0.0.1:8444, or a free port where --listen has port 0]
    #[arg(long, env = "MOCK_IDP_CONTROL", value_name = "ADDRESS:PORT")]
    control: Option<String>,
    /// What the control plane's users have to bring as bearer token; needed beyond this machine
    #[arg(
        long,
        env = "MOCK_IDP_CONTROL_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true
    )]
    control_token: Option<String>,
    /// Whom to answer as: `banno`, or `certification`, a provider that passes the OpenID Foundation's conformance suite
    /// without a warning (`profile` of the institution) [default: banno]
    #[arg(long, env = "MOCK_IDP_PROFILE", value_name = "PROFILE")]
    profile: Option<ProfileName>,
    /// Sign this user in without a page wherever one would be asked for a password (the leniency
    /// `allow_auto_login`)
    #[arg(long, env = "MOCK_IDP_AUTO_LOGIN", value_name = "USER")]
    auto_login: Option<String>,
    /// Register a client that nobody knows when it first asks, with the secret that it then brings (the
    /// leniency `allow_unknown_clients`)
    #[arg(long, env = "MOCK_IDP_ALLOW_UNKNOWN_CLIENTS", value_name = "BOOL", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "true", value_parser = BoolishValueParser::new())]
    allow_unknown_clients: Option<bool>,
    /// What ID tokens are signed with, unless a client is registered for another algorithm: ES256, PS256 or
    /// RS256 (the policy `id_token_signed_response_alg`) [default: ES256]
    #[arg(long, env = "MOCK_IDP_ID_TOKEN_ALG", value_name = "ALG", value_parser = serve::parse_alg)]
    id_token_alg: Option<SigningAlg>,
    /// For eyes, or one JSON line with issuer, ca and control when ready and JSON log lines
    #[arg(long, env = "MOCK_IDP_OUTPUT", value_name = "FORMAT")]
    output: Option<LogFormat>,
    /// Which log lines to write to stderr: error, warn, info, debug, or per module
    /// [default: `warn,mock_idp=info`]
    #[arg(long, env = "MOCK_IDP_LOG", value_name = "FILTER")]
    log: Option<String>,
}

/// Exit code 0 when the provider is ready, 1 when it is not or nobody answers.
#[derive(Debug, Args)]
struct HealthcheckArgs {
    /// Where the control plane listens, as `serve` was told [default: 127.0.0.1:8444]
    #[arg(long, env = "MOCK_IDP_CONTROL", value_name = "ADDRESS:PORT")]
    control: Option<String>,
    /// The configuration that `serve` was given
    #[arg(long, env = "MOCK_IDP_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// How long an answer may take
    #[arg(long, value_name = "SECONDS", default_value = "3")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout_seconds: u64,
    /// How long to go on asking a provider that is not ready yet
    #[arg(long, value_name = "SECONDS", default_value = "0")]
    #[arg(value_parser = clap::value_parser!(u64).range(0..=600))]
    wait_seconds: u64,
}

#[derive(Debug, Args)]
struct CaArgs {
    #[command(subcommand)]
    command: CaCommand,
}

#[derive(Debug, Subcommand)]
enum CaCommand {
    /// Print the path of the certificate, making it if need be.
    Path(DataArgs),
    /// Print the certificate itself, as PEM.
    Export(DataArgs),
}

#[derive(Debug, Args)]
struct FixturesArgs {
    #[command(subcommand)]
    command: FixturesCommand,
}

#[derive(Debug, Subcommand)]
enum FixturesCommand {
    /// Write users with their accounts and a year of transactions as a configuration, to read, edit and serve.
    Generate(GenerateArgs),
}

/// The same seed and day make the same data on every machine.
#[derive(Debug, Args)]
struct GenerateArgs {
    /// What the transactions are made from [default: that of the configuration, 1]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Only this user; may be repeated [default: every user]
    #[arg(long, value_name = "USER")]
    user: Vec<String>,
    /// The day after the last transaction, such as 2026-11-25 [default: today]
    #[arg(long, value_name = "DAY", value_parser = fixtures::parse_day)]
    until: Option<time::Date>,
    /// Users of your own, as TOML; those of the fixtures if left out
    #[arg(long, env = "MOCK_IDP_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where to write to [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
struct CompletionsArgs {
    /// The shell that shall read it
    #[arg(value_enum, value_name = "SHELL")]
    shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
struct ManArgs {
    /// The folder to write to, such as ~/.local/share/man/man1; made if need be
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct DataArgs {
    /// Institution, users and clients of your own, as TOML
    #[arg(long, env = "MOCK_IDP_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the certificate authority and the signing keys are kept
    /// [default: mock-banno in your data folder]
    #[arg(long, env = "MOCK_IDP_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl DataArgs {
    /// The configuration that all commands go by, so that they speak of the same folder.
    fn read(&self) -> Result<Config, Failure> {
        Ok(match &self.config {
            Some(path) => Config::from_file(path)?,
            None => Config::fixtures()?,
        })
    }

    /// Where things are kept.
    fn folder(&self, config: &Config) -> PathBuf {
        let named = self
            .data_dir
            .clone()
            .or_else(|| config.server.data_dir.clone());
        named.unwrap_or_else(local_ca::default_data_dir)
    }
}

/// Why a command fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Usage or configuration: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// Anything else: exit code 1.
    #[error("{0}")]
    Runtime(String),
    /// Another provider cannot be looked at: exit code 3, which `drift` has to tell from a difference.
    #[error("{0}")]
    Unfetched(String),
}

impl Cli {
    /// Reads the command line and the environment; a variable that is set to nothing counts as not
    /// set, as compose files write it.
    #[must_use]
    pub fn read() -> Self {
        let matches = without_empty_variables(Self::command()).get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

    /// Runs the command, and says in one line why it fails; what helps may stand below.
    pub async fn run(self) -> ExitCode {
        let outcome = match self.command {
            Command::Serve(args) => serve::run(args).await.map(done),
            Command::Healthcheck(args) => healthcheck::run(&args).await.map(done),
            Command::Ca(args) => ca::run(&args).map(done),
            Command::Fixtures(args) => fixtures::run(&args.command).map(done),
            Command::Drift(args) => drift::run(&args).await,
            Command::Learn(args) => learn::run(&args).await.map(done),
            Command::Completions(args) => completions::run(&args).map(done),
            Command::Man(args) => man::run(&args).map(done),
        };
        match outcome {
            Ok(code) => code,
            Err(failure) => {
                #[expect(clippy::print_stderr, reason = "the one line that says why")]
                {
                    eprintln!("{}: {failure}", paint("error"));
                }
                match failure {
                    Failure::Usage(_) => ExitCode::from(2),
                    Failure::Runtime(_) => ExitCode::FAILURE,
                    Failure::Unfetched(_) => ExitCode::from(3),
                }
            }
        }
    }
}

/// What a command says that has nothing to tell but that it is done.
const fn done((): ()) -> ExitCode {
    ExitCode::SUCCESS
}

impl From<config::Error> for Failure {
    fn from(error: config::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<start::Error> for Failure {
    fn from(error: start::Error) -> Self {
        use start::ListenError as Listen;
        match error {
            start::Error::Config(_)
            | start::Error::Found(FoundError::Config(_) | FoundError::Taken(_))
            | start::Error::Impersonate(_)
            | start::Error::Listen(
                Listen::Address(_)
                | Listen::BackChannelUrl(_)
                | Listen::BaseUrl(_)
                | Listen::ControlAddress(_)
                | Listen::Remote(_)
                | Listen::RemoteControl(_),
            ) => Self::Usage(error.to_string()),
            error => Self::Runtime(error.to_string()),
        }
    }
}

impl From<local_ca::Error> for Failure {
    fn from(error: local_ca::Error) -> Self {
        Self::Runtime(error.to_string())
    }
}

fn without_empty_variables(command: clap::Command) -> clap::Command {
    let keep_if_set = |arg: clap::Arg| {
        #[expect(
            clippy::disallowed_methods,
            reason = "the variables are declared on the arguments"
        )]
        let value = arg.get_env().and_then(std::env::var_os);
        if value.is_some_and(|value| value.is_empty()) {
            arg.env(None::<&str>)
        } else {
            arg
        }
    };
    command
        .mut_args(keep_if_set)
        .mut_subcommands(without_empty_variables)
}

/// Red on a terminal that has not asked for less (<https://no-color.org>).
fn paint(word: &str) -> String {
    if color() {
        format!("\x1b[1;31m{word}\x1b[0m")
    } else {
        word.to_owned()
    }
}

fn color() -> bool {
    wants_color() && std::io::stderr().is_terminal()
}

fn wants_color() -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "the convention is about this variable"
    )]
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !unwanted
}
