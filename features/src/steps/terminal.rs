use anyhow::Context as _;
use cucumber::{then, when};
use serde_json::Value;

use crate::subject::sign_in_at_terminal;
use crate::target::Secret;
use crate::world::World;

#[when("the user signs in at a terminal")]
async fn signs_in(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let user = scene.stage.target.user.clone();
    let report = sign_in_at_terminal(&scene.stage, &scene.provider, &user).await?;
    scene.terminal = Some(report);
    Ok(())
}

#[when(expr = "the user signs in at a terminal with the password {string}")]
async fn signs_in_with(world: &mut World, password: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let mut user = scene.stage.target.user.clone();
    user.password = Secret::new(password);
    let report = sign_in_at_terminal(&scene.stage, &scene.provider, &user).await?;
    scene.terminal = Some(report);
    Ok(())
}

#[then("the terminal shows every claim of the user, and no token")]
fn shows_every_claim(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let report = scene
        .terminal
        .as_ref()
        .context("nobody signed in at a terminal")?;
    let report = report
        .as_ref()
        .map_err(|failure| anyhow::anyhow!("the error {}", failure.name))?;
    let claims = &report["claims"];
    for (name, value) in &scene.stage.target.user.claims {
        anyhow::ensure!(
            claims[name] == *value,
            "{name} is {}, not {value}",
            claims[name]
        );
    }
    anyhow::ensure!(
        claims["iss"] == scene.provider.issuer.as_str(),
        "iss is {}",
        claims["iss"]
    );
    anyhow::ensure!(
        claims["aud"] == scene.client()?.client_id.as_str(),
        "aud is {}",
        claims["aud"]
    );
    let number = |name: &str| claims[name].as_i64();
    let lifetime = number("exp").zip(number("iat")).map(|(exp, iat)| exp - iat);
    anyhow::ensure!(lifetime == Some(3600), "exp - iat is {lifetime:?}");
    let at_hash = claims["at_hash"].as_str().map(str::len);
    anyhow::ensure!(at_hash == Some(22), "at_hash is {}", claims["at_hash"]);
    for name in ["access_token", "id_token"] {
        anyhow::ensure!(report["tokens"][name].is_null(), "it shows the {name}");
    }
    anyhow::ensure!(
        report["tokens"]["refresh_token"] == Value::Bool(true),
        "{report}"
    );
    Ok(())
}

#[then(expr = "the terminal names the error {string}")]
fn names_the_error(world: &mut World, expected: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let report = scene
        .terminal
        .as_ref()
        .context("nobody signed in at a terminal")?;
    let named = report.as_ref().err().map(|failure| &failure.name);
    anyhow::ensure!(named == Some(&expected), "it says {report:?}");
    Ok(())
}
