//! What the library offers: every sentence, by subject, with a place that uses it.

mod page;
mod sentence;
#[cfg(test)]
mod tests;
mod usage;

use std::io::Write as _;

use cucumber::codegen::{Regex, StepConstructor, WorldInventory, inventory};
use cucumber::gherkin::StepType;

use crate::scenarios::Scenarios;
use crate::world::World;
use usage::{Example, Features};

/// Prints the page.
pub(crate) fn print() -> anyhow::Result<()> {
    let page = page::page(&steps()?);
    // A pipe that is closed early is no failure.
    let _ = std::io::stdout().write_all(page.as_bytes());
    Ok(())
}

/// A sentence that features may use.
#[derive(Debug)]
struct Step {
    ty: StepType,
    regex: Regex,
    /// The file below `steps/` that it is of, without its extension, and the line there.
    place: (String, u32),
    /// None where nobody uses it.
    example: Option<Example>,
}

/// All of them, as they stand in the sources.
fn steps() -> anyhow::Result<Vec<Step>> {
    let features = Features::read(&Scenarios::open()?)?;
    let mut all = of::<<World as WorldInventory>::Given>(StepType::Given, &features);
    all.extend(of::<<World as WorldInventory>::When>(
        StepType::When,
        &features,
    ));
    all.extend(of::<<World as WorldInventory>::Then>(
        StepType::Then,
        &features,
    ));
    all.sort_by(|left, right| left.place.cmp(&right.place));
    Ok(all)
}

/// Those that the runner has collected for a keyword.
fn of<T: inventory::Collect + StepConstructor<World>>(
    ty: StepType,
    features: &Features,
) -> Vec<Step> {
    let collected = inventory::iter::<T>().map(|step| {
        let (location, regex, _) = step.inner();
        let regex = regex();
        Step {
            ty,
            place: (file_of(location.path), location.line),
            example: features.example(ty, &regex),
            regex,
        }
    });
    collected.collect()
}

/// `plan/logins` of `features/src/steps/plan/logins.rs`.
fn file_of(path: &str) -> String {
    let path = path.replace('\\', "/");
    let below = path
        .rsplit_once("steps/")
        .map_or(&*path, |(_, below)| below);
    let name = below.strip_suffix(".rs").unwrap_or(below);
    name.strip_suffix("/mod").unwrap_or(name).to_owned()
}
