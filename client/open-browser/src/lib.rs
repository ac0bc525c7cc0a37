//! Opens an address in the browser of the person at this machine, whichever that is: what `BROWSER` names,
//! else what the desktop opens addresses with. Nothing in here knows any protocol.

use std::ffi::OsStr;
use std::io;
use std::process::{Command, Stdio};

/// Opens the address. What it is opened with goes on by itself, and what that prints is not heard.
///
/// `browser` is the value of the variable `BROWSER`: commands between colons, tried one after another; `%s` in one
/// stands for the address, which comes last where there is none.
///
/// # Errors
/// [`Error`] where none of the commands can be started.
pub fn open(address: &str, browser: Option<&str>) -> Result<(), Error> {
    first_that_starts(&commands(address, browser))
}

/// Starts the first of these commands that can be started, as [`open`] does.
///
/// # Errors
/// As [`open`].
pub fn first_that_starts(commands: &[Vec<String>]) -> Result<(), Error> {
    let mut reasons = Vec::new();
    for command in commands {
        match start(command) {
            Ok(()) => return Ok(()),
            Err(error) => {
                let name = command.first().map_or("", String::as_str);
                reasons.push(format!("{name}: {error}"));
            }
        }
    }
    Err(Error {
        reasons: reasons.join("; "),
    })
}

/// What would be tried, each command with its arguments.
#[must_use]
pub fn commands(address: &str, browser: Option<&str>) -> Vec<Vec<String>> {
    let named = browser.unwrap_or_default().split(':');
    let named = named.filter(|command| !command.trim().is_empty());
    let mut commands: Vec<_> = named.map(|command| filled_in(command, address)).collect();
    commands.push(vec![DESKTOP.to_owned(), address.to_owned()]);
    commands
}

/// No browser can be started.
#[derive(Debug, thiserror::Error)]
#[error("no browser can be started ({reasons}); set BROWSER to the command of one")]
pub struct Error {
    reasons: String,
}

fn filled_in(command: &str, address: &str) -> Vec<String> {
    let words = command.split_whitespace();
    let mut words: Vec<_> = words.map(|word| word.replace("%s", address)).collect();
    if !command.contains("%s") {
        words.push(address.to_owned());
    }
    words
}

/// The process is waited for on a thread of its own, so that it is none of the undead when it ends.
fn start(command: &[String]) -> io::Result<()> {
    let (program, arguments) = command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut process = Command::new(OsStr::new(program))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    std::thread::spawn(move || process.wait());
    Ok(())
}

const DESKTOP: &str = if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};
