use anyhow::Context as _;
use cucumber::gherkin::Step;
use cucumber::{then, when};
use reqwest::Method;
use serde_json::{Map, Value};
use url::Url;

use crate::user_agent::Request;
use crate::world::World;

#[when("the application asks who the user is")]
async fn asks(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.ask_for_claims(Method::GET, "").await
}

#[when(regex = r"^the application asks who the user is with (.+)$")]
async fn asks_with(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.ask_for_claims(Method::GET, &words).await
}

#[when("the application asks who the user is by POST")]
async fn asks_by_post(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.ask_for_claims(Method::POST, "").await
}

#[when(regex = r"^the application asks who the user is by POST with (.+)$")]
async fn asks_by_post_with(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.ask_for_claims(Method::POST, &words).await
}

#[then(expr = "it learns exactly the claims {string}")]
fn learns_exactly(world: &mut World, names: String) -> anyhow::Result<()> {
    let user = &world.scene()?.stage.target.user.claims;
    let expected = claims_of(user, &names)?;
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(
        answer.status == 200,
        "the status is {}: {answer}",
        answer.status
    );
    anyhow::ensure!(
        answer.header("content-type") == Some("application/json; charset=utf-8"),
        "claims are JSON: {answer}"
    );
    anyhow::ensure!(
        answer.header("cache-control") == Some("no-store"),
        "no-store: {answer}"
    );
    let told = answer.json()?;
    let mut told = told.as_object().context("not an object")?.clone();
    // Where the picture is depends on the provider's own address.
    if !names.contains("picture") {
        told.remove("picture");
    }
    same_members(&told, &expected)
}

#[then(expr = "it learns that the claim {string} is {string}")]
fn learns_that(world: &mut World, name: String, expected: String) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(answer.status == 200, "{answer}");
    let have = &answer.json()?[&name];
    anyhow::ensure!(*have == expected.as_str(), "{name} is {have}");
    Ok(())
}

#[then(expr = "the claim {string} leads to an image of the provider")]
async fn leads_to_an_image(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = scene.answer()?.json()?;
    let address = told[&name].as_str().with_context(|| format!("no {name}"))?;
    let url = Url::parse(address)?;
    let origin = url.origin().ascii_serialization();
    anyhow::ensure!(origin == scene.provider.origin()?, "it is at {origin}");
    let status = scene.http.probe(Request::get(url)).await?;
    anyhow::ensure!(
        status == (200, "image".to_owned()),
        "{address} answers {status:?}"
    );
    Ok(())
}

#[then("the refusal tells nothing about the user")]
fn tells_nothing(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let subject = scene.stage.target.subject().unwrap_or_default();
    anyhow::ensure!(!scene.answer()?.body.contains(subject), "it names the user");
    Ok(())
}

#[then("the answer has the headers")]
fn has_the_headers(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let answer = scene.answer()?;
    let table = step.table.as_ref().context("the headers are missing")?;
    for row in &table.rows {
        let [name, value] = &row[..] else {
            anyhow::bail!("a row has a name and a value");
        };
        let have = answer.header(&name.to_ascii_lowercase());
        let wanted = (value != "(none)").then_some(value.as_str());
        anyhow::ensure!(have == wanted, "{name} is {have:?}, not {wanted:?}");
    }
    Ok(())
}

/// The user's claims by name, with their values.
pub(super) fn claims_of(
    user: &Map<String, Value>,
    names: &str,
) -> anyhow::Result<Map<String, Value>> {
    names
        .split(' ')
        .map(|name| {
            let value = user.get(name);
            let value = value.with_context(|| format!("the target's user has no {name}"))?;
            Ok((name.to_owned(), value.clone()))
        })
        .collect()
}

/// The same members, in any order.
pub(super) fn same_members(
    told: &Map<String, Value>,
    expected: &Map<String, Value>,
) -> anyhow::Result<()> {
    for name in told.keys() {
        anyhow::ensure!(expected.contains_key(name), "{name} is told unasked");
    }
    for (name, value) in expected {
        let have = told.get(name);
        anyhow::ensure!(have == Some(value), "{name} is {have:?}, not {value}");
    }
    Ok(())
}
