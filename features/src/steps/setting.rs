use std::time::Duration;

use anyhow::Context as _;
use cucumber::gherkin::Step;
use cucumber::{given, when};

use crate::world::World;

#[given(expr = "the application {string}")]
#[given(expr = "the application {string} acts")]
#[when(expr = "the application {string} acts")]
fn the_application(world: &mut World, name: String) -> anyhow::Result<()> {
    world.scene()?.act_as(&name)
}

#[given(expr = "the application asks for the scope {string}")]
#[when(expr = "the application asks for the scope {string}")]
fn asks_for_the_scope(world: &mut World, scope: String) -> anyhow::Result<()> {
    world.scene()?.wishes.push(format!("scope = {scope}"));
    Ok(())
}

#[given("the application asks for the claims")]
#[when("the application asks for the claims")]
fn asks_for_the_claims(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let json = step.docstring.as_ref().context("the claims are missing")?;
    let wish = format!("claims = {}", json.trim());
    world.scene()?.wishes.push(wish);
    Ok(())
}

#[given(regex = r"^the application asks with (.+)$")]
fn asks_with(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.wishes.push(words);
    Ok(())
}

#[given("another browser")]
#[when("the user takes another browser")]
fn another_browser(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.take_another_browser();
    Ok(())
}

#[when("the user goes back to the other browser")]
fn other_browser(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.switch_browsers()
}

#[when(expr = "{int} second(s) pass(es)")]
async fn seconds_pass(world: &mut World, seconds: u64) -> anyhow::Result<()> {
    world.scene()?.advance(Duration::from_secs(seconds)).await
}

#[when(expr = "{int} days pass")]
async fn days_pass(world: &mut World, days: u64) -> anyhow::Result<()> {
    let by = Duration::from_secs(days * 24 * 60 * 60);
    world.scene()?.advance(by).await
}
