use std::io::Write as _;

use bank::Moment;
use time::Date;

use super::{Failure, FixturesCommand, GenerateArgs};
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
    write(args, &text)
}

/// The day that the system's clock shows, in UTC.
fn today() -> Date {
    time::OffsetDateTime::from(SystemClock::system_time()).date()
}

/// To the file, which must not be there yet unless it may be replaced, or to standard output.
fn write(args: &GenerateArgs, text: &str) -> Result<(), Failure> {
    let Some(path) = &args.output else {
        // A pipe that is closed early is no failure.
        let _ = std::io::stdout().write_all(text.as_bytes());
        return Ok(());
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true);
    if args.force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let file = options.open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let mend = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "; --force replaces it",
            _ => "",
        };
        Failure::Runtime(format!(
            "{} cannot be written: {error}{mend}",
            path.display()
        ))
    })
}

/// A day as `2026-11-25`.
pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    let midnight = format!("{text}T00:00:00Z").parse::<Moment>();
    let day = midnight.map(Moment::day);
    day.map_err(|_| format!("`{text}` is not a day such as 2026-11-25"))
}
