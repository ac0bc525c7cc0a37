use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Parser;

/// Signs in through clients that others wrote, and tells what each of them did and refused.
///
/// The last line is `N of M clients passed, K skipped`. Exit code 0: none failed; 1: one did; 2: wrong usage
/// or configuration.
#[derive(Debug, Parser)]
#[command(name = "interop")]
pub(super) struct Options {
    /// Which clients, by the names of their folders below features/interop; without any, all of them.
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,

    /// Only tell which clients there are, and what is missing on this machine.
    #[arg(long)]
    pub(super) list: bool,

    /// How many clients are tried at a time.
    #[arg(long, value_name = "N", default_value = "2")]
    pub(super) jobs: NonZeroUsize,

    /// Also write the tables as Markdown.
    #[arg(long, value_name = "FILE")]
    pub(super) markdown: Option<PathBuf>,

    /// Any value takes the colours off, also on a terminal.
    #[arg(long, env = "NO_COLOR", value_name = "ANY", hide = true)]
    pub(super) no_color: Option<String>,
}
