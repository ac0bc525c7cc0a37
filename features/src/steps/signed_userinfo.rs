use anyhow::Context as _;
use cucumber::then;
use serde_json::Value;

use super::claims::{claims_of, same_members};
use super::id_token::{check_header, verified_here, verified_token};
use crate::jose::Verified;
use crate::world::World;

/// OIDC Core 5.3.2 and 5.3.4, on the raw answer.
#[then(expr = "it learns exactly the claims {string}, signed with {string} for this application")]
async fn learns_signed(world: &mut World, names: String, alg: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let answer = scene.answer()?;
    anyhow::ensure!(
        answer.status == 200,
        "the status is {}: {answer}",
        answer.status
    );
    anyhow::ensure!(
        answer.header("content-type") == Some("application/jwt; charset=utf-8"),
        "signed claims are a JWT: {answer}"
    );
    anyhow::ensure!(
        answer.header("cache-control") == Some("no-store"),
        "no-store: {answer}"
    );
    let Verified { header, mut claims } = verified_here(scene, &answer.body).await?;
    check_header(&header, &alg)?;

    let order: Vec<_> = claims.keys().map(String::as_str).collect();
    anyhow::ensure!(
        order.first() == Some(&"sub") && order.ends_with(&PROTOCOL),
        "the order is {order:?}"
    );
    let access_token = verified_token(scene, "access_token").await?.claims;
    let expected = [
        scene.client()?.client_id.as_str().into(),
        access_token.get("exp").context("no exp")?.clone(),
        scene.now().into(),
        scene.provider.issuer.as_str().into(),
    ];
    for (name, expected) in PROTOCOL.into_iter().zip(expected) {
        let have = claims.shift_remove(name);
        anyhow::ensure!(
            have == Some(Value::clone(&expected)),
            "{name} is {have:?}, not {expected}"
        );
    }
    if !names.contains("picture") {
        claims.shift_remove("picture");
    }
    let user = &scene.stage.target.user.claims;
    same_members(&claims, &claims_of(user, &names)?)
}

/// What the answer has of its own, behind the user's claims; it is good for as long as the access token.
const PROTOCOL: [&str; 4] = ["aud", "exp", "iat", "iss"];
