use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory as _, FromArgMatches as _};
use cucumber::codegen::Regex;
use cucumber::{cli, parser, runner};

use crate::options::{Cli, EXPECTED, Options};
use crate::subject::ControlToken;

/// The scenario runner's own filters, and these.
pub(super) type Arguments = cli::Opts<parser::basic::Cli, runner::basic::Cli, cli::Empty, Flags>;

#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Flags {
    /// Only scenarios with one of these in their name, as `cargo test NAME` hands it to every test; there may be none.
    #[arg(value_name = "NAME", conflicts_with = "name")]
    pub(super) names: Vec<String>,

    /// What to judge, as a TOML file; `mock` is the mock in this process.
    #[arg(long, value_name = "mock|FILE")]
    pub(super) target: Option<PathBuf>,

    /// Where the control plane of a mock is that runs already, such as <http://127.0.0.1:8444>.
    #[arg(long, value_name = "URL")]
    control: Option<String>,

    /// What the control plane wants as bearer token.
    #[arg(
        long,
        env = "CONFORMANCE_CONTROL_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true
    )]
    control_token: Option<ControlToken>,

    /// Also write a report in the XML of `JUnit`.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// Also write the verdicts as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Also write a report for people, in one file: verdicts, evidence, each exchange as a diagram; secrets masked.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// What is known not to pass, and until when; can be given more than once.
    #[arg(long, value_name = "FILE", long_help = EXPECTED)]
    expected: Vec<PathBuf>,

    /// Save pictures of the pages that Chromium visits.
    #[arg(long, value_name = "DIR")]
    screenshots: Option<PathBuf>,

    /// As many scenarios at once, as other tests have it.
    #[arg(long, value_name = "int", hide = true, conflicts_with = "concurrency")]
    test_threads: Option<usize>,

    /// What else `cargo test -- …` may hand to every test, and changes nothing here.
    #[arg(long, short, hide = true)]
    quiet: bool,

    #[arg(long, visible_alias = "no-capture", hide = true)]
    nocapture: bool,
}

pub(super) fn arguments(
    args: impl IntoIterator<Item = OsString>,
) -> Result<Arguments, clap::Error> {
    let about = "Runs the scenarios of this project";
    let command = Arguments::command().about(about).long_about(format!(
        "{about}.\n\nThe last line is `N passed, [N warnings, ]N failed, N skipped`. Exit code 0: nothing that was not expected; \
         1: a failure, a warning or a skip that nobody has listed (--expected); 2: wrong usage or configuration."
    ));
    Arguments::from_arg_matches(&command.try_get_matches_from(args)?)
}

/// The command line as the scenarios of this repository have it.
pub(super) fn in_our_terms(arguments: Arguments) -> anyhow::Result<Cli> {
    let flags = arguments.custom;
    let mut runner = arguments.runner;
    runner.concurrency = runner.concurrency.or(flags.test_threads);
    let re_filter = if flags.names.is_empty() {
        arguments.re_filter
    } else {
        Some(any_of(&flags.names)?)
    };
    Ok(Cli {
        re_filter,
        tags_filter: arguments.tags_filter,
        parser: arguments.parser,
        runner,
        writer: arguments.writer,
        custom: Options {
            target: flags.target,
            control: flags.control,
            control_token: flags.control_token,
            junit: flags.junit,
            json: flags.json,
            html: flags.html,
            expected: flags.expected,
            screenshots: flags.screenshots,
            ..Options::default()
        },
    })
}

/// Matches whatever has one of these texts in it, letter by letter.
fn any_of(texts: &[String]) -> anyhow::Result<Regex> {
    let literal = |text: &String| -> String {
        let escape = |letter: char| {
            let is_special = letter.is_ascii_punctuation() && !['<', '>'].contains(&letter);
            [is_special.then_some('\\'), Some(letter)]
        };
        text.chars().flat_map(escape).flatten().collect()
    };
    let all: Vec<_> = texts.iter().map(literal).collect();
    Ok(Regex::new(&all.join("|"))?)
}
