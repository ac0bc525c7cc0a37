use cucumber::{given, when};
use reqwest::Method;

use crate::scene::Scene;
use crate::world::World;

#[given(expr = "the application has read {string}")]
#[when(expr = "the application reads {string}")]
async fn reads(world: &mut World, path: String) -> anyhow::Result<()> {
    asks(world.scene()?, Method::GET, &path, "").await
}

#[given(regex = r#"^the application has read "([^"]+)" with (.+)$"#)]
#[when(regex = r#"^the application reads "([^"]+)" with (.+)$"#)]
async fn reads_with(world: &mut World, path: String, words: String) -> anyhow::Result<()> {
    asks(world.scene()?, Method::GET, &path, &words).await
}

#[when(expr = "the application sends {word} to {string}")]
async fn sends(world: &mut World, method: String, path: String) -> anyhow::Result<()> {
    asks(world.scene()?, method.parse()?, &path, "").await
}

#[when(regex = r#"^the application sends (\w+) to "([^"]+)" with (.+)$"#)]
async fn sends_with(
    world: &mut World,
    method: String,
    path: String,
    words: String,
) -> anyhow::Result<()> {
    asks(world.scene()?, method.parse()?, &path, &words).await
}

#[when(regex = r#"^the application (puts|patches) "([^"]+)" with the body (.*)$"#)]
async fn changes(
    world: &mut World,
    verb: String,
    path: String,
    body: String,
) -> anyhow::Result<()> {
    change(world.scene()?, &verb, &path, "application/json", &body).await
}

#[when(regex = r#"^the application (puts|patches) "([^"]+)" as (\S+) with the body (.*)$"#)]
async fn changes_as(
    world: &mut World,
    verb: String,
    path: String,
    kind: String,
    body: String,
) -> anyhow::Result<()> {
    change(world.scene()?, &verb, &path, &kind, &body).await
}

#[given(regex = r#"^the application has (put|patched) "([^"]+)" with the body (.*)$"#)]
async fn has_changed(
    world: &mut World,
    verb: String,
    path: String,
    body: String,
) -> anyhow::Result<()> {
    let scene = world.scene()?;
    change(scene, &verb, &path, "application/json", &body).await?;
    let answer = scene.answer()?;
    anyhow::ensure!(answer.status == 204, "it is refused: {answer}");
    Ok(())
}

#[given(expr = "the application has been refused {string}")]
async fn has_been_refused(world: &mut World, path: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    asks(scene, Method::GET, &path, "").await?;
    let answer = scene.answer()?.clone();
    anyhow::ensure!(answer.status >= 400, "it is not refused: {answer}");
    scene.answers.push(answer);
    Ok(())
}

async fn asks(scene: &mut Scene, method: Method, path: &str, words: &str) -> anyhow::Result<()> {
    let request = scene.api_request(method, path, words)?;
    scene.ask_api(request).await
}

async fn change(
    scene: &mut Scene,
    verb: &str,
    path: &str,
    kind: &str,
    body: &str,
) -> anyhow::Result<()> {
    let method = match verb {
        "put" | "puts" => Method::PUT,
        _ => Method::PATCH,
    };
    let mut request = scene.api_request(method, path, &format!("Content-Type = {kind}"))?;
    request.body = Some(scene.expand(body)?);
    scene.ask_api(request).await
}
