use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use cucumber::gherkin::tagexpr::TagOperation;
use cucumber::gherkin::{Feature, Rule, Scenario};
use cucumber::tag::Ext as _;

use crate::browser;
use crate::needs;
use crate::options::{Cli, Part, Plan};
use crate::report::{Name, Record};
use crate::subject::{Stage, StandIn};

/// Which scenarios run: what the command line asks for, less what the target cannot be asked.
pub(crate) struct Choice {
    by_name: Option<Box<NameFilter>>,
    by_tags: Option<TagOperation>,
    part: Option<Part>,
    /// The plans that are judged by, instead of everything else.
    plans: Vec<Plan>,
    /// Whether the name of a feature's folder says what is in it.
    folders_tell: bool,
    stage: Arc<Stage>,
    no_browser: Option<String>,
    no_stand_in: Option<String>,
    outcome: Outcome,
}

/// Whether a scenario of that name is asked for.
type NameFilter = dyn Fn(&str) -> bool;

/// What came of choosing, filled while the features are read.
#[derive(Clone, Default)]
pub(crate) struct Outcome(Rc<RefCell<Chosen>>);

/// What the features have.
#[derive(Default)]
pub(crate) struct Chosen {
    /// All scenarios, asked for or not.
    pub(crate) all: Vec<Name>,
    /// The scenarios that are asked for, and whose needs the target lacks.
    pub(crate) lacking: Vec<Record>,
    /// Why the tags make no sense.
    error: Option<anyhow::Error>,
}

impl Outcome {
    pub(crate) fn take(&self) -> anyhow::Result<Chosen> {
        let chosen = self.0.take();
        match chosen.error {
            Some(error) => Err(error),
            None => Ok(chosen),
        }
    }
}

impl Choice {
    /// Takes the filters out of the command line, so that ours is the only one.
    pub(crate) fn new(cli: &mut Cli, stage: Arc<Stage>, folders_tell: bool) -> Self {
        let by_name = cli.re_filter.take();
        Self {
            by_name: by_name
                .map(|regex| Box::new(move |name: &str| regex.is_match(name)) as Box<_>),
            by_tags: cli.tags_filter.take(),
            part: cli.custom.part,
            plans: cli.custom.plans(),
            folders_tell,
            stage,
            no_browser: browser::missing(),
            no_stand_in: StandIn::missing(),
            outcome: Outcome::default(),
        }
    }

    /// Where it is told what came of it.
    pub(crate) fn outcome(&self) -> Outcome {
        self.outcome.clone()
    }

    /// Whether a scenario runs; if only the target's lack is against it, it counts as skipped.
    pub(crate) fn runs(&self, feature: &Feature, rule: Option<&Rule>, scenario: &Scenario) -> bool {
        let tags = feature
            .tags
            .iter()
            .chain(rule.iter().flat_map(|rule| &rule.tags))
            .chain(&scenario.tags);
        let name = Name::of(feature, scenario);
        self.outcome.0.borrow_mut().all.push(name);
        let asked_for = (!self.folders_tell || self.is_of_plans(feature))
            && self.part.is_none_or(|part| part.has(folder_of(feature)))
            && self
                .by_name
                .as_ref()
                .is_none_or(|name| name(&scenario.name))
            && self
                .by_tags
                .as_ref()
                .is_none_or(|filter| filter.eval(tags.clone()));
        if !asked_for {
            return false;
        }
        let tagged = |name: &str| tags.clone().any(|tag| tag == name);
        let no_browser = self.no_browser.clone().filter(|_| tagged("browser"));
        let no_stand_in = self.no_stand_in.clone();
        let no_stand_in = no_stand_in.filter(|_| tagged("needs-stand-in"));
        let why = match needs::lacking(&self.stage.target, tags) {
            Ok(lacking) => match lacking.or(no_browser).or(no_stand_in) {
                Some(why) => why,
                None => return true,
            },
            Err(error) => {
                self.outcome.0.borrow_mut().error = Some(error);
                return false;
            }
        };
        let lacking = Record::lacking(feature, scenario, why);
        self.outcome.0.borrow_mut().lacking.push(lacking);
        false
    }
}

impl Choice {
    /// Whether a feature is a plan that is judged by; where none is, whether it is of no plan.
    fn is_of_plans(&self, feature: &Feature) -> bool {
        let is_plan = folder_of(feature) == "plans";
        if self.plans.is_empty() {
            return !is_plan;
        }
        let file = feature.path.as_deref().and_then(Path::file_stem);
        let is_asked_for = |plan: &Plan| file.is_some_and(|file| file == plan.file());
        is_plan && self.plans.iter().any(is_asked_for)
    }
}

/// The folder that a feature's file is in: one of the parts', somewhere above it.
fn folder_of(feature: &Feature) -> &str {
    let path = feature.path.as_deref().unwrap_or_else(|| Path::new(""));
    let mut above = path
        .components()
        .rev()
        .filter_map(|it| it.as_os_str().to_str());
    above
        .find(|name| ["browser", "op", "plans", "rp"].contains(name))
        .unwrap_or_default()
}
