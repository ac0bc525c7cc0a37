use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use drift::{Finding, Severity, Style, plain};
use url::Url;

use super::looking::{LookArgs, published};
use super::{Failure, output, wants_color};
use crate::config::{Config, learned};

/// What is learned from, and where it is written.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct LearnArgs {
    #[command(flatten)]
    look: LookArgs,
    /// Where to write to [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(args: &LearnArgs) -> Result<(), Failure> {
    let there = args.look.look().await?;
    let name = Url::parse(&there.issuer).ok();
    let name = name.as_ref().and_then(Url::host_str).unwrap_or("learned");
    let sections = learned(name, &there.published.metadata);
    let config = Config::from_text(&sections, "what has been learned")?;
    let here = published(&config, &there.issuer).await?;
    let mut differences = drift::compare(&here, &there.published, &there.address);
    differences.retain(|it| it.severity >= Severity::Notable);
    let told = told(&differences);
    let head = head(&there.issuer, there.address.as_str(), &told);
    output::write(
        args.output.as_deref(),
        args.force,
        &format!("{head}\n{sections}"),
    )?;
    if !differences.is_empty() {
        warn(&told);
    }
    Ok(())
}

/// What stays different, as a report tells it, without its head and numbers.
fn told(differences: &[Finding]) -> Vec<String> {
    let style = Style {
        color: false,
        whole: true,
    };
    let report = drift::human("", "", differences, style);
    let lines = report.lines().skip(3);
    let lines: Vec<_> = lines.map(str::to_owned).collect();
    lines[..lines.len().saturating_sub(2)].to_vec()
}

fn head(issuer: &str, address: &str, told: &[String]) -> String {
    let mut head = format!(
        "# What {issuer} publishes, as a profile of Mock Banno. Learned from\n\
         # {address}\n\
         #\n\
         # Serve it with `mock-idp serve --config FILE`; `mock-idp drift URL --config FILE` tells when the provider changes.\n\
         # No secret is in it, and no key. Clients and users are those of the fixtures until [[clients]] and [[users]] stand here.\n",
        issuer = plain(issuer),
        address = plain(address),
    );
    if told.is_empty() {
        return head;
    }
    head.push_str("#\n# What the mock cannot be:\n");
    for line in told {
        let _ = writeln!(head, "{}", format!("# {line}").trim_end());
    }
    head
}

#[expect(
    clippy::print_stderr,
    reason = "what is written may be standard output"
)]
fn warn(told: &[String]) {
    let word = "what the mock cannot be:";
    if wants_color() && std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        eprintln!("\x1b[1;33m{word}\x1b[0m");
    } else {
        eprintln!("{word}");
    }
    for line in told {
        eprintln!("{line}");
    }
}

const AFTER: &str = "\
The file is for `mock-idp serve --config FILE`. No secret is in it; clients and users are those of the fixtures until it
has its own. What the mock cannot be is listed in it and on stderr, which is no failure.

Exit code 0 when the file is written, 1 when it cannot be, 2 for a mistake in the command line, 3 when the provider
could not be looked at.";
