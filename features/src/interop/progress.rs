use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

/// Tells what happens while it happens; in colours on a terminal only.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    colours: bool,
}

impl Progress {
    /// Colours where somebody looks at them and has not said no.
    pub(super) fn new(no_color: bool) -> Self {
        Self {
            colours: io::stdout().is_terminal() && !no_color,
        }
    }

    /// Something goes on that takes its time.
    pub(super) fn goes_on(self, client: &str, what: &str) {
        self.line("", "        ", &format!("{client}: {what} …"));
    }

    /// A check has passed.
    pub(super) fn passed(self, client: &str, check: &str, took: Duration) {
        let took = took.as_secs_f32();
        self.line(
            GREEN,
            "passed  ",
            &format!("{client}: {check} ({took:.1} s)"),
        );
    }

    /// A client is not tried.
    pub(super) fn skipped(self, client: &str, why: &str) {
        self.line(YELLOW, "skipped ", &format!("{client}: {why}"));
    }

    /// A check has failed.
    pub(super) fn failed(self, client: &str, why: &str) {
        let mut lines = why.lines();
        let first = lines.next().unwrap_or_default();
        self.line(RED, "FAILED  ", &format!("{client}: {first}"));
        for line in lines {
            self.line("", "        ", line);
        }
    }

    fn line(self, colour: &str, word: &str, rest: &str) {
        let word = if self.colours && !colour.is_empty() {
            format!("{colour}{word}{PLAIN}")
        } else {
            word.to_owned()
        };
        // Who closes the pipe has read enough.
        let _ = writeln!(io::stdout().lock(), "{word} {rest}");
    }
}

const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const RED: &str = "\u{1b}[31m";
const PLAIN: &str = "\u{1b}[0m";
