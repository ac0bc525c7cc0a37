//! What a run says: a line for each scenario as it ends, the traffic where one failed, the count.

mod json;
mod junit;
mod skipped;
mod summary;
#[cfg(test)]
mod tests;

pub(crate) use summary::{Name, Skipped, Summary};

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::time::SystemTime;

use cucumber::event::{self, Hook, HookType, RetryableScenario, Source, Step};
use cucumber::gherkin::{Feature, Scenario};
use cucumber::{Event, Writer, cli, parser};

use crate::plan::Notes;
use crate::world::World;
use summary::Verdict;

/// Turns the runner's events into a summary, and prints each scenario's verdict as it is known.
pub(crate) struct Report {
    summary: Rc<RefCell<Summary>>,
    running: HashMap<Source<Scenario>, Running>,
    noted: Noted,
}

/// What scenarios have noted, until they are reported.
#[derive(Clone, Default)]
pub(crate) struct Noted(Rc<RefCell<Vec<(Name, Notes)>>>);

impl Noted {
    /// Takes in what a scenario has noted, which is over.
    pub(crate) fn add(&self, feature: &Feature, scenario: &Scenario, notes: Notes) {
        let name = Name::of(feature, scenario);
        self.0.borrow_mut().push((name, notes));
    }

    fn take(&self, name: &Name) -> Notes {
        let mut all = self.0.borrow_mut();
        let found = all.iter().position(|(noted, _)| noted == name);
        found.map(|at| all.swap_remove(at).1).unwrap_or_default()
    }
}

/// A scenario that has not ended.
struct Running {
    since: SystemTime,
    failure: Option<String>,
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
                let failure = None;
                self.running
                    .insert(scenario, Running { since: at, failure });
            }
            Happened::Hook(hook, Hook::Failed(world, info)) => {
                let when = match hook {
                    HookType::Before => summary::BEFORE,
                    HookType::After => "after the last step",
                };
                let why = panic_text(&*info);
                self.fail(feature, &scenario, when, &why, world.as_deref());
            }
            Happened::Background(step, Step::Failed(_, _, world, why))
            | Happened::Step(step, Step::Failed(_, _, world, why)) => {
                let why = match why {
                    event::StepError::Panic(info) => panic_text(&*info),
                    other => other.to_string(),
                };
                let line = format!(
                    "line {}: {}{}",
                    step.position.line, step.keyword, step.value
                );
                self.fail(feature, &scenario, &line, &why, world.as_deref());
            }
            Happened::Finished => {
                let Some(run) = self.running.remove(&scenario) else {
                    return;
                };
                let again = event.retries.is_some_and(|retries| retries.left > 0);
                if run.failure.is_some() && again {
                    return;
                }
                let name = Name::of(feature, &scenario);
                let took = at.duration_since(run.since).unwrap_or_default();
                let is_should = scenario.tags.iter().any(|tag| tag == "should");
                let verdict = verdict(run.failure, self.noted.take(&name), is_should);
                self.summary.borrow_mut().add(name, took, verdict);
            }
            Happened::Hook(..)
            | Happened::Background(..)
            | Happened::Step(..)
            | Happened::Log(_) => {}
        }
    }

    /// Notes the first failure of a scenario, with the rule's text and the last exchanges.
    fn fail(
        &mut self,
        feature: &Feature,
        scenario: &Source<Scenario>,
        step: &str,
        why: &str,
        world: Option<&World>,
    ) {
        let trace = world.map(World::trace).unwrap_or_default();
        if let Some(run) = self.running.get_mut(scenario) {
            let rules = rules(feature, scenario);
            run.failure
                .get_or_insert_with(|| format!("{step}\n{why}\nrule: {rules}\n{trace}"));
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
fn verdict(failure: Option<String>, notes: Notes, is_should: bool) -> Verdict {
    match (notes.not_applicable, failure) {
        (Some(why), _) => Verdict::Skipped(why),
        (None, Some(why)) if is_should => Verdict::Warned(why),
        (None, Some(why)) => Verdict::Failed(why),
        (None, None) if notes.warnings.is_empty() => Verdict::Passed,
        (None, None) => {
            let warnings: Vec<_> = notes.warnings.iter().map(ToString::to_string).collect();
            Verdict::Warned(warnings.join("\n"))
        }
    }
}

/// The standards' sections that a scenario is about, as its tags name them.
fn rules(feature: &Feature, scenario: &Scenario) -> String {
    let mut rules: Vec<_> = feature
        .tags
        .iter()
        .chain(&scenario.tags)
        .map(String::as_str)
        .filter(|tag| !tag.starts_with("needs-") && !["browser", "serial"].contains(tag))
        .collect();
    rules.dedup();
    if rules.is_empty() {
        "as Banno answers".to_owned()
    } else {
        rules.join(", ")
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
