use anyhow::Context as _;
use cucumber::then;
use serde_json::{Map, Value, json};

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
    let header = id_token_header(world.scene()?, "id_token")?;
    let have = header.get("kid");
    anyhow::ensure!(have == Some(&kid.as_str().into()), "kid is {have:?}");
    Ok(())
}

/// RFC 7518 5.2.2.1 and 5.3: a fresh one for each.
#[then("the two ID tokens have nothing in common but their headers")]
fn nothing_in_common(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let parts = |name| -> anyhow::Result<Vec<String>> {
        let token = scene.fact(name).context("there is no ID token")?;
        Ok(token.split('.').map(str::to_owned).collect())
    };
    let (first, second) = (parts("first_id_token")?, parts("id_token")?);
    for (part, name) in [
        (1, "encrypted key"),
        (2, "initialization vector"),
        (3, "ciphertext"),
        (4, "tag"),
    ] {
        let (first, second) = (first.get(part), second.get(part));
        anyhow::ensure!(first.is_some(), "there is no {name}");
        anyhow::ensure!(first != second, "both have the same {name}");
    }
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
    let header = Value::from(header).to_string();
    anyhow::ensure!(
        header == expected.to_string(),
        "the header is\n{header}\nnot\n{expected}"
    );
    Ok(())
}

fn id_token_header(scene: &Scene, name: &str) -> anyhow::Result<Map<String, Value>> {
    let token = scene.fact(name).context("there is no ID token")?;
    Ok(scene.open(&token)?.header)
}
