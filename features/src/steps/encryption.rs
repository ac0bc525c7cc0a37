use anyhow::Context as _;
use cucumber::then;
use serde_json::{Value, json};

use crate::scene::Scene;
use crate::world::World;

/// RFC 7516 4.1 and RFC 7519 5.3: what the header tells, in the order of the library that Banno runs.
#[then(expr = "the ID token is encrypted with {string} and {string} for this application")]
fn id_token_is(world: &mut World, alg: String, enc: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let token = scene.fact("id_token").context("there is no ID token")?;
    is_encrypted(scene, &token, &alg, &enc)
}

#[then(expr = "the answer is encrypted with {string} and {string} for this application")]
fn answer_is(world: &mut World, alg: String, enc: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    is_encrypted(scene, &scene.answer()?.body, &alg, &enc)
}

#[then(expr = "the ID token is encrypted to the key {string}")]
fn is_encrypted_to(world: &mut World, kid: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let token = scene.fact("id_token").context("there is no ID token")?;
    let header = scene.open(&token)?.header;
    let have = header.get("kid");
    anyhow::ensure!(have == Some(&kid.as_str().into()), "kid is {have:?}");
    Ok(())
}

/// RFC 7518 5.2.2.1 and 5.3: one is never used again.
#[then("the two ID tokens have different initialization vectors")]
fn different_vectors(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let vector = |name| -> anyhow::Result<String> {
        let token = scene.fact(name).context("there is no ID token")?;
        let vector = token.split('.').nth(2).context("it is not encrypted")?;
        Ok(vector.to_owned())
    };
    let (first, second) = (vector("first_id_token")?, vector("id_token")?);
    anyhow::ensure!(first != second, "both have {first}");
    Ok(())
}

fn is_encrypted(scene: &Scene, token: &str, alg: &str, enc: &str) -> anyhow::Result<()> {
    let header = scene.open(token)?.header;
    let kid = scene.own_keys.public.last().and_then(|jwk| jwk.get("kid"));
    let mut expected = json!({ "alg": alg, "enc": enc, "cty": "JWT" });
    if let Some(kid) = kid {
        expected["kid"] = kid.clone();
    }
    expected["iss"] = scene.provider.issuer.as_str().into();
    expected["aud"] = scene.client()?.client_id.as_str().into();
    if alg == "ECDH-ES" {
        let epk = header.get("epk").and_then(Value::as_object);
        let epk = epk.context("there is no epk")?;
        anyhow::ensure!(!epk.contains_key("d"), "epk is a private key");
        expected["epk"] = epk.clone().into();
    }
    let (header, expected) = (Value::from(header).to_string(), expected.to_string());
    anyhow::ensure!(
        header == expected,
        "the header is\n{header}\nnot\n{expected}"
    );
    Ok(())
}
