//! What a run says: a line for each scenario as it ends, the traffic where one failed, the count.

mod condition;
mod console;
mod evidence;
mod html;
mod json;
mod junit;
mod record;
mod rule;
mod skipped;
mod summary;
#[cfg(test)]
mod tests;

pub(crate) use record::{Name, Record, Verdict};
pub(crate) use rule::Rule;
pub(crate) use summary::Summary;

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::SystemTime;

use cucumber::event::{self, Hook, HookType, RetryableScenario, Source, Step};
use cucumber::gherkin::{Feature, Scenario};
use cucumber::{Event, Writer, cli, parser};

use crate::plan::Notes;
use crate::user_agent::Exchange;
use crate::world::World;
use evidence::Evidence;
use record::Failure;

/// Turns the runner's events into a summary, and prints each scenario's verdict as it is known.
pub(crate) struct Report {
    summary: Rc<RefCell<Summary>>,
    running: HashMap<Source<Scenario>, Running>,
    noted: Noted,
}

/// What scenarios have noted, until they are reported.
#[derive(Clone, Default)]
pub(crate) struct Noted(Rc<RefCell<Vec<(Key, Seen)>>>);

/// A scenario, by the file of its feature, too: others' files may be copies.
type Key = (Option<PathBuf>, Name);

/// What a scenario leaves for the report.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) notes: Notes,
    /// Where the provider is.
    pub(crate) issuer: String,
    /// Empty where no report asks for them.
    pub(crate) exchanges: Vec<Exchange>,
}

impl Noted {
    /// Takes in what a scenario leaves, which is over.
    pub(crate) fn add(&self, feature: &Feature, scenario: &Scenario, seen: Seen) {
        let key = (feature.path.clone(), Name::of(feature, scenario));
        self.0.borrow_mut().push((key, seen));
    }

    fn take(&self, feature: &Feature, scenario: &Scenario) -> Seen {
        let key = (feature.path.clone(), Name::of(feature, scenario));
        let mut all = self.0.borrow_mut();
        let found = all.iter().position(|(noted, _)| *noted == key);
        found.map(|at| all.swap_remove(at).1).unwrap_or_default()
    }
}

/// A scenario that has not ended.
struct Running {
    since: SystemTime,
    steps: Vec<evidence::Step>,
    failure: Option<Failure>,
}

impl Report {
    pub(crate) fn new(summary: Summary) -> Self {
        Self {
            summary: Rc::new(RefCell::new(summary)),
            running: HashMap::new(),
            noted: Noted::default(),
        }
    }

    /// Where scenarios leave what they have noted.
    pub(crate) fn noted(&self) -> Noted {
        self.noted.clone()
    }

    /// The summary, which outlives the writer.
    pub(crate) fn summary(&self) -> Rc<RefCell<Summary>> {
        self.summary.clone()
    }

    fn scenario(
        &mut self,
        feature: &Feature,
        scenario: Source<Scenario>,
        at: SystemTime,
        event: RetryableScenario<World>,
    ) {
        use event::Scenario as Happened;
        match event.event {
            Happened::Started => {
                let run = Running {
                    since: at,
                    steps: Vec::new(),
                    failure: None,
                };
                self.running.insert(scenario, run);
            }
            Happened::Hook(hook, Hook::Failed(world, info)) => {
                let when = match hook {
                    HookType::Before => record::BEFORE,
                    HookType::After => "after the last step",
                };
                let why = panic_text(&*info);
                self.fail(&scenario, when, &why, world.as_deref());
            }
            Happened::Background(step, Step::Passed(..))
            | Happened::Step(step, Step::Passed(..)) => self.note_step(&scenario, &step, true),
            Happened::Background(step, Step::Failed(_, _, world, why))
            | Happened::Step(step, Step::Failed(_, _, world, why)) => {
                let why = match why {
                    event::StepError::Panic(info) => panic_text(&*info),
                    other => other.to_string(),
                };
                self.note_step(&scenario, &step, false);
                let line = format!(
                    "line {}: {}{}",
                    step.position.line, step.keyword, step.value
                );
                self.fail(&scenario, &line, &why, world.as_deref());
            }
            Happened::Finished => {
                let Some(run) = self.running.remove(&scenario) else {
                    return;
                };
                let seen = self.noted.take(feature, &scenario);
                let again = event.retries.is_some_and(|retries| retries.left > 0);
                if run.failure.is_some() && again {
                    return;
                }
                let name = Name::of(feature, &scenario);
                let took = at.duration_since(run.since).unwrap_or_default();
                let is_should = scenario.tags.iter().any(|tag| tag == "should");
                self.summary.borrow_mut().add(Record {
                    rule: Rule::of(feature, &scenario),
                    name,
                    took,
                    verdict: verdict(run.failure, seen.notes, is_should),
                    expected: None,
                    evidence: Evidence {
                        steps: run.steps,
                        exchanges: seen.exchanges,
                        issuer: seen.issuer,
                    },
                });
            }
            Happened::Hook(..)
            | Happened::Background(..)
            | Happened::Step(..)
            | Happened::Log(_) => {}
        }
    }

    /// Notes that a step has been taken.
    fn note_step(
        &mut self,
        scenario: &Source<Scenario>,
        step: &cucumber::gherkin::Step,
        has_held: bool,
    ) {
        if let Some(run) = self.running.get_mut(scenario) {
            let sentence = format!("{}{}", step.keyword, step.value);
            run.steps.push(evidence::Step { sentence, has_held });
        }
    }

    /// Notes the first failure of a scenario, with the last exchanges.
    fn fail(&mut self, scenario: &Source<Scenario>, step: &str, why: &str, world: Option<&World>) {
        let trace = world.map(World::trace).unwrap_or_default();
        if let Some(run) = self.running.get_mut(scenario) {
            run.failure.get_or_insert_with(|| Failure {
                step: step.to_owned(),
                why: why.to_owned(),
                trace,
            });
        }
    }
}

impl Writer<World> for Report {
    type Cli = cli::Empty;

    async fn handle_event(
        &mut self,
        event: parser::Result<Event<event::Cucumber<World>>>,
        _cli: &Self::Cli,
    ) {
        use event::Feature as Part;
        match event {
            Err(error) => self.summary.borrow_mut().add_unreadable(&error.to_string()),
            Ok(Event { at, value, .. }) => {
                if let event::Cucumber::Feature(
                    feature,
                    Part::Scenario(scenario, event)
                    | Part::Rule(_, event::Rule::Scenario(scenario, event)),
                ) = value
                {
                    self.scenario(&feature, scenario, at, event);
                }
            }
        }
    }
}

/// What becomes of a scenario: the worst that was seen, unless it has turned out not to concern the provider. What a
/// standard only recommends is warned of.
fn verdict(failure: Option<Failure>, notes: Notes, is_should: bool) -> Verdict {
    match (notes.not_applicable, failure) {
        (Some(why), _) => Verdict::Skipped(why),
        (None, Some(failure)) if is_should && !failure.is_before_the_first_step() => {
            Verdict::Warned(failure.why)
        }
        (None, Some(failure)) => Verdict::Failed(failure),
        (None, None) if notes.warnings.is_empty() => Verdict::Passed,
        (None, None) => {
            let warnings: Vec<_> = notes.warnings.iter().map(ToString::to_string).collect();
            Verdict::Warned(warnings.join("\n"))
        }
    }
}

/// Events are told apart by their scenario, so they may come in any order.
impl cucumber::writer::Normalized for Report {}

/// What a panic said.
fn panic_text(info: &(dyn std::any::Any + Send)) -> String {
    info.downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| info.downcast_ref::<&str>().copied())
        .unwrap_or("the step panicked")
        .to_owned()
}
