//! The command line. Every flag has an environment twin: `BANNO_CLIENT_` and the flag's name;
//! only the environment is `BANNO_ENVIRONMENT`, as the official example had it.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{BoolishValueParser, PossibleValuesParser, Resettable, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::TASK_TIMEOUT;
use crate::headless::Password;
use crate::rp::ResponseMode;

/// Sign in with Banno: the companion client, against Mock Banno or a real institution.
#[derive(Debug, Parser)]
#[command(name = "banno-client", version, about, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Reads the command line and its twins in the environment; wrong usage ends the program with
    /// one message and exit code 2.
    #[must_use]
    pub fn read() -> Self {
        let mut command = without_empty_variables(Self::command());
        let cli = command
            .try_get_matches_from_mut(std::env::args_os())
            .and_then(|matches| Self::from_arg_matches(&matches))
            .unwrap_or_else(|error| error.exit());
        let login = match &cli.command {
            Command::Accounts(accounts) => Some(&accounts.login),
            Command::Login(login) => Some(login),
            Command::Completions(_) | Command::Man(_) | Command::Serve(_) => None,
        };
        if login.is_some_and(|login| login.headless != Some(true)) {
            let message = "there is no login with a browser: give --headless, or use `serve`";
            command
                .error(ErrorKind::MissingRequiredArgument, message)
                .exit();
        }
        cli
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sign in from the terminal and print all accounts with their transactions
    Accounts(AccountsArgs),
    /// Sign in from the terminal, without a browser, and print claims and token facts
    Login(LoginArgs),
    /// Serve the pages of the quickstart: /login.html, /me, /hello, /accountsAndTransactions, /logout
    Serve(ServeArgs),
    /// Print what makes a shell complete this program's commands and flags
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command
    Man(ManArgs),
}

/// `banno-client completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell that shall read it
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `banno-client man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder to write to, such as ~/.local/share/man/man1; made if need be
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Which institution, for every command.
#[derive(Debug, Args)]
pub struct EnvironmentArgs {
    /// The file with the environments, instead of the compiled-in client.toml
    #[arg(long, value_name = "FILE", env = "BANNO_CLIENT_CONFIG")]
    pub config: Option<PathBuf>,
    /// The environment to use, a table below `environments` in the file
    #[arg(
        long,
        value_name = "NAME",
        env = "BANNO_ENVIRONMENT",
        default_value = "local"
    )]
    pub environment: String,
    /// The folder that Mock Banno's programs share, with the local certificate authority
    #[arg(long, value_name = "DIR", env = "BANNO_CLIENT_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
}

/// How long to wait for the accounts.
#[derive(Clone, Copy, Debug, Args)]
pub struct TaskArgs {
    /// The longest time for the bank to fetch what is new, before accounts are read
    #[arg(
        long,
        value_name = "SECONDS",
        env = "BANNO_CLIENT_TASK_TIMEOUT",
        default_value_t = TASK_TIMEOUT
    )]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub task_timeout: u64,
}

/// `banno-client serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The address to listen on; 127.0.0.1 brings IPv6 along, port 0 takes a free one
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "BANNO_CLIENT_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    pub listen: String,
    /// How the provider is to answer, instead of what client.toml says (`form_post` needs TLS)
    #[arg(long, value_name = "MODE", env = "BANNO_CLIENT_RESPONSE_MODE")]
    #[arg(value_parser = response_modes())]
    pub response_mode: Option<ResponseMode>,
    /// Speak plain http; a redirect URI on this machine follows
    #[arg(long, env = "BANNO_CLIENT_NO_TLS", value_name = "BOOL")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new())]
    pub no_tls: Option<bool>,
    /// How long to wait for the accounts.
    #[command(flatten)]
    pub task: TaskArgs,
    /// Which institution.
    #[command(flatten)]
    pub environment: EnvironmentArgs,
}

/// `banno-client accounts`.
#[derive(Debug, Args)]
pub struct AccountsArgs {
    /// The login before it.
    #[command(flatten)]
    pub login: LoginArgs,
    /// How long to wait for the accounts.
    #[command(flatten)]
    pub task: TaskArgs,
    /// Print each step on standard error, also where that is no terminal
    #[arg(long, env = "BANNO_CLIENT_VERBOSE", value_name = "BOOL")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new())]
    pub verbose: Option<bool>,
}

/// `banno-client login`.
#[derive(Debug, Args)]
pub struct LoginArgs {
    /// Without a browser; the only way so far, and named so that scripts say what they do
    #[arg(
        long,
        env = "BANNO_CLIENT_HEADLESS",
        value_name = "BOOL",
        required = true
    )]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new())]
    pub headless: Option<bool>,
    /// The user to sign in as
    #[arg(long, value_name = "U", env = "BANNO_CLIENT_USERNAME")]
    pub username: String,
    /// The user's password; the variable keeps it out of the process list
    #[arg(
        long,
        value_name = "P",
        env = "BANNO_CLIENT_PASSWORD",
        hide_env_values = true,
        allow_hyphen_values = true
    )]
    pub password: Password,
    /// The code of the second factor, for a user who is asked for one
    #[arg(
        long,
        value_name = "CODE",
        env = "BANNO_CLIENT_SECOND_FACTOR",
        hide_env_values = true
    )]
    pub second_factor: Option<Password>,
    /// Print one JSON object instead of text
    #[arg(long, env = "BANNO_CLIENT_JSON", value_name = "BOOL")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new())]
    pub json: Option<bool>,
    /// Which institution.
    #[command(flatten)]
    pub environment: EnvironmentArgs,
}

/// The response modes by name, which the help lists.
fn response_modes() -> impl TypedValueParser<Value = ResponseMode> {
    let names = ResponseMode::ALL.map(ResponseMode::as_str);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<ResponseMode>())
}

/// Takes an empty variable for one that is not set, as compose files and shells write it.
fn without_empty_variables(command: clap::Command) -> clap::Command {
    #[expect(
        clippy::disallowed_methods,
        reason = "clap reads the same variables and tells nobody what it found"
    )]
    let is_empty = |name: &OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
    command
        .mut_args(|arg| match arg.get_env() {
            Some(name) if is_empty(name) => arg.env(Resettable::Reset),
            _ => arg,
        })
        .mut_subcommands(without_empty_variables)
}

const EXIT_CODES: &str = "\
Every flag has a twin in the environment, named at the flag. A flag goes over the variable, and takes
a switch back with =false; an empty variable counts as none.
Exit codes: 0 done, 1 failed at run time, 2 wrong usage or configuration.
Start Mock Banno with `mock-idp serve`; its user is rileydoe with the password banno.";
