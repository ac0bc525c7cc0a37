use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use drift::{Severity, Style};

use super::looking::{LookArgs, published};
use super::{Failure, wants_color};
use crate::config::Config;
use crate::telemetry::LogFormat;

/// What is compared, and with what.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct DriftArgs {
    #[command(flatten)]
    look: LookArgs,
    /// The profile to compare with, as `serve` takes it [default: that of the fixtures]
    #[arg(long, env = "MOCK_IDP_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// For eyes, or one JSON object
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    output: LogFormat,
    /// From which severity on a difference is a failure
    #[arg(long, value_name = "SEVERITY", default_value = "breaking")]
    fail_on: FailOn,
    /// Tell long lists whole
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Breaking,
    Notable,
    Any,
    Never,
}

impl FailOn {
    const fn least(self) -> Option<Severity> {
        match self {
            Self::Any => Some(Severity::Info),
            Self::Breaking => Some(Severity::Breaking),
            Self::Never => None,
            Self::Notable => Some(Severity::Notable),
        }
    }
}

pub(super) async fn run(args: &DriftArgs) -> Result<ExitCode, Failure> {
    let (config, profile) = match &args.config {
        Some(path) => (Config::from_file(path)?, path.display().to_string()),
        None => (
            Config::fixtures()?,
            "the profile of the fixtures".to_owned(),
        ),
    };
    let there = args.look.look().await?;
    let here = published(&config, &there.issuer).await?;
    let findings = drift::compare(&here, &there.published, &there.address);
    let mut stdout = std::io::stdout().lock();
    let report = match args.output {
        LogFormat::Json => drift::json(&there.issuer, there.address.as_str(), &profile, &findings),
        LogFormat::Human => {
            let style = Style {
                color: wants_color() && stdout.is_terminal(),
                whole: args.all,
            };
            drift::human(&there.issuer, &profile, &findings, style)
        }
    };
    // A pipe that is closed early is no failure.
    let _ = stdout.write_all(report.as_bytes());
    let least = args.fail_on.least();
    let fails = least.is_some_and(|least| findings.iter().any(|it| it.severity >= least));
    Ok(if fails {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

const AFTER: &str = "\
Breaking: an application that was made with the mock and uses what is named fails at the provider.
Notable: it may be served otherwise there, or one that uses what the provider has fails with the mock.
Info: no application that follows the standards notices.

Exit code 0 when nothing is as grave as --fail-on, 1 when something is, 2 for a mistake in the command line or the
configuration, 3 when the provider could not be looked at. Only metadata and keys are fetched, without credentials.";
