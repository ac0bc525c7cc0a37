use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use cucumber::gherkin::tagexpr::TagOperation;
use cucumber::gherkin::{Feature, Rule, Scenario};
use cucumber::tag::Ext as _;

use crate::browser;
use crate::needs;
use crate::options::Cli;
use crate::report::{Name, Skipped};
use crate::subject::Stage;

/// Which scenarios run: what the command line asks for, less what the target cannot be asked.
pub(crate) struct Choice {
    by_name: Option<Box<NameFilter>>,
    by_tags: Option<TagOperation>,
    everywhere: bool,
    stage: Arc<Stage>,
    no_browser: Option<String>,
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
    pub(crate) fn new(cli: &mut Cli, stage: Arc<Stage>) -> Self {
        let by_name = cli.re_filter.take();
        Self {
            by_name: by_name
                .map(|regex| Box::new(move |name: &str| regex.is_match(name)) as Box<_>),
            by_tags: cli.tags_filter.take(),
            everywhere: cli.parser.features.is_none(),
            stage,
            no_browser: browser::missing(),
            outcome: Outcome(Rc::new(RefCell::new(Ok(Vec::new())))),
        }
    }

    /// Whether the command line leaves nothing out.
    pub(crate) fn is_everything(&self) -> bool {
        self.everywhere && self.by_name.is_none() && self.by_tags.is_none()
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
        let asked_for = self
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
        let in_browser = tags.clone().any(|tag| tag == "browser");
        let why = match (&self.no_browser, needs::lacking(&self.stage.target, tags)) {
            (Some(reason), Ok(None)) if in_browser => reason.clone(),
            (_, Ok(None)) => return true,
            (_, Ok(Some(why))) => why,
            (_, Err(error)) => {
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
