use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Deserializer};
use time::{Date, Month};

use crate::report::{Name, Verdict};

/// Verdicts that are known and expected, as data: `known_gaps.toml`, and the files of `--expected`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gaps {
    #[serde(default, rename = "gap")]
    gaps: Vec<Gap>,
}

/// A scenario that is known not to pass.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gap {
    /// The scenario's name, as the feature has it; or `module`.
    pub(crate) scenario: Option<String>,
    /// The module of a certification plan; of whichever plan it is.
    pub(crate) module: Option<String>,
    /// The target that it concerns; left out, all.
    pub(crate) target: Option<String>,
    /// How it ends.
    #[serde(default)]
    pub(crate) verdict: Ending,
    /// The conditions that are not met, where those are all that may be found; left out, whatever is found.
    #[serde(default)]
    pub(crate) conditions: Vec<String>,
    /// Why.
    pub(crate) reason: String,
    /// What would close the gap.
    pub(crate) closed_by: Option<String>,
    /// The last day on which that is good enough.
    #[serde(deserialize_with = "date")]
    pub(crate) expires: Date,
}

/// How a scenario ends that does not pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Ending {
    #[default]
    Failed,
    Warning,
    Skipped,
}

impl Gaps {
    /// Those of this workspace.
    pub(crate) fn known() -> anyhow::Result<Self> {
        Self::parse(include_str!("../known_gaps.toml")).context("known_gaps.toml")
    }

    /// Those of a file beside.
    pub(crate) fn open(file: &Path) -> anyhow::Result<Self> {
        let shown = file.display();
        let text = std::fs::read_to_string(file);
        let text = text.with_context(|| format!("--expected {shown}: cannot read it"))?;
        Self::parse(&text).with_context(|| format!("--expected {shown}"))
    }

    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let gaps: Self = toml::from_str(text)?;
        for gap in &gaps.gaps {
            anyhow::ensure!(
                gap.scenario.is_some() != gap.module.is_some(),
                "[[gap]] with the reason {:?}: say either scenario = \"…\" or module = \"…\"",
                gap.reason
            );
        }
        Ok(gaps)
    }

    /// These, before others.
    pub(crate) fn and(mut self, others: Self) -> Self {
        self.gaps.extend(others.gaps);
        self
    }

    /// Keeps what concerns that target.
    pub(crate) fn of_target(mut self, target: &str) -> Self {
        self.gaps
            .retain(|gap| gap.target.as_deref().is_none_or(|name| name == target));
        self
    }

    /// What is known of a scenario that has ended so: of several, what says so and still holds.
    pub(crate) fn find(&self, name: &Name, verdict: &Verdict, today: Date) -> Option<&Gap> {
        let about = || self.gaps.iter().filter(|gap| gap.is_about(name));
        let met = || about().filter(|gap| gap.is_met_by(verdict));
        let holding = met().find(|gap| gap.holds_on(today));
        holding.or_else(|| met().next()).or_else(|| about().next())
    }

    /// Those that are about none of these scenarios.
    pub(crate) fn stale<'a>(&'a self, all: &'a [Name]) -> impl Iterator<Item = &'a Gap> {
        let is_stale = |gap: &&Gap| !all.iter().any(|name| gap.is_about(name));
        self.gaps.iter().filter(is_stale)
    }
}

impl Gap {
    fn is_about(&self, name: &Name) -> bool {
        match (&self.scenario, &self.module) {
            (Some(scenario), _) => *scenario == name.scenario,
            (None, module) => module.is_some() && *module == name.module,
        }
    }

    /// What it is about, in words.
    pub(crate) fn subject(&self) -> &str {
        let subject = self.scenario.as_deref().or(self.module.as_deref());
        subject.unwrap_or_default()
    }

    /// Whether a scenario has ended so, with no other finding than those that are known. That the scene could not be
    /// set is never known.
    pub(crate) fn is_met_by(&self, verdict: &Verdict) -> bool {
        let is_known = |line: &str| {
            let mut known = self.conditions.iter();
            self.conditions.is_empty() || known.any(|it| begins_with(line, it))
        };
        let findings = match verdict {
            Verdict::Failed(failure) if failure.is_before_the_first_step() => return false,
            Verdict::Failed(failure) => failure.why.lines().take(1).collect(),
            other => other
                .why()
                .map_or_else(Vec::new, |why| why.lines().collect()),
        };
        self.verdict.is(verdict) && findings.into_iter().all(is_known)
    }

    /// Whether a scenario may still end so on that day.
    pub(crate) fn holds_on(&self, today: Date) -> bool {
        today <= self.expires
    }

    /// Why it ends so, and what would change that.
    pub(crate) fn why(&self) -> String {
        match &self.closed_by {
            Some(closed_by) => format!("{}; closed by: {closed_by}", self.reason),
            None => self.reason.clone(),
        }
    }
}

impl Ending {
    /// Whether a scenario has ended so.
    pub(crate) const fn is(self, verdict: &Verdict) -> bool {
        matches!(
            (self, verdict),
            (Self::Failed, Verdict::Failed(_))
                | (Self::Warning, Verdict::Warned(_))
                | (Self::Skipped, Verdict::Skipped(_))
        )
    }
}

/// Whether a finding is one of that condition.
fn begins_with(finding: &str, condition: &str) -> bool {
    let rest = finding.strip_prefix(condition);
    rest.is_some_and(|rest| rest.starts_with(':'))
}

/// A day as TOML has it, such as `2027-11-30`.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let read = toml::value::Datetime::deserialize(deserializer)?;
    let day = read.date.filter(|_| read.time.is_none());
    let day = day.and_then(|day| {
        let month = Month::try_from(day.month).ok()?;
        Date::from_calendar_date(i32::from(day.year), month, day.day).ok()
    });
    day.ok_or_else(|| serde::de::Error::custom("not a day such as 2027-11-30"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_shows_one_that_can_be_read() {
        let (_, example) = crate::options::EXPECTED.split_once("\n\n").unwrap();
        assert_eq!(Gaps::parse(example).unwrap().gaps.len(), 1);
    }

    #[test]
    fn a_gap_names_a_scenario_or_a_module_a_reason_and_its_last_day() {
        let gaps = |text: &str| Gaps::parse(&format!("[[gap]]\nreason = \"r\"\n{text}"));
        let read = gaps("module = \"m\"\nverdict = \"skipped\"\nexpires = 2027-11-30").unwrap();
        let gap = &read.gaps[0];
        assert_eq!((gap.subject(), gap.verdict), ("m", Ending::Skipped));
        let day = |month, day| Date::from_calendar_date(2027, month, day).unwrap();
        assert!(gap.holds_on(day(Month::November, 30)));
        assert!(!gap.holds_on(day(Month::December, 1)));
        for (wrong, told) in [
            ("expires = 2027-11-30", "say either scenario"),
            (
                "scenario = \"s\"\nmodule = \"m\"\nexpires = 2027-11-30",
                "say either scenario",
            ),
            ("scenario = \"s\"", "missing field `expires`"),
            (
                "scenario = \"s\"\nexpires = 2027-11-30T10:00:00",
                "not a day",
            ),
            (
                "scenario = \"s\"\nexpires = 2027-11-30\nverdict = \"passed\"",
                "unknown variant",
            ),
        ] {
            let error = format!("{:#}", gaps(wrong).unwrap_err());
            assert!(error.contains(told), "{wrong}: {error}");
        }
    }
}
