//! Log lines, on stderr.

use serde::Deserialize;
use tracing_subscriber::EnvFilter;

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
    let parsed = EnvFilter::try_new(filter).map_err(|error| {
        format!("log `{filter}` is not a filter such as info or mock_idp=debug: {error}")
    })?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(parsed)
        .with_writer(std::io::stderr);
    let set = match format {
        LogFormat::Human => lines
            .with_target(false)
            .with_ansi(color)
            .compact()
            .try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    set.map_err(|error| format!("log lines cannot be set up: {error}"))
}
