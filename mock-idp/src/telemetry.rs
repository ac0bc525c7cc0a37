//! Log lines, on stderr.

use serde::Deserialize;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// For whom output is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For eyes.
    #[default]
    Human,
    /// For programs: one JSON object per line.
    Json,
}

/// Sends log lines of that filter to stderr, for eyes or as JSON.
///
/// # Errors
/// One line about a filter that cannot be read.
pub fn init(filter: &str, format: LogFormat, color: bool) -> Result<(), String> {
    let parsed = filter.parse::<Targets>().map_err(|error| {
        format!("log `{filter}` is not a filter such as info or mock_idp=debug: {error}")
    })?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(parsed);
    let set = match format {
        LogFormat::Human => {
            let lines = lines.with_target(false).with_ansi(color).compact();
            registry.with(lines).try_init()
        }
        LogFormat::Json => {
            let lines = lines.json().flatten_event(true);
            registry.with(lines).try_init()
        }
    };
    set.map_err(|error| format!("log lines cannot be set up: {error}"))
}
