use anyhow::Context as _;
use cucumber::{given, then, when};

use crate::world::World;

#[given("the application has pushed its request")]
async fn has_pushed(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.push("").await?;
    let answer = scene.answer()?;
    anyhow::ensure!(answer.status == 201, "the request is refused: {answer}");
    Ok(())
}

#[when("the application pushes its request")]
async fn pushes(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.push("").await
}

#[when(regex = r"^the application pushes its request with (.+)$")]
async fn pushes_with(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.push(&words).await
}

#[when("the browser asks for authorization as pushed")]
async fn asks(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.ask_as_pushed("").await
}

#[when(regex = r"^the browser asks for authorization as pushed with (.+)$")]
async fn asks_with(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.ask_as_pushed(&words).await
}

#[when("the application sends the user to sign in as pushed")]
async fn sends(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask_as_pushed("").await?;
    scene.follow().await
}

#[when(regex = r"^the application sends the user to sign in as pushed with (.+)$")]
async fn sends_with(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask_as_pushed(&words).await?;
    scene.follow().await
}

/// RFC 9126 2.2, in the order of members of the library that Banno runs.
#[then(expr = "the application gets a request_uri that is good for {int} seconds")]
fn gets_a_request_uri(world: &mut World, seconds: u64) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(
        answer.status == 201,
        "the status is {}: {answer}",
        answer.status
    );
    anyhow::ensure!(
        answer.header("content-type") == Some("application/json; charset=utf-8"),
        "{answer}"
    );
    let told = answer.json()?;
    let members: Vec<_> = told.as_object().context("not an object")?.keys().collect();
    anyhow::ensure!(
        members == ["expires_in", "request_uri"],
        "it has {members:?}"
    );
    anyhow::ensure!(
        told["expires_in"] == seconds,
        "it lives for {}",
        told["expires_in"]
    );
    let request_uri = told["request_uri"].as_str().unwrap_or_default();
    let reference = request_uri.strip_prefix("urn:ietf:params:oauth:request_uri:");
    // RFC 9126 7.1: not to be guessed.
    anyhow::ensure!(
        reference.is_some_and(|reference| reference.len() >= 21),
        "the request_uri is {request_uri}"
    );
    Ok(())
}
