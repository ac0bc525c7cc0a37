use cucumber::{given, then, when};

use crate::world::World;

#[given("another institution")]
async fn another_institution(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.found_another_institution().await
}

#[given("another institution with the same time")]
async fn another_of_the_same_time(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.found_another_of_the_same_time().await
}

#[when("everybody goes to the other institution")]
#[when("everybody goes back")]
fn goes_to_the_other(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.switch_institutions()
}

/// A problem document (RFC 9457 3).
#[then(expr = "the control plane refuses with {int} saying {string}")]
fn refuses(world: &mut World, status: u16, says: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let says = scene.expand(&says)?;
    let told = scene.told()?;
    anyhow::ensure!(
        told.status == status,
        "the status is {}: {told}",
        told.status
    );
    anyhow::ensure!(
        told.header("content-type") == Some("application/problem+json"),
        "a refusal is a problem document: {told}"
    );
    let problem = told.json()?;
    anyhow::ensure!(
        problem["status"] == status,
        "it tells another status: {told}"
    );
    let detail = problem["detail"].as_str().unwrap_or_default();
    anyhow::ensure!(detail.contains(&says), "it says {detail:?}");
    Ok(())
}
