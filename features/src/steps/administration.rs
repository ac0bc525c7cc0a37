use anyhow::Context as _;
use cucumber::{given, when};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::change;
use crate::jose;
use crate::params::Params;
use crate::scene::Scene;
use crate::world::World;

#[when(regex = r"^the institution ends (the user's session|all sessions)$")]
async fn ends_sessions(world: &mut World, which: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let path = match which.as_str() {
        "all sessions" => "/sessions".to_owned(),
        _ => session(scene).await?,
    };
    scene.provider.administration()?.delete(&path).await
}

#[when(regex = r"^the institution lets the (session|grant|access token|refresh token) expire$")]
async fn lets_expire(world: &mut World, what: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let path = format!("{}/expire", place(scene, &what).await?);
    let administration = scene.provider.administration()?;
    let expired = administration.post(&path, &json!({})).await?;
    anyhow::ensure!(expired["state"] == "expired", "it is {expired}");
    Ok(())
}

#[when(regex = r"^the institution revokes the (grant|access token|refresh token)$")]
async fn revokes(world: &mut World, what: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let path = place(scene, &what).await?;
    scene.provider.administration()?.delete(&path).await
}

#[given(expr = "the institution has the user {word}")]
#[when(expr = "the institution has the user {word}")]
async fn has_the_user(world: &mut World, status: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let path = scene.expand("/users/{sub}")?;
    let administration = scene.provider.administration()?;
    let body = json!({ "status": status });
    administration.patch(&path, &body).await.map(drop)
}

#[when(expr = "the institution changes the user's claim {string} to {string}")]
async fn changes_a_claim(world: &mut World, name: String, value: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let path = scene.expand("/users/{sub}")?;
    let administration = scene.provider.administration()?;
    let body = json!({ "claims": { name: value } });
    administration.patch(&path, &body).await.map(drop)
}

#[when(regex = r"^the institution takes the (user|application) away$")]
async fn takes_away(world: &mut World, what: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let path = match what.as_str() {
        "user" => "/users/{sub}",
        _ => "/clients/{client_id}",
    };
    let path = scene.expand(path)?;
    scene.provider.administration()?.delete(&path).await
}

#[when(regex = r"^the institution changes the application: (.+)$")]
async fn changes_the_application(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let path = scene.expand("/clients/{client_id}")?;
    let body = members(scene, &words)?;
    let administration = scene.provider.administration()?;
    administration.patch(&path, &body).await.map(drop)
}

#[when("the institution is reset")]
async fn is_reset(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.provider.reset().await
}

/// The members of a merge patch (RFC 7396) in words; what reads as JSON is JSON.
pub(super) fn members(scene: &Scene, words: &str) -> anyhow::Result<Value> {
    let mut params = Params::default();
    change::apply(&mut params, words, |name| scene.fact(name))?;
    let member = |name: &str| {
        let value = params.get(name).unwrap_or_default();
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        (name.to_owned(), value)
    };
    let members: Map<_, _> = params.names().into_iter().map(member).collect();
    Ok(members.into())
}

/// Where the control plane has it.
async fn place(scene: &Scene, what: &str) -> anyhow::Result<String> {
    let token = |name: &str| {
        let token = scene.fact(name);
        token.with_context(|| format!("the application holds no {name}"))
    };
    Ok(match what {
        "session" => session(scene).await?,
        "grant" => format!("/grants/{}", only(scene, "grants").await?),
        "access token" => format!("/tokens/{}", jose::jti(&token("access_token")?)?),
        _ => format!("/tokens/{:x}", Sha256::digest(token("refresh_token")?)),
    })
}

async fn session(scene: &Scene) -> anyhow::Result<String> {
    Ok(format!("/sessions/{}", only(scene, "sessions").await?))
}

/// The one that the user has.
async fn only(scene: &Scene, what: &str) -> anyhow::Result<String> {
    let administration = scene.provider.administration()?;
    let told = administration.get(&format!("/{what}")).await?;
    let all = told[what]
        .as_array()
        .with_context(|| format!("no {what}"))?;
    let [one] = &all[..] else {
        anyhow::bail!("there are {} {what}", all.len());
    };
    anyhow::ensure!(
        one["sub"] == scene.fact("sub").unwrap_or_default(),
        "it is {one}"
    );
    let id = one["id"].as_str().map(str::to_owned);
    id.with_context(|| format!("it has no id: {one}"))
}
