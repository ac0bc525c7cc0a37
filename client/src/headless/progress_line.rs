use std::io::Write;

use crate::consumer::Progress;
use crate::explain::one_line;

/// Tells whoever waits in a terminal how far it is: one line that is written over and goes away, or
/// a line for each step.
#[derive(Debug)]
pub struct ProgressLine<W: Write> {
    output: W,
    style: Style,
    last: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// One line, written over.
    Line,
    /// A line for each step.
    Lines,
    /// Nothing.
    Silent,
}

impl<W: Write> ProgressLine<W> {
    /// One line for a terminal, lines for whoever asked for them, and nothing for a pipe.
    #[must_use]
    pub fn new(output: W, is_terminal: bool, verbose: bool) -> Self {
        let style = match (verbose, is_terminal) {
            (true, _) => Style::Lines,
            (false, true) => Style::Line,
            (false, false) => Style::Silent,
        };
        Self {
            output,
            style,
            last: String::new(),
        }
    }

    /// Tells it, if it is something else than before.
    pub fn show(&mut self, progress: &Progress<'_>) {
        let text = text(progress);
        if self.style == Style::Silent || text == self.last {
            return;
        }
        // Nobody can be told that standard error is gone.
        let _ = match self.style {
            Style::Line => write!(self.output, "{ERASE}{text:.WIDTH$}"),
            _ => writeln!(self.output, "{text}"),
        };
        let _ = self.output.flush();
        self.last = text;
    }

    /// Takes the line away, before something else is printed.
    pub fn finish(&mut self) {
        if self.style == Style::Line && !self.last.is_empty() {
            let _ = write!(self.output, "{ERASE}");
            let _ = self.output.flush();
            self.last.clear();
        }
    }
}

fn text(progress: &Progress<'_>) -> String {
    match progress {
        Progress::Account { number, of } => format!("Reading account {number} of {of}"),
        Progress::Task { events, waited } => {
            let last = events.last().map_or_else(
                || "no events yet".to_owned(),
                |last| format!("{} events, the last {}", events.len(), one_line(last)),
            );
            format!("Waiting for the bank, {waited} s: {last}")
        }
    }
}

/// To the beginning of the line, and away with what stands there.
const ERASE: &str = "\r\x1b[2K";
/// What is longer than the terminal's line would not go away.
const WIDTH: usize = 79;
