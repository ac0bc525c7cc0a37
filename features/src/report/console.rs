use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::record::{Known, Name, Record, Verdict};
use super::skipped::{self, gathered};

/// A scenario's verdict, as soon as it is known.
pub(super) fn write_record(out: &mut impl Write, record: &Record) -> io::Result<()> {
    let (name, took) = (&record.name, record.took.as_secs_f32());
    if let (Some(Known::Listed { reason, until }), Some(_)) =
        (&record.expected, record.verdict.why())
    {
        let word = record.verdict.word();
        return writeln!(
            out,
            "{EXPECTED}expected{EXPECTED:#} {name}: {word}, until {until}: {reason}"
        );
    }
    match &record.verdict {
        Verdict::Passed => writeln!(out, "{PASSED}passed{PASSED:#}   {name} {took:.2} s"),
        Verdict::Skipped(why) => {
            writeln!(
                out,
                "{SKIPPED}skipped{SKIPPED:#}  {name}: {}",
                one_line(why)
            )
        }
        Verdict::Warned(why) => {
            writeln!(out, "{WARNING}WARNING{WARNING:#}  {name}")?;
            write_lines(out, why)?;
            write_rule(out, record)
        }
        Verdict::Failed(failure) => {
            writeln!(out, "{FAILED}FAILED{FAILED:#}   {name}")?;
            write_lines(out, &failure.step)?;
            write_lines(out, &failure.why)?;
            write_rule(out, record)?;
            write_lines(out, &failure.trace)
        }
    }
}

/// What the run comes to: what was skipped and why, each plan with its modules, what nobody expected, and the closing
/// line, which scripts read.
pub(super) fn write_summary(
    out: &mut impl Write,
    target: &str,
    records: &[Record],
) -> io::Result<()> {
    skipped::write(out, records)?;
    write_plans(out, records)?;
    write_unexpected(out, target, records)?;
    writeln!(out, "{}", closing_line(records))
}

/// What scripts read.
pub(super) fn closing_line(records: &[Record]) -> String {
    let count = |is_it: fn(&Record) -> bool| records.iter().filter(|it| is_it(it)).count();
    let warned = match count(Record::is_warned) {
        0 => String::new(),
        1 => "1 warning, ".to_owned(),
        many => format!("{many} warnings, "),
    };
    format!(
        "{} passed, {warned}{} failed, {} skipped",
        count(|it| it.verdict == Verdict::Passed),
        count(Record::is_failed),
        count(Record::is_skipped),
    )
}

/// Each plan with its modules: those of one verdict together.
fn write_plans(out: &mut impl Write, records: &[Record]) -> io::Result<()> {
    let mut plans: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for record in records.iter().filter(|it| it.name.is_of_plan) {
        plans.entry(&record.name.feature).or_default().push(record);
    }
    for (plan, records) in plans {
        writeln!(out, "\n{plan}")?;
        for (word, is_it) in KINDS {
            let mut modules: Vec<_> = records.iter().filter(|it| is_it(it)).collect();
            modules.sort_by_key(|it| it.name.line);
            if modules.is_empty() {
                continue;
            }
            let mut named: Vec<&str> = modules.iter().map(|it| subject(&it.name)).collect();
            named.dedup();
            let named = wrapped(&named.join(", "));
            writeln!(out, "  {word:8} {:3}  {named}", modules.len())?;
        }
    }
    Ok(())
}

/// What somebody has to look at, by what was found, and how to say that it is in order.
fn write_unexpected(out: &mut impl Write, target: &str, records: &[Record]) -> io::Result<()> {
    let unexpected = records.iter().filter(|it| it.is_unexpected());
    let found = unexpected.map(|record| {
        let why = record.verdict.why().and_then(|why| why.lines().next());
        (
            (record.verdict.word(), why.unwrap_or_default()),
            &record.name,
        )
    });
    let found = gathered(found);
    if found.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNot expected of {target}:")?;
    for ((word, why), names) in found {
        writeln!(out, "  {word}: {why}")?;
        for name in names {
            writeln!(out, "    {name}")?;
        }
    }
    writeln!(
        out,
        "What has to stay so can be listed, with a reason and its last day, in a file for --expected.\n"
    )
}

/// The module, or the scenario where it is none's.
fn subject(name: &Name) -> &str {
    name.module.as_deref().unwrap_or(&name.scenario)
}

fn write_rule(out: &mut impl Write, record: &Record) -> io::Result<()> {
    let rule = record.broken_rule();
    if !rule.sentence.is_empty() {
        writeln!(out, "         rule: {}", rule.sentence)?;
    }
    for citation in &rule.citations {
        writeln!(out, "         see:  {citation}")?;
    }
    Ok(())
}

fn write_lines(out: &mut impl Write, text: &str) -> io::Result<()> {
    text.lines()
        .try_for_each(|line| writeln!(out, "         {line}"))
}

fn one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join("; ")
}

/// Breaks a list where lines get long, and indents what follows.
fn wrapped(list: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in list.split(", ") {
        if width > 0 {
            out.push_str(", ");
            if width + word.len() > WIDTH {
                out.truncate(out.trim_end().len());
                out.push_str("\n                ");
                width = 0;
            }
        }
        out.push_str(word);
        width += word.len() + 2;
    }
    out
}

type Is = fn(&Record) -> bool;

/// The verdicts by which a plan's modules are told, in their order.
const KINDS: [(&str, Is); 5] = [
    ("passed", |it| it.verdict == Verdict::Passed),
    ("warning", Record::is_warned),
    ("failed", Record::is_failed),
    ("expected", |it| {
        matches!(it.expected, Some(Known::Listed { .. }))
    }),
    ("skipped", |it| {
        matches!(it.verdict, Verdict::Skipped(_))
            && !matches!(it.expected, Some(Known::Listed { .. }))
    }),
];

/// So many characters of a list stand in a line.
const WIDTH: usize = 100;

const PASSED: Style = AnsiColor::Green.on_default();
const EXPECTED: Style = AnsiColor::Cyan.on_default();
const SKIPPED: Style = AnsiColor::Cyan.on_default();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const FAILED: Style = AnsiColor::Red.on_default().bold();
