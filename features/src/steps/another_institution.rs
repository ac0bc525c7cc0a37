use anyhow::Context as _;
use cucumber::gherkin::Step;
use cucumber::{given, then, when};
use serde_json::Value;

use super::companion::{begin, printed_tokens, shown_claims};
use crate::jose;
use crate::world::World;

#[given("the companion is configured by")]
fn is_configured(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let text = step.docstring.as_deref();
    world
        .scene()?
        .configure(text.context("the configuration is missing")?)
}

#[when(expr = "the companion is started in the environment {string}")]
async fn is_started(world: &mut World, environment: String) -> anyhow::Result<()> {
    world.scene()?.start_companion_in(&environment).await
}

#[when("the user signs in to the companion")]
async fn signs_in(world: &mut World) -> anyhow::Result<()> {
    super::companion::sign_in(world.scene()?).await
}

/// However it ends.
#[when("the user tries to sign in to the companion")]
async fn tries_to_sign_in(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    begin(scene).await?;
    scene.follow().await?;
    scene.sign_in().await?;
    scene.allow_where_asked().await
}

#[when(expr = "the companion's clock goes {int} seconds ahead")]
fn clock_goes_ahead(world: &mut World, seconds: u64) -> anyhow::Result<()> {
    world.scene()?.put_companion_ahead(seconds)
}

#[then("the companion shows the claims")]
async fn shows_the_claims(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let claims = shown_claims(scene).await?;
    let table = step.table.as_ref().context("the claims are missing")?;
    for row in &table.rows {
        let [name, value] = &row[..] else {
            anyhow::bail!("a row has a claim and a value");
        };
        let expected = Value::String(scene.expand(value)?);
        let have = claims.get(name);
        anyhow::ensure!(have == Some(&expected), "{name} is {have:?}");
    }
    Ok(())
}

#[then(expr = "the ID token that the companion printed is signed with {string}")]
fn is_signed_with(world: &mut World, alg: String) -> anyhow::Result<()> {
    let printed = printed_tokens(world.scene()?)?;
    let token = printed.get("id_token").and_then(Value::as_str);
    let have = jose::alg(token.context("it printed none")?)?;
    anyhow::ensure!(have == alg, "it is signed with {have}");
    Ok(())
}

/// OIDC Core 12.2: the ID token belongs to another access token than the one of the login.
#[then("the companion has refreshed")]
async fn has_refreshed(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let printed = printed_tokens(scene)?;
    let first = printed["access_token"].as_str().unwrap_or_default();
    let claims = shown_claims(scene).await?;
    let now = claims.get("at_hash").and_then(Value::as_str);
    let now = now.context("there is no at_hash")?;
    anyhow::ensure!(
        now != jose::at_hash(first),
        "it shows the tokens of the login"
    );
    Ok(())
}
