use anyhow::Context as _;
use cucumber::{given, when};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::administration::members;
use crate::own_keys::{ALGS, opening_key, signing_key};
use crate::scene::{REGISTERED, Scene};
use crate::user_agent::Answer;
use crate::world::World;

/// For an `alg` of signatures or of encryption; for `A128KW`, `A256KW` and `dir` that is the secret.
#[given(expr = "the application has a key for {string}")]
fn has_a_key(world: &mut World, alg: String) -> anyhow::Result<()> {
    add_key(world.scene()?, &alg, "")
}

/// With these members in the JWK that is registered (RFC 7517 4), or on that curve.
#[given(regex = r#"^the application has a key for "([^"]+)" with (.+)$"#)]
fn has_a_key_with(world: &mut World, alg: String, words: String) -> anyhow::Result<()> {
    add_key(world.scene()?, &alg, &words)
}

/// OpenID Connect Dynamic Client Registration 2; by the control plane.
#[given(regex = r"^it is registered with (.+)$")]
async fn is_registered(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = register(scene, &words).await?;
    anyhow::ensure!(told.status == 201, "it is refused: {told}");
    let told = told.json()?;
    let names = [
        "client_id",
        "client_secret",
        "redirect_uris",
        "token_endpoint_auth_method",
    ];
    let client: Map<_, _> = names
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), told.get(name)?.clone())))
        .collect();
    scene.act_as_registered(serde_json::from_value(client.into())?);
    Ok(())
}

#[when(regex = r"^it is to be registered with (.+)$")]
async fn is_to_be_registered(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = register(scene, &words).await?;
    scene.told = Some(told);
    Ok(())
}

#[when("the registered application acts")]
fn acts(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.act_as(REGISTERED)
}

fn add_key(scene: &mut Scene, alg: &str, words: &str) -> anyhow::Result<()> {
    let words = members(scene, words)?;
    let words = words.as_object().context("not an object")?;
    let own = &mut scene.own_keys;
    let mut jwk = if ALGS.contains(&alg) {
        let key = signing_key(alg)?;
        let kid = words.get("kid").and_then(Value::as_str);
        own.signing = Some((key.clone(), kid.map(str::to_owned)));
        key.public_jwk()
    } else if matches!(alg, "A128KW" | "A256KW" | "dir") {
        return Ok(());
    } else {
        let crv = words.get("crv").and_then(Value::as_str);
        let (key, jwk) = opening_key(alg, crv.unwrap_or("P-256"))?;
        own.opening = Some(key);
        jwk
    };
    let jwk_members = jwk.as_object_mut().context("a JWK is an object")?;
    jwk_members.extend(words.clone());
    own.public.push(jwk);
    Ok(())
}

/// With the application's own keys, where it has some.
async fn register(scene: &Scene, words: &str) -> anyhow::Result<Answer> {
    let mut client = json!({ "redirect_uris": ["https://app.example/registered/cb"] });
    let metadata = client.as_object_mut().context("not an object")?;
    if !scene.own_keys.public.is_empty() {
        let jwks = json!({ "keys": scene.own_keys.public });
        metadata.insert("jwks".to_owned(), jwks);
    }
    let words = members(scene, words)?;
    metadata.extend(words.as_object().context("not an object")?.clone());
    let administration = scene.provider.administration()?;
    administration
        .attempt(Method::POST, "/clients", &client)
        .await
}
