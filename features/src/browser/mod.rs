//! A real browser, for what only a real browser judges: cookies, redirects after forms, layout, and
//! the way through a page by keyboard.

mod chromium;
mod driver;
mod leaf;

pub(crate) use chromium::{Chromium, Hand};
pub(crate) use leaf::spki_hash;

use std::process::{Command, Stdio};

/// Why there is no browser, if there is none.
pub(crate) fn missing() -> Option<String> {
    ["chromium", "chromedriver"]
        .into_iter()
        .find(|program| !answers(program))
        .map(|program| format!("{program} is not installed"))
}

fn answers(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
