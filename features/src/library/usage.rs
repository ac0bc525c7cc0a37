use std::path::Path;

use anyhow::Context as _;
use cucumber::codegen::Regex;
use cucumber::gherkin::{Feature, Scenario, Step, StepType};
use cucumber::parser::{self, Parser as _};
use futures_util::FutureExt as _;
use futures_util::TryStreamExt as _;

use super::page::PARTS;
use crate::scenarios::Scenarios;

/// What the features of this repository say, outlines filled in, in the order of their parts.
pub(super) struct Features(Vec<(String, Step)>);

/// A line of a feature that uses a step.
#[derive(Debug)]
pub(super) struct Example {
    /// The feature's file, without its extension, in the folder of features.
    pub(super) file: String,
    /// The line, without its keyword.
    pub(super) line: String,
    /// The first row of the table below it.
    pub(super) row: Option<Vec<String>>,
    /// Whether a text stands below it.
    pub(super) has_text: bool,
}

impl Features {
    pub(super) fn read(scenarios: &Scenarios) -> anyhow::Result<Self> {
        let cli = parser::basic::Cli {
            features: scenarios.pattern()?,
        };
        let parsed = parser::Basic::new().parse(scenarios.folder(), cli);
        let mut parsed: Vec<Feature> = parsed
            .try_collect()
            .now_or_never()
            .context("features are read at once")??;
        parsed.sort_by_key(|feature| {
            let folder = file_of(feature, scenarios.folder());
            let folder = folder.rsplit_once('/').map(|(folder, _)| folder.to_owned());
            PARTS
                .iter()
                .position(|(of, _)| Some(*of) == folder.as_deref())
        });
        let steps = parsed.iter().flat_map(|feature| {
            let file = file_of(feature, scenarios.folder());
            steps_of(feature).map(move |step| (file.clone(), step.clone()))
        });
        Ok(Self(steps.collect()))
    }

    /// The first line that a step of that keyword is for.
    pub(super) fn example(&self, ty: StepType, regex: &Regex) -> Option<Example> {
        let is_it = |step: &Step| step.ty == ty && regex.is_match(&step.value);
        let (file, step) = self.0.iter().find(|(_, step)| is_it(step))?;
        Some(Example {
            file: file.clone(),
            line: step.value.clone(),
            row: step
                .table
                .as_ref()
                .and_then(|table| table.rows.first().cloned()),
            has_text: step.docstring.is_some(),
        })
    }
}

fn steps_of(feature: &Feature) -> impl Iterator<Item = &Step> {
    let rules = feature.rules.iter();
    let backgrounds = rules.clone().map(|rule| &rule.background);
    let backgrounds = [&feature.background].into_iter().chain(backgrounds);
    let scenarios = rules.flat_map(|rule| &rule.scenarios);
    let scenarios = feature.scenarios.iter().chain(scenarios);
    let before = backgrounds.flatten().flat_map(|it| &it.steps);
    before.chain(scenarios.flat_map(|it: &Scenario| &it.steps))
}

/// `op/token` of `…/op/token.feature`.
fn file_of(feature: &Feature, folder: &Path) -> String {
    let path = feature.path.as_deref().unwrap_or_else(|| Path::new(""));
    let path = path.strip_prefix(folder).unwrap_or(path).with_extension("");
    path.display().to_string().replace('\\', "/")
}
