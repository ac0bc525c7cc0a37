use anyhow::Context as _;
use cucumber::{given, then, when};
use serde_json::json;

use super::id_token::verified_token;
use super::token::is_a_token_response;
use crate::jose;
use crate::own_keys::signing_key;
use crate::scene::Scene;
use crate::world::World;

/// From now on, with each request for which there are proofs.
#[given(expr = "the application proves a key for {string}")]
#[when(expr = "the application proves a key for {string}")]
fn proves(world: &mut World, alg: String) -> anyhow::Result<()> {
    prove(world.scene()?, &alg)
}

#[when("the application proves another key")]
#[when("somebody else proves a key of their own")]
fn proves_another(world: &mut World) -> anyhow::Result<()> {
    prove(world.scene()?, "ES256")
}

#[when("the application proves its first key again")]
fn proves_the_first(world: &mut World) -> anyhow::Result<()> {
    let own = &mut world.scene()?.own_keys;
    let first = own.proven.first().context("it has proven none so far")?;
    own.proving = Some(first.clone());
    Ok(())
}

#[when("the application proves no key")]
fn proves_none(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.own_keys.proving = None;
    Ok(())
}

#[given(regex = r"^the application's proofs have (.+)$")]
#[when(regex = r"^the application's proofs have (.+)$")]
fn have(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.own_keys.proof_changes = words;
    Ok(())
}

#[when("the application's proofs are right again")]
fn are_right(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.own_keys.proof_changes.clear();
    Ok(())
}

#[then("the application gets bound tokens")]
fn gets_bound_tokens(world: &mut World) -> anyhow::Result<()> {
    is_a_token_response(world.scene()?, "DPoP")
}

/// RFC 9449 6.1, by a thumbprint of our own.
#[then("the access token is bound to the key that is proven")]
async fn is_bound(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let key = scene.own_keys.proving.as_ref().context("none is proven")?;
    let expected = json!({ "jkt": jose::thumbprint(&key.public_jwk())? });
    let claims = verified_token(scene, "access_token").await?.claims;
    let cnf = claims.get("cnf");
    anyhow::ensure!(cnf == Some(&expected), "cnf is {cnf:?}, not {expected}");
    Ok(())
}

#[then("the access token is bound to no key")]
async fn is_not_bound(world: &mut World) -> anyhow::Result<()> {
    let claims = verified_token(world.scene()?, "access_token").await?.claims;
    anyhow::ensure!(
        !claims.contains_key("cnf"),
        "it is bound to {}",
        claims["cnf"]
    );
    Ok(())
}

fn prove(scene: &mut Scene, alg: &str) -> anyhow::Result<()> {
    let key = signing_key(alg)?;
    scene.own_keys.proven.push(key.clone());
    scene.own_keys.proving = Some(key);
    Ok(())
}
