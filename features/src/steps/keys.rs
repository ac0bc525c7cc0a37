use anyhow::Context as _;
use cucumber::{given, then, when};
use reqwest::Method;
use serde_json::{Value, json};

use super::companion::sign_in;
use super::id_token::verified_token;
use super::journal::ask;
use crate::jose;
use crate::scene::Scene;
use crate::subject::Provider;
use crate::user_agent::Request;
use crate::world::World;

#[given("the application has fetched the keys")]
async fn has_fetched(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.known_keys = published(scene, &scene.provider).await?;
    Ok(())
}

#[given(regex = r"^the institution has rotated its keys (with|without) overlap$")]
#[when(regex = r"^the institution rotates its keys (with|without) overlap$")]
async fn rotates(world: &mut World, how: String) -> anyhow::Result<()> {
    let administration = world.scene()?.provider.administration()?;
    let body = json!({ "overlap": how == "with" });
    administration.post("/keys/rotate", &body).await.map(drop)
}

#[when(
    expr = "{int} times the institution rotates its keys and the user signs in to the companion"
)]
async fn rotates_and_signs_in(world: &mut World, times: usize) -> anyhow::Result<()> {
    for _ in 0..times {
        rotates(world, "with".to_owned()).await?;
        sign_in(world.scene()?).await?;
    }
    Ok(())
}

#[when("the institution retires the key that has signed the ID token")]
async fn retires(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let path = format!("/keys/{}", kid_of(scene, "id_token")?);
    scene.provider.administration()?.delete(&path).await
}

#[when("the institution is to retire the key that signs")]
async fn is_to_retire(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let administration = scene.provider.administration()?;
    let path = format!("/keys/{}", kid_of(scene, "id_token")?);
    let told = administration
        .attempt(Method::DELETE, &path, &json!({}))
        .await?;
    scene.told = Some(told);
    Ok(())
}

/// OIDC Core 10.1.1: what is new comes first, what is old stays for what it has signed.
#[then("the new keys are published before those that the application knows")]
async fn new_before_known(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = published(scene, &scene.provider).await?;
    let known = &scene.known_keys;
    let new = now.strip_suffix(known.as_slice());
    let new = new.with_context(|| format!("the keys are {:?}", kids(&now)))?;
    anyhow::ensure!(!new.is_empty(), "there is no new key");
    have_nothing_in_common(new, known)
}

#[then("none of the keys that the application knows is published")]
async fn none_is_published(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = published(scene, &scene.provider).await?;
    anyhow::ensure!(!now.is_empty(), "no key is published");
    have_nothing_in_common(&now, &scene.known_keys)
}

#[then("exactly the keys that the application knows are published")]
async fn known_are_published(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = published(scene, &scene.provider).await?;
    anyhow::ensure!(now == scene.known_keys, "the keys are {:?}", kids(&now));
    Ok(())
}

/// The names may be the same: no issuer knows of another's.
#[then("no key of one institution is one of the other's")]
async fn institutions_share_nothing(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let here = published(scene, &scene.provider).await?;
    let elsewhere = published(scene, scene.elsewhere()?).await?;
    let shared = here
        .iter()
        .find(|key| elsewhere.iter().any(|other| same_material(key, other)));
    anyhow::ensure!(
        shared.is_none(),
        "both have {}",
        shared.unwrap_or(&Value::Null)["kid"]
    );
    Ok(())
}

#[then("the ID token is signed with a new key, the first of its kind that is published")]
async fn signed_with_the_first(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let kid = kid_of(scene, "id_token")?;
    let is_known = scene
        .known_keys
        .iter()
        .any(|key| key["kid"] == kid.as_str());
    anyhow::ensure!(!is_known, "the application knows {kid}");
    let now = published(scene, &scene.provider).await?;
    let used = now.iter().find(|key| key["kid"] == kid.as_str());
    let kty = &used.with_context(|| format!("{kid} is not published"))?["kty"];
    let first = now.iter().find(|key| key["kty"] == *kty);
    anyhow::ensure!(first == used, "{kid} is not the first: {:?}", kids(&now));
    Ok(())
}

/// As an application verifies it that fetches the keys anew.
#[then(regex = r"^the (first|newest) ID token verifies$")]
async fn verifies(world: &mut World, which: String) -> anyhow::Result<()> {
    let name = match which.as_str() {
        "first" => "first_id_token",
        _ => "id_token",
    };
    verified_token(world.scene()?, name).await.map(drop)
}

#[then("no published key has signed the ID token")]
async fn nobody_has_signed(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let kid = kid_of(scene, "id_token")?;
    let now = published(scene, &scene.provider).await?;
    anyhow::ensure!(!kids(&now).contains(&kid.as_str()), "{kid} is published");
    anyhow::ensure!(
        verified_token(scene, "id_token").await.is_err(),
        "it verifies"
    );
    Ok(())
}

/// By the provider's own account; no step of such a scenario may fetch them too.
#[then(expr = "the companion has fetched the keys {int} time(s)")]
async fn has_fetched_times(world: &mut World, times: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let journal = ask(scene, "/journal", "endpoint = jwks").await?.json()?;
    let fetched = journal["entries"].as_array().map(Vec::len);
    anyhow::ensure!(
        fetched == Some(times),
        "they were fetched {fetched:?} times"
    );
    Ok(())
}

fn kid_of(scene: &Scene, name: &str) -> anyhow::Result<String> {
    let token = scene.fact(name);
    let token = token.with_context(|| format!("there is no {name}"))?;
    jose::kid(&scene.read(&token)?)
}

async fn published(scene: &Scene, provider: &Provider) -> anyhow::Result<Vec<Value>> {
    let request = Request::get(provider.endpoint("jwks_uri")?);
    let jwks = scene.http.send(request).await?.json()?;
    let keys = jwks["keys"].as_array().context("the JWK set has no keys")?;
    Ok(keys.clone())
}

/// Neither a name nor a key.
fn have_nothing_in_common(some: &[Value], others: &[Value]) -> anyhow::Result<()> {
    for key in some {
        let twin = others
            .iter()
            .find(|other| other["kid"] == key["kid"] || same_material(key, other));
        anyhow::ensure!(twin.is_none(), "{} was there before", key["kid"]);
    }
    Ok(())
}

/// RFC 7638 3.2: what makes a key that key.
fn same_material(one: &Value, other: &Value) -> bool {
    let members = |key: &Value| ["kty", "crv", "x", "y", "n", "e"].map(|name| key[name].clone());
    members(one) == members(other)
}

fn kids(keys: &[Value]) -> Vec<&str> {
    keys.iter().filter_map(|key| key["kid"].as_str()).collect()
}
