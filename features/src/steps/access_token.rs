use anyhow::Context as _;
use cucumber::then;
use serde_json::Value;

use super::id_token::verified_token;
use crate::world::World;

/// RFC 9068 2.1 and 2.2.
#[then(expr = "the access token is a signed JWT of the type {string} with {string}")]
async fn is_a_jwt(world: &mut World, typ: String, members: String) -> anyhow::Result<()> {
    let token = verified_token(world.scene()?, "access_token").await?;
    anyhow::ensure!(
        token.header["typ"] == typ.as_str(),
        "typ is {}",
        token.header["typ"]
    );
    let have: Vec<_> = token.claims.keys().map(String::as_str).collect();
    let expected: Vec<_> = members.split(' ').collect();
    anyhow::ensure!(have == expected, "it has {have:?}");
    Ok(())
}

#[then(expr = "it is for this application and the scope {string} and lives for {int} seconds")]
async fn is_for(world: &mut World, scope: String, seconds: i64) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let claims = verified_token(scene, "access_token").await?.claims;
    let is = |name: &str, expected: &str| {
        let have = &claims[name];
        anyhow::ensure!(have == expected, "{name} is {have}, not {expected}");
        Ok(())
    };
    is("client_id", &scene.client()?.client_id)?;
    is("scope", &scope)?;
    is("iss", &scene.provider.issuer)?;
    is("sub", scene.stage.target.subject().unwrap_or_default())?;
    is(
        "aud",
        &format!("{}/a/consumer/api/v0", scene.provider.root()?),
    )?;
    let number = |name: &str| claims[name].as_i64();
    let lifetime = number("exp").zip(number("iat")).map(|(exp, iat)| exp - iat);
    anyhow::ensure!(lifetime == Some(seconds), "exp - iat is {lifetime:?}");
    Ok(())
}

#[then("the two access tokens have different identifiers")]
async fn have_identifiers(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let mut identifiers = Vec::new();
    for name in ["first_access_token", "access_token"] {
        let claims = verified_token(scene, name).await?.claims;
        let jti = claims.get("jti").and_then(Value::as_str);
        identifiers.push(jti.context("there is no jti")?.to_owned());
    }
    anyhow::ensure!(
        identifiers[0] != identifiers[1],
        "both are {}",
        identifiers[0]
    );
    Ok(())
}
