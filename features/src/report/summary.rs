use std::fmt;
use std::io;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use cucumber::gherkin::{Feature, Scenario};

use super::{json, junit, skipped};
use crate::gaps::Gaps;

/// All verdicts of a run.
pub(crate) struct Summary {
    target: String,
    gaps: Gaps,
    verdicts: Vec<(Name, Duration, Verdict)>,
    /// Where verdicts are told as they are known.
    out: Box<dyn io::Write>,
}

/// A scenario by feature, name and line; the line tells an outline's examples apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) feature: String,
    pub(crate) scenario: String,
    pub(crate) line: usize,
    /// The module of a certification plan that it is, if it is one.
    pub(crate) module: Option<String>,
}

/// A scenario that did not run, and why.
#[derive(Debug)]
pub(crate) struct Skipped {
    pub(crate) name: Name,
    pub(crate) why: String,
}

/// How a scenario ended.
#[derive(Debug)]
pub(crate) enum Verdict {
    Passed,
    /// Passed, but for what a standard recommends.
    Warned(String),
    Failed(String),
    Skipped(String),
}

impl Name {
    pub(crate) fn of(feature: &Feature, scenario: &Scenario) -> Self {
        Self {
            feature: feature.name.clone(),
            scenario: scenario.name.clone(),
            line: scenario.position.line,
            module: scenario
                .tags
                .iter()
                .find_map(|tag| tag.strip_prefix("oidf:").map(str::to_owned)),
        }
    }
}

impl Summary {
    pub(crate) fn new(target: &str, gaps: Gaps, out: impl io::Write + 'static) -> Self {
        Self {
            target: target.to_owned(),
            gaps: gaps.of_target(target),
            verdicts: Vec::new(),
            out: Box::new(out),
        }
    }

    /// Takes a verdict in and prints it; a known gap turns a failure into a skip, and a pass into a
    /// failure.
    pub(crate) fn add(&mut self, name: Name, took: Duration, verdict: Verdict) {
        let verdict = match (verdict, self.gaps.find(&name.scenario)) {
            (Verdict::Failed(_), Some(gap)) => Verdict::Skipped(format!(
                "known gap: {}; closed by: {}",
                gap.reason, gap.closed_by
            )),
            (Verdict::Warned(_), Some(gap)) => Verdict::Skipped(format!(
                "known warning: {}; closed by: {}",
                gap.reason, gap.closed_by
            )),
            (Verdict::Passed, Some(_)) => Verdict::Failed(
                "known_gaps.toml says that it fails, and it passes: take it out".to_owned(),
            ),
            (verdict, _) => verdict,
        };
        let _ = print_verdict(&mut self.out, &name, took, &verdict);
        self.verdicts.push((name, took, verdict));
    }

    /// Takes in what did not run.
    pub(crate) fn add_skipped(&mut self, skipped: Vec<Skipped>) {
        for Skipped { name, why } in skipped {
            self.verdicts
                .push((name, Duration::ZERO, Verdict::Skipped(why)));
        }
    }

    /// Takes in a feature file that cannot be read.
    pub(crate) fn add_unreadable(&mut self, why: &str) {
        let name = Name {
            feature: "features".to_owned(),
            scenario: "can be read".to_owned(),
            line: 0,
            module: None,
        };
        self.add(name, Duration::ZERO, Verdict::Failed(why.to_owned()));
    }

    /// After a whole run: a known gap that names no scenario is an error.
    pub(crate) fn fail_stale_gaps(&mut self) {
        let stale: Vec<_> = self
            .gaps
            .iter()
            .filter(|gap| {
                let is_it = |(name, ..): &(Name, _, _)| name.scenario == gap.scenario;
                !self.verdicts.iter().any(is_it)
            })
            .map(|gap| gap.scenario.clone())
            .collect();
        for scenario in stale {
            let name = Name {
                feature: "known_gaps.toml".to_owned(),
                scenario,
                line: 0,
                module: None,
            };
            let why = "no scenario has this name".to_owned();
            let _ = print_verdict(
                &mut self.out,
                &name,
                Duration::ZERO,
                &Verdict::Failed(why.clone()),
            );
            self.verdicts
                .push((name, Duration::ZERO, Verdict::Failed(why)));
        }
    }

    /// Those in which no step has found anything wrong, and what became of them.
    pub(crate) fn unharmed(&self) -> impl Iterator<Item = (&Name, &str)> {
        let verdicts = self.verdicts.iter();
        verdicts.filter_map(|(name, _, verdict)| match verdict {
            Verdict::Passed => Some((name, "passed")),
            Verdict::Skipped(why) => Some((name, why.as_str())),
            Verdict::Failed(why) if why.starts_with(BEFORE) => Some((name, why.as_str())),
            Verdict::Warned(_) | Verdict::Failed(_) => None,
        })
    }

    /// What was found first, in one line.
    pub(crate) fn first_finding(&self) -> Option<&str> {
        self.verdicts
            .iter()
            .find_map(|(_, _, verdict)| match verdict {
                Verdict::Warned(why) => why.lines().find(|line| !line.starts_with("line ")),
                // Behind the step.
                Verdict::Failed(why) => why.lines().nth(1),
                Verdict::Passed | Verdict::Skipped(_) => None,
            })
    }

    pub(crate) fn len(&self) -> usize {
        self.verdicts.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.verdicts.is_empty()
    }

    pub(crate) fn failed(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Failed(_)))
    }

    pub(crate) fn warned(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Warned(_)))
    }

    /// What was skipped and why, the names of the failed once more, and the closing line.
    pub(crate) fn print(&mut self) -> io::Result<()> {
        let closing_line = self.closing_line();
        skipped::write(&mut self.out, &self.verdicts)?;
        if self.failed() > 0 {
            writeln!(self.out, "\nFailed against {}:", self.target)?;
        }
        for (name, _, verdict) in &self.verdicts {
            if matches!(verdict, Verdict::Failed(_)) {
                writeln!(self.out, "  {name}")?;
            }
        }
        writeln!(self.out, "{closing_line}")?;
        self.out.flush()
    }

    /// What scripts read.
    pub(super) fn closing_line(&self) -> String {
        let warned = match self.warned() {
            0 => String::new(),
            1 => "1 warning, ".to_owned(),
            many => format!("{many} warnings, "),
        };
        format!(
            "{} passed, {warned}{} failed, {} skipped",
            self.count(|verdict| matches!(verdict, Verdict::Passed)),
            self.failed(),
            self.count(|verdict| matches!(verdict, Verdict::Skipped(_))),
        )
    }

    pub(crate) fn write_junit(&self, file: &Path) -> anyhow::Result<()> {
        write(file, &junit::document(&self.target, &self.verdicts))
    }

    pub(crate) fn write_json(&self, file: &Path) -> anyhow::Result<()> {
        let document = json::document(&self.target, &self.verdicts);
        write(file, &format!("{document:#}\n"))
    }

    fn count(&self, wanted: impl Fn(&Verdict) -> bool) -> usize {
        let verdicts = self.verdicts.iter();
        verdicts.filter(|(_, _, verdict)| wanted(verdict)).count()
    }
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let shown = file.display();
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder of {shown}"))?;
    }
    std::fs::write(file, text).with_context(|| format!("cannot write {shown}"))
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            feature,
            scenario,
            line,
            ..
        } = self;
        write!(f, "{feature}: {scenario} (line {line})")
    }
}

fn print_verdict(
    out: &mut impl io::Write,
    name: &Name,
    took: Duration,
    verdict: &Verdict,
) -> io::Result<()> {
    match verdict {
        Verdict::Passed => writeln!(out, "passed   {name} {:.2} s", took.as_secs_f32()),
        Verdict::Skipped(why) => writeln!(out, "skipped  {name}: {why}"),
        Verdict::Warned(why) => print_lines(out, "WARNING", name, why),
        Verdict::Failed(why) => print_lines(out, "FAILED", name, why),
    }
}

fn print_lines(out: &mut impl io::Write, word: &str, name: &Name, why: &str) -> io::Result<()> {
    writeln!(out, "{word:8} {name}")?;
    for line in why.lines() {
        writeln!(out, "         {line}")?;
    }
    Ok(())
}

/// How a failure begins that is none of the provider's: the scene could not be set.
pub(super) const BEFORE: &str = "before the first step";
