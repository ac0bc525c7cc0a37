//! What can be wrong with a provider, one thing at a time: each has to be caught by every scenario that names it.

use std::io::Write as _;
use std::sync::Arc;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::gaps::Gaps;
use crate::options::{self, Cli, Wish};
use crate::report::Summary;
use crate::run;
use crate::scenarios::Scenarios;
use crate::subject::Stage;

/// The mutations of `mutations.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mutations {
    #[serde(rename = "mutation")]
    all: Vec<Mutation>,
}

/// One of them: a name, and the settings of the institution that is wrong.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Mutation {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) settings: Map<String, Value>,
}

impl Mutations {
    pub(crate) fn known() -> anyhow::Result<Self> {
        toml::from_str(include_str!("../mutations.toml")).context("mutations.toml")
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Mutation> {
        self.all.iter()
    }

    /// Those of these names; without names, all.
    fn chosen(&self, names: &[String]) -> anyhow::Result<Vec<&Mutation>> {
        for name in names {
            anyhow::ensure!(
                self.iter().any(|it| it.name == *name),
                "there is no mutation `{name}`; mutations.toml has them"
            );
        }
        let is_chosen = |it: &&Mutation| names.is_empty() || names.contains(&it.name);
        Ok(self.iter().filter(is_chosen).collect())
    }
}

/// Tries the mutations of these names, or all: whether each was caught by every scenario that names it.
pub(crate) async fn try_all(names: &[String]) -> anyhow::Result<bool> {
    let known = Mutations::known()?;
    let chosen = known.chosen(names)?;
    let scenarios = Scenarios::open()?;
    let first = Stage::new(&judge("none")?.custom).await?;
    let (mut caught, mut missed) = (0, 0);
    for mutation in chosen {
        let mut cli = judge(&mutation.name)?;
        cli.parser.features = Some(scenarios.plans()?);
        let stage = first.with_settings(&mutation.settings);
        let summary = run::perform(*cli, Arc::new(stage), &scenarios, silent()).await?;
        let summary = summary.borrow();
        let unharmed: Vec<_> = summary.unharmed().collect();
        let mut out = std::io::stdout();
        if summary.is_empty() {
            missed += 1;
            writeln!(out, "HOLE     {}: no scenario names it", mutation.name)?;
        } else if unharmed.is_empty() {
            caught += 1;
            let finding: String = summary
                .first_finding()
                .unwrap_or_default()
                .chars()
                .take(SHOWN)
                .collect();
            writeln!(
                out,
                "caught   {} by {}: {finding}",
                mutation.name,
                summary.len()
            )?;
        } else {
            missed += 1;
            writeln!(out, "MISSED   {}", mutation.name)?;
            for (name, verdict) in unharmed {
                writeln!(out, "         {name}: {verdict}")?;
            }
        }
    }
    writeln!(std::io::stdout(), "{caught} caught, {missed} missed")?;
    Ok(missed == 0)
}

/// The command line that judges by the scenarios that name a mutation.
fn judge(name: &str) -> anyhow::Result<Box<Cli>> {
    let tag = format!("@mutation:{name}");
    let args = [
        "conformance",
        "op",
        "--profile",
        "certification",
        "--tags",
        &tag,
    ];
    match options::parse(args.map(Into::into))? {
        Wish::Judge(cli) => Ok(cli),
        other => anyhow::bail!("not a run: {other:?}"),
    }
}

/// A summary that says nothing, and knows of no gaps: what is caught shows.
fn silent() -> Summary {
    let never = time::Date::MAX;
    Summary::new("a mutation", Gaps::default(), never, std::io::sink())
}

/// Of a finding, this many characters are shown.
const SHOWN: usize = 120;
