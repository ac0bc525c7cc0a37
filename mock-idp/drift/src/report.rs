//! What is told of the findings, to people and to programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{Finding, Severity};

/// How a report for eyes looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Whether the terminal shows colours.
    pub color: bool,
    /// Whether lists are told whole.
    pub whole: bool,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Of [`Severity::Breaking`].
    pub breaking: usize,
    /// Of [`Severity::Notable`].
    pub notable: usize,
    /// Of [`Severity::Info`].
    pub info: usize,
}

impl Count {
    /// Counts them.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let count = |severity| {
            let of_it = findings.iter().filter(|it| it.severity == severity);
            of_it.count()
        };
        Self {
            breaking: count(Severity::Breaking),
            notable: count(Severity::Notable),
            info: count(Severity::Info),
        }
    }

    /// `1 breaking, 2 notable, 3 info`.
    #[must_use]
    pub fn line(self) -> String {
        let Self {
            breaking,
            notable,
            info,
        } = self;
        format!("{breaking} breaking, {notable} notable, {info} info")
    }
}

/// For programs: one object, on one line.
#[must_use]
pub fn json(issuer: &str, address: &str, profile: &str, findings: &[Finding]) -> String {
    let count = Count::of(findings);
    let object = json!({
        "issuer": issuer,
        "metadata": address,
        "profile": profile,
        "breaking": count.breaking,
        "notable": count.notable,
        "info": count.info,
        "findings": findings,
    });
    format!("{object}\n")
}

/// For eyes: grouped by severity, then by place and meaning, and last the numbers.
#[must_use]
pub fn human(issuer: &str, profile: &str, findings: &[Finding], style: Style) -> String {
    let mut text = format!("{}\n  against {}\n", plain(issuer), plain(profile));
    for severity in Severity::ALL {
        let of_it: Vec<_> = findings
            .iter()
            .filter(|it| it.severity == severity)
            .collect();
        let groups = groups(&of_it);
        let Some(width) = groups.iter().map(|group| group.path.chars().count()).max() else {
            continue;
        };
        let width = width.min(WIDEST);
        let _ = write!(text, "\n{}\n", painted(severity, style.color));
        for group in &groups {
            group.write(&mut text, width, style.whole);
        }
    }
    let _ = write!(text, "\n{}\n", Count::of(findings).line());
    text
}

/// Findings that say the same of one list.
struct Group<'a> {
    path: String,
    meaning: &'a str,
    values: Vec<String>,
}

fn groups<'a>(findings: &[&'a Finding]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for finding in findings {
        let path = plain(&finding.path);
        let there = groups
            .iter_mut()
            .find(|group| group.path == path && group.meaning == finding.meaning);
        match there {
            Some(group) => group.values.extend(told(finding)),
            None => groups.push(Group {
                path,
                meaning: &finding.meaning,
                values: told(finding),
            }),
        }
    }
    groups
}

impl Group<'_> {
    fn write(&self, text: &mut String, width: usize, whole: bool) {
        let most = if whole { usize::MAX } else { MOST_VALUES };
        let mut shown = self.values.iter().take(most);
        let first = shown.next().map_or("", String::as_str);
        let path = &self.path;
        let line = format!("  {path:width$}  {first}");
        let _ = writeln!(text, "{}", line.trim_end());
        for value in shown {
            let _ = writeln!(text, "  {:width$}  {value}", "");
        }
        let more = self.values.len().saturating_sub(most);
        if more > 0 {
            let _ = writeln!(text, "  {:width$}  and {more} more (--all)", "");
        }
        let _ = writeln!(text, "      {}", self.meaning);
    }
}

/// Both sides of a difference; a list that only one of them has, word by word.
fn told(finding: &Finding) -> Vec<String> {
    match (&finding.mock, &finding.provider) {
        (None, None) => Vec::new(),
        (Some(Value::Array(words)), None) | (None, Some(Value::Array(words))) => {
            words.iter().map(word).collect()
        }
        (Some(one), None) | (None, Some(one)) => vec![word(one)],
        (Some(mock), Some(provider)) => vec![format!("{} (mock: {})", word(provider), word(mock))],
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        other => plain(&other.to_string()),
    }
}

/// A text that somebody else has written, fit for a terminal and for one line.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain: String = text.chars().take(LONGEST).map(visible).collect();
    if text.chars().nth(LONGEST).is_some() {
        plain.push('…');
    }
    plain
}

/// Controls, and what turns the direction of writing, would let a stranger write over the report.
fn visible(c: char) -> char {
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    if c.is_control() || turns {
        '\u{fffd}'
    } else {
        c
    }
}

fn painted(severity: Severity, color: bool) -> String {
    let (name, code) = match severity {
        Severity::Breaking => ("Breaking", "1;31"),
        Severity::Notable => ("Notable", "1;33"),
        Severity::Info => ("Info", "1;36"),
    };
    if color {
        format!("\x1b[{code}m{name}\x1b[0m")
    } else {
        name.to_owned()
    }
}

/// Of one list; the others are counted.
const MOST_VALUES: usize = 8;
/// Of a path, for the column behind it.
const WIDEST: usize = 60;
/// Of one value.
const LONGEST: usize = 200;
