use cucumber::{given, then, when};
use reqwest::Method;
use serde_json::{Value, json};

use super::administration::members;
use crate::world::World;

#[given(expr = "the institution allows {string}")]
async fn allows(world: &mut World, leniency: String) -> anyhow::Result<()> {
    set_leniency(world, leniency, json!(true)).await
}

#[when(expr = "the institution no longer allows {string}")]
async fn no_longer_allows(world: &mut World, leniency: String) -> anyhow::Result<()> {
    set_leniency(world, leniency, Value::Null).await
}

#[given(expr = "the institution allows {string} as {string}")]
async fn allows_as(world: &mut World, leniency: String, value: String) -> anyhow::Result<()> {
    let value = world.scene()?.expand(&value)?;
    set_leniency(world, leniency, json!(value)).await
}

#[given(regex = r"^the institution has the policies (.+)$")]
#[when(regex = r"^the institution changes its policies: (.+)$")]
async fn changes_policies(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let body = members(scene, &words)?;
    let administration = scene.provider.administration()?;
    administration.patch("/policies", &body).await.map(drop)
}

#[when(regex = r"^the institution is to change its policies: (.+)$")]
async fn is_to_change(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let body = members(scene, &words)?;
    let administration = scene.provider.administration()?;
    let told = administration
        .attempt(Method::PATCH, "/policies", &body)
        .await?;
    scene.told = Some(told);
    Ok(())
}

/// RFC 9207 2.3: as discovery has promised.
#[then(expr = "the user comes back with a code, and the answer has no {word}")]
fn comes_back_without(world: &mut World, name: String) -> anyhow::Result<()> {
    let (_, params) = world.scene()?.callback()?;
    anyhow::ensure!(params.get("code").is_some(), "there is no code: {params:?}");
    anyhow::ensure!(params.get(&name).is_none(), "there is one: {params:?}");
    Ok(())
}

#[then("the refresh token is the one from before")]
fn is_the_same(world: &mut World) -> anyhow::Result<()> {
    let tokens = &world.scene()?.tokens;
    let [.., before, now] = &tokens[..] else {
        anyhow::bail!("the application was answered with tokens once only");
    };
    let (before, now) = (&before["refresh_token"], &now["refresh_token"]);
    anyhow::ensure!(now.is_string(), "there is none");
    anyhow::ensure!(before == now, "it is a new one");
    Ok(())
}

async fn set_leniency(world: &mut World, name: String, value: Value) -> anyhow::Result<()> {
    let administration = world.scene()?.provider.administration()?;
    let body = json!({ name: value });
    administration.patch("/leniencies", &body).await.map(drop)
}
