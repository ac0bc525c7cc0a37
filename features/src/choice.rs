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
use crate::report::{Name, Skipped};
use crate::subject::{Stage, StandIn};

/// Which scenarios run: what the command line asks for, less what the target cannot be asked.
pub(crate) struct Choice {
    by_name: Option<Box<NameFilter>>,
    by_tags: Option<TagOperation>,
    everywhere: bool,
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

/// The scenarios left out, or why the tags make no sense; filled while the features are read.
#[derive(Clone)]
pub(crate) struct Outcome(Rc<RefCell<anyhow::Result<Vec<Skipped>>>>);

impl Outcome {
    pub(crate) fn take(&self) -> anyhow::Result<Vec<Skipped>> {
        self.0.replace(Ok(Vec::new()))
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
            everywhere: cli.parser.features.is_none(),
            part: cli.custom.part,
            plans: cli.custom.plans(),
            folders_tell,
            stage,
            no_browser: browser::missing(),
            no_stand_in: StandIn::missing(),
            outcome: Outcome(Rc::new(RefCell::new(Ok(Vec::new())))),
        }
    }

    /// Whether the command line leaves nothing out.
    pub(crate) fn is_everything(&self) -> bool {
        let filtered = self.by_name.is_some() || self.by_tags.is_some() || self.part.is_some();
        let filtered = filtered || !self.plans.is_empty();
        self.everywhere && !filtered
    }

    /// Where the scenarios that were left out are told.
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
                *self.outcome.0.borrow_mut() = Err(error);
                return false;
            }
        };
        if let Ok(skipped) = &mut *self.outcome.0.borrow_mut() {
            skipped.push(Skipped {
                name: Name::of(feature, scenario),
                why,
            });
        }
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
