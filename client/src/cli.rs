//! The command line. Every flag has an environment twin: `BANNO_CLIENT_` and the flag's name;
//! only the environment is `BANNO_ENVIRONMENT`, as the official example had it.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{BoolishValueParser, PossibleValuesParser, Resettable, TypedValueParser};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::TASK_TIMEOUT;
use crate::headless::Password;
use crate::rp::ResponseMode;
use crate::web::PENDING_LIFETIME;

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
        let read = command
            .try_get_matches_from_mut(std::env::args_os())
            .and_then(|matches| Ok((Self::from_arg_matches(&matches)?, names_user(&matches))));
        let (cli, names_user) = read.unwrap_or_else(|error| error.exit());
        let login = match &cli.command {
            Command::Accounts(accounts) => Some(&accounts.login),
            Command::Login(login) => Some(login),
            Command::Completions(_) | Command::Man(_) | Command::Serve(_) => None,
        };
        let is_headless = login.is_some_and(LoginArgs::is_headless);
        let (kind, message) = if login.is_some_and(LoginArgs::lacks_user) {
            let message = "--headless needs --username <U> and --password <P>; without it your own browser is opened";
            (ErrorKind::MissingRequiredArgument, message)
        } else if names_user && !is_headless {
            let message = "--username, --password and --second-factor go with --headless; without it you sign in in your own browser";
            (ErrorKind::ArgumentConflict, message)
        } else {
            return cli;
        };
        command.error(kind, message).exit();
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sign in by your browser, or --headless, and print all accounts with their transactions
    Accounts(AccountsArgs),
    /// Sign in by your browser, or --headless, and print claims and token facts
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
    /// Without a browser: for Mock Banno, whose forms are filled in
    #[arg(long, env = "BANNO_CLIENT_HEADLESS", value_name = "BOOL")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new())]
    pub headless: Option<bool>,
    /// How long to wait for you to sign in, without --headless
    #[arg(
        long,
        value_name = "SECONDS",
        env = "BANNO_CLIENT_WAIT",
        default_value_t = 300
    )]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=PENDING_LIFETIME))]
    pub wait: u64,
    /// Open no browser, just print the address to open
    #[arg(long, env = "BANNO_CLIENT_NO_BROWSER", value_name = "BOOL")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new())]
    pub no_browser: Option<bool>,
    /// With --headless: the user to sign in as
    #[arg(long, value_name = "U", env = "BANNO_CLIENT_USERNAME")]
    pub username: Option<String>,
    /// With --headless: the user's password; the variable keeps it out of the process list
    #[arg(
        long,
        value_name = "P",
        env = "BANNO_CLIENT_PASSWORD",
        hide_env_values = true,
        allow_hyphen_values = true
    )]
    pub password: Option<Password>,
    /// With --headless: the code of the second factor, for a user who is asked for one
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

impl LoginArgs {
    /// Whether the program itself signs in, in a terminal.
    #[must_use]
    pub fn is_headless(&self) -> bool {
        self.headless.unwrap_or_default()
    }

    /// Whether it is to do so without knowing as whom.
    fn lacks_user(&self) -> bool {
        self.is_headless() && (self.username.is_none() || self.password.is_none())
    }
}

/// The response modes by name, which the help lists.
fn response_modes() -> impl TypedValueParser<Value = ResponseMode> {
    let names = ResponseMode::ALL.map(ResponseMode::as_str);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<ResponseMode>())
}

/// Whether the command line itself says as whom to sign in: a script that does so and waits for a browser would
/// wait for nothing, while a variable may be there for other runs.
fn names_user(matches: &ArgMatches) -> bool {
    let Some((_, matches)) = matches.subcommand() else {
        return false;
    };
    let on_the_line = |id| {
        let known = matches.ids().any(|known| known.as_str() == id);
        known && matches.value_source(id) == Some(ValueSource::CommandLine)
    };
    ["username", "password", "second_factor"]
        .into_iter()
        .any(on_the_line)
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
