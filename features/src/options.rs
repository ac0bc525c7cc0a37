use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory as _, FromArgMatches as _};
use cucumber::{cli, parser, runner};

/// The command line: the scenario runner's own filters, and ours.
pub(crate) type Cli = cli::Opts<parser::basic::Cli, runner::basic::Cli, cli::Empty, Options>;

/// Our own options.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// What to judge, as a TOML file (see features/targets); without it, a provider of this
    /// workspace in this process, one for each scenario.
    #[arg(long, value_name = "FILE")]
    pub(crate) target: Option<PathBuf>,

    /// Also write a report in the XML of `JUnit`.
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,

    /// Save pictures of the pages that the browser scenarios visit.
    #[arg(long, value_name = "DIR")]
    pub(crate) screenshots: Option<PathBuf>,
}

/// Reads the command line; the error knows how to print itself and its exit code.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let about = "Judges an OpenID Connect provider and a relying party by scenarios";
    let matches = Cli::command()
        .name("conformance")
        .about(about)
        .long_about(format!(
            "{about}.\n\nThe last line is `N passed, N failed, N skipped`. Exit code 0: nothing \
             failed; 1: something did; 2: wrong usage or configuration."
        ))
        .try_get_matches_from(args)?;
    Cli::from_arg_matches(&matches)
}
