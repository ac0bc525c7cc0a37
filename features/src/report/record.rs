use std::time::Duration;

use cucumber::gherkin::{Feature, Scenario};

use super::condition;
use super::evidence::Evidence;
use super::rule::Rule;

/// What a run has found out about one scenario.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) name: Name,
    pub(crate) rule: Rule,
    pub(crate) took: Duration,
    pub(crate) verdict: Verdict,
    /// Why nobody has to be told of a verdict that is not "passed".
    pub(crate) expected: Option<Known>,
    pub(crate) evidence: Evidence,
}

/// A scenario by feature, name and line; the line tells an outline's examples apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) feature: String,
    pub(crate) scenario: String,
    pub(crate) line: usize,
    /// The module of a certification plan that it is, if it is one.
    pub(crate) module: Option<String>,
    /// Whether the feature is a plan.
    pub(crate) is_of_plan: bool,
}

/// How a scenario ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    /// Passed, but for what a standard recommends.
    Warned(String),
    Failed(Failure),
    Skipped(String),
}

/// What was wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The step that found it, with its line; or when it was found.
    pub(crate) step: String,
    pub(crate) why: String,
    /// The last requests and answers, secrets masked.
    pub(crate) trace: String,
}

/// Why a verdict was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// The target says itself that it lacks what the scenario needs.
    Lacking,
    /// It is listed, with this reason, until that day.
    Listed { reason: String, until: time::Date },
}

impl Record {
    /// A record of what concerns no scenario that could be run.
    pub(crate) fn of_file(file: &str, subject: &str, why: &str) -> Self {
        let name = Name {
            feature: file.to_owned(),
            scenario: subject.to_owned(),
            line: 0,
            module: None,
            is_of_plan: false,
        };
        Self {
            name,
            rule: Rule::default(),
            took: Duration::ZERO,
            verdict: Verdict::Failed(Failure {
                why: why.to_owned(),
                ..Failure::default()
            }),
            expected: None,
            evidence: Evidence::default(),
        }
    }

    /// A scenario that does not run, since the target lacks what it needs.
    pub(crate) fn lacking(feature: &Feature, scenario: &Scenario, why: String) -> Self {
        Self {
            name: Name::of(feature, scenario),
            rule: Rule::of(feature, scenario),
            took: Duration::ZERO,
            verdict: Verdict::Skipped(why),
            expected: Some(Known::Lacking),
            evidence: Evidence::default(),
        }
    }

    /// The rule that was broken: that of the condition which was not met, or else the scenario's.
    pub(crate) fn broken_rule(&self) -> &Rule {
        let of_condition = self.verdict.why().and_then(condition::rule);
        of_condition.unwrap_or(&self.rule)
    }

    /// Whether somebody has to look at it.
    pub(crate) fn is_unexpected(&self) -> bool {
        self.verdict != Verdict::Passed && self.expected.is_none()
    }

    pub(crate) fn is_failed(&self) -> bool {
        matches!(self.verdict, Verdict::Failed(_)) && self.expected.is_none()
    }

    pub(crate) fn is_warned(&self) -> bool {
        matches!(self.verdict, Verdict::Warned(_)) && self.expected.is_none()
    }

    /// Whether it counts as skipped: it was, or it is known that it ends as it did.
    pub(crate) fn is_skipped(&self) -> bool {
        matches!(self.verdict, Verdict::Skipped(_)) || self.expected.is_some()
    }
}

impl Name {
    pub(crate) fn of(feature: &Feature, scenario: &Scenario) -> Self {
        let folder = feature.path.as_deref().and_then(std::path::Path::parent);
        Self {
            feature: feature.name.clone(),
            scenario: scenario.name.clone(),
            line: scenario.position.line,
            module: scenario
                .tags
                .iter()
                .find_map(|tag| tag.strip_prefix("oidf:").map(str::to_owned)),
            is_of_plan: folder.is_some_and(|folder| folder.ends_with("plans")),
        }
    }
}

impl Failure {
    /// Whether the scene could not be set, which is none of the provider's faults.
    pub(crate) fn is_before_the_first_step(&self) -> bool {
        self.step == BEFORE
    }
}

impl Verdict {
    /// The word for it in reports.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Warned(_) => "warning",
            Self::Failed(_) => "failed",
            Self::Skipped(_) => "skipped",
        }
    }

    /// Says one more thing of it.
    pub(crate) fn add_to_why(&mut self, what: &str) {
        match self {
            Self::Passed => {}
            Self::Warned(why) | Self::Skipped(why) | Self::Failed(Failure { why, .. }) => {
                why.push('\n');
                why.push_str(what);
            }
        }
    }

    /// The step of a failure, or when it was found.
    pub(crate) fn step(&self) -> Option<&str> {
        match self {
            Self::Failed(failure) => Some(&failure.step)
                .filter(|it| !it.is_empty())
                .map(|it| &**it),
            Self::Passed | Self::Warned(_) | Self::Skipped(_) => None,
        }
    }

    /// The reason, but of what passed.
    pub(crate) fn why(&self) -> Option<&str> {
        match self {
            Self::Passed => None,
            Self::Warned(why) | Self::Skipped(why) => Some(why),
            Self::Failed(failure) => Some(&failure.why),
        }
    }
}

/// When that was found.
pub(super) const BEFORE: &str = "before the first step";

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            feature,
            scenario,
            line,
            ..
        } = self;
        write!(f, "{feature}: {scenario}")?;
        if *line > 0 {
            write!(f, " (line {line})")?;
        }
        match &self.module {
            Some(module) => write!(f, " [{module}]"),
            None => Ok(()),
        }
    }
}
