use anyhow::Context as _;
use cucumber::then;
use serde_json::{Map, Value};

use super::claims::{claims_of, same_members};
use crate::jose::{self, Verified};
use crate::scene::Scene;
use crate::user_agent::Request;
use crate::world::World;

/// The header of what the provider signs for applications: ID tokens, and answers of userinfo.
pub(super) fn check_header(header: &Map<String, Value>, alg: &str) -> anyhow::Result<()> {
    let members: Vec<_> = header.keys().map(String::as_str).collect();
    anyhow::ensure!(
        members == ["alg", "typ", "kid"],
        "the header has {members:?}"
    );
    anyhow::ensure!(header["alg"] == alg, "alg is {}", header["alg"]);
    anyhow::ensure!(header["typ"] == "JWT", "typ is {}", header["typ"]);
    Ok(())
}

/// OIDC Core 3.1.3.7, on the raw token.
#[then(expr = "the ID token is signed with {string} for this application")]
async fn is_signed(world: &mut World, alg: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let alg = scene.expand(&alg)?;
    let Verified { header, claims } = verified(scene).await?;
    check_header(&header, &alg)?;
    let is = |name: &str, expected: &str| {
        let have = claims.get(name);
        anyhow::ensure!(
            have == Some(&Value::String(expected.to_owned())),
            "{name} is {have:?}, not {expected}"
        );
        Ok(())
    };
    is("iss", &scene.provider.issuer)?;
    is("aud", &scene.client()?.client_id)?;
    is("sub", scene.stage.target.subject().unwrap_or_default())?;
    if let Some(nonce) = scene.request.get("nonce") {
        is("nonce", nonce)?;
    }
    let access_token = scene.fact("access_token").context("no access token")?;
    is("at_hash", &jose::at_hash(&access_token))?;
    let number = |name: &str| claims.get(name).and_then(Value::as_i64);
    let lifetime = number("exp").zip(number("iat")).map(|(exp, iat)| exp - iat);
    anyhow::ensure!(lifetime == Some(3600), "exp - iat is {lifetime:?}");
    Ok(())
}

#[then(expr = "the ID token tells exactly the claims {string}")]
async fn tells_exactly(world: &mut World, names: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let expected = claims_of(&scene.stage.target.user.claims, &names)?;
    let mut told = verified(scene).await?.claims;
    for name in PROTOCOL {
        told.remove(name);
    }
    if !names.contains("picture") {
        told.remove("picture");
    }
    same_members(&told, &expected)
}

#[then("the ID token is for somebody else")]
async fn is_for_somebody_else(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let claims = verified(scene).await?.claims;
    let expected = scene.another_user()?;
    let sub = claims.get("sub").and_then(Value::as_str);
    anyhow::ensure!(sub == expected.subject(), "sub is {sub:?}");
    Ok(())
}

#[then(expr = "the ID token has the claim {string}")]
async fn has_the_claim(world: &mut World, name: String) -> anyhow::Result<()> {
    let claims = verified(world.scene()?).await?.claims;
    anyhow::ensure!(claims.contains_key(&name), "it has {:?}", names_of(&claims));
    Ok(())
}

#[then(expr = "the ID token's claim {string} is {string}")]
async fn claim_is(world: &mut World, name: String, expected: String) -> anyhow::Result<()> {
    let claims = verified(world.scene()?).await?.claims;
    let have = claims.get(&name);
    anyhow::ensure!(have == Some(&Value::String(expected)), "{name} is {have:?}");
    Ok(())
}

#[then("there is no ID token")]
fn there_is_none(world: &mut World) -> anyhow::Result<()> {
    let response = world.scene()?.token_response()?;
    anyhow::ensure!(response.get("id_token").is_none(), "there is one");
    Ok(())
}

#[then(expr = "the ID token has no claim {string}")]
async fn has_no_claim(world: &mut World, name: String) -> anyhow::Result<()> {
    let claims = verified(world.scene()?).await?.claims;
    anyhow::ensure!(
        !claims.contains_key(&name),
        "it has {:?}",
        names_of(&claims)
    );
    Ok(())
}

#[then(expr = "the protocol's claims end the ID token as {string}")]
async fn ends_as(world: &mut World, expected: String) -> anyhow::Result<()> {
    let claims = verified(world.scene()?).await?.claims;
    let names = names_of(&claims);
    let expected: Vec<_> = expected.split(' ').collect();
    anyhow::ensure!(names.first() == Some(&"sub"), "sub comes first: {names:?}");
    anyhow::ensure!(names.ends_with(&expected), "the order is {names:?}");
    Ok(())
}

/// The newest ID token, its signature checked against the published keys.
async fn verified(scene: &Scene) -> anyhow::Result<Verified> {
    verified_token(scene, "id_token").await
}

/// A token that the application holds, its signature checked against the published keys.
pub(super) async fn verified_token(scene: &Scene, name: &str) -> anyhow::Result<Verified> {
    let token = scene
        .fact(name)
        .with_context(|| format!("there is no {name}"))?;
    verified_here(scene, &token).await
}

/// A token as it came, opened where it is encrypted, its signature checked against the published keys.
pub(super) async fn verified_here(scene: &Scene, token: &str) -> anyhow::Result<Verified> {
    let jwks_uri = scene.provider.endpoint("jwks_uri")?;
    let jwks = scene.http.send(Request::get(jwks_uri)).await?.json()?;
    jose::verify(&scene.read(token)?, &jwks)
}

fn names_of(claims: &Map<String, Value>) -> Vec<&str> {
    claims.keys().map(String::as_str).collect()
}

/// What an ID token has of its own, beside `sub` and the user's claims.
const PROTOCOL: [&str; 6] = ["nonce", "at_hash", "aud", "exp", "iat", "iss"];
