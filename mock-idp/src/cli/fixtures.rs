use bank::Moment;
use time::Date;

use super::{Failure, FixturesCommand, output};
use crate::clock::SystemClock;
use crate::config::Config;

pub(super) fn run(command: &FixturesCommand) -> Result<(), Failure> {
    let FixturesCommand::Generate(args) = command;
    let config = match &args.config {
        Some(path) => Config::from_file(path)?,
        None => Config::fixtures()?,
    };
    let today = args.until.unwrap_or_else(today);
    let text = config.data_set(&args.user, args.seed, today)?;
    output::write(args.output.as_deref(), args.force, &text)
}

/// The day that the system's clock shows, in UTC.
fn today() -> Date {
    time::OffsetDateTime::from(SystemClock::system_time()).date()
}

/// A day as `2026-11-25`.
pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    let midnight = format!("{text}T00:00:00Z").parse::<Moment>();
    let day = midnight.map(Moment::day);
    day.map_err(|_| format!("`{text}` is not a day such as 2026-11-25"))
}
