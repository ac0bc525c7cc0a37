use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Command, CommandFactory as _, FromArgMatches as _, Subcommand as _};
use cucumber::{cli, parser, runner};

use crate::manual::Manual;
use crate::subject::ControlToken;

/// The command line: the scenario runner's own filters, and ours.
pub(crate) type Cli = cli::Opts<parser::basic::Cli, runner::basic::Cli, cli::Empty, Options>;

/// Our own options.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// What to judge of it; left out, everything.
    #[arg(value_enum, value_name = "PART")]
    pub(crate) part: Option<Part>,

    /// What to judge, as a TOML file (see features/targets); without it, the provider of this
    /// workspace.
    #[arg(long, value_name = "FILE")]
    pub(crate) target: Option<PathBuf>,

    /// Where the provider's control plane is, such as <http://127.0.0.1:8444>; without it, and where
    /// the target names no issuer, a provider is started in this process.
    #[arg(long, value_name = "URL")]
    pub(crate) control: Option<String>,

    /// What the control plane wants as bearer token.
    #[arg(
        long,
        env = "CONFORMANCE_CONTROL_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true
    )]
    pub(crate) control_token: Option<ControlToken>,

    /// Also write a report in the XML of `JUnit`.
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,

    /// Save pictures of the pages that the browser scenarios visit.
    #[arg(long, value_name = "DIR")]
    pub(crate) screenshots: Option<PathBuf>,
}

/// A part of the scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// The provider.
    Op,
    /// The relying party, by its pages, at a terminal and in Chromium.
    Rp,
}

impl Part {
    /// Whether a feature of that folder belongs to it.
    pub(crate) fn has(self, folder: &str) -> bool {
        match self {
            Self::Op => folder == "op",
            Self::Rp => ["rp", "browser"].contains(&folder),
        }
    }
}

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Wish {
    Judge(Box<Cli>),
    Print(Manual),
}

/// Reads the command line; the error knows how to print itself and its exit code.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Wish, clap::Error> {
    let matches = command().try_get_matches_from(args)?;
    if matches.subcommand().is_some() {
        return Manual::from_arg_matches(&matches).map(Wish::Print);
    }
    Cli::from_arg_matches(&matches).map(|cli| Wish::Judge(Box::new(cli)))
}

/// The command line as it is.
pub(crate) fn command() -> Command {
    let about = "Judges an OpenID Connect provider and a relying party by scenarios";
    Manual::augment_subcommands(Cli::command())
        .name("conformance")
        .about(about)
        .long_about(format!(
            "{about}.\n\nThe last line is `N passed, N failed, N skipped`. Exit code 0: nothing \
             failed; 1: something did; 2: wrong usage or configuration."
        ))
        .subcommand_required(false)
        .disable_help_subcommand(true)
}
