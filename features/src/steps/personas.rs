use anyhow::Context as _;
use cucumber::gherkin::Step;
use cucumber::{given, then, when};
use serde_json::{Map, Value};

use super::claims::same_members;
use super::id_token::verified_token;
use crate::scene::Scene;
use crate::target::{Secret, User};
use crate::user_agent::{Form, count, text};
use crate::world::World;

#[when(expr = "{string} signs in")]
async fn signs_in(world: &mut World, name: String) -> anyhow::Result<()> {
    world.scene()?.sign_in_as(&persona(&name)).await
}

#[given(expr = "{string} has signed in and allowed the application")]
async fn has_signed_in(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask("").await?;
    scene.follow().await?;
    walk(scene, &name).await?;
    scene.take_code()
}

#[given(expr = "the user {string} has signed in to the companion")]
async fn has_signed_in_to_companion(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    super::companion::begin(scene).await?;
    scene.follow().await?;
    walk(scene, &name).await?;
    super::companion::is_back(scene)
}

#[when(expr = "the user enters the code {string}")]
async fn enters(world: &mut World, code: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    let answer = (pages.second_factor.as_str(), code.as_str());
    scene.press(&[answer], pages.sign_in.as_str()).await
}

#[when(expr = "the user enters the code {string}, but the form's token is forged")]
async fn enters_forged(world: &mut World, code: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    let answer = (pages.second_factor.as_str(), code.as_str());
    let form = Form::with(scene.browser.page()?, answer.0)?.with_forged_token()?;
    let request = form.submission(&[answer], pages.sign_in.as_str())?;
    scene.browser.send(request).await
}

#[then("the user is asked for the code")]
fn asked_for_the_code(world: &mut World) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    anyhow::ensure!(page.status == 200, "the page is a 200: {page}");
    let inputs = Form::of(page)?.inputs().to_vec();
    anyhow::ensure!(inputs == ["code"], "it asks for {inputs:?}");
    Ok(())
}

#[then(expr = "the page has no element {string}")]
fn has_no_element(world: &mut World, css: String) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    anyhow::ensure!(count(page, &css) == 0, "it has one: {page}");
    Ok(())
}

#[then(expr = "the page does not read {string}")]
fn does_not_read(world: &mut World, unwanted: String) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    let read = text(page, "body").unwrap_or_default();
    anyhow::ensure!(!read.contains(&unwanted), "the page reads {read:?}");
    Ok(())
}

/// A value that is no JSON is a string.
#[then("it learns exactly these claims")]
fn learns_exactly(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let answer = scene.answer()?;
    anyhow::ensure!(answer.status == 200, "{answer}");
    let told = answer.json()?;
    let table = step.table.as_ref().context("the claims are missing")?;
    let mut expected = Map::new();
    for row in &table.rows {
        let [name, value] = &row[..] else {
            anyhow::bail!("a row has a claim and a value");
        };
        let value = scene.expand(value)?;
        let value = serde_json::from_str(&value).unwrap_or(Value::String(value));
        expected.insert(name.clone(), value);
    }
    same_members(told.as_object().context("not an object")?, &expected)
}

#[then(expr = "it learns a {string} of {int} characters or more")]
fn learns_long(world: &mut World, name: String, length: usize) -> anyhow::Result<()> {
    let told = world.scene()?.answer()?.json()?;
    let have = told[&name]
        .as_str()
        .map_or(0, |value| value.chars().count());
    anyhow::ensure!(have >= length, "{name} has {have} characters");
    Ok(())
}

#[then(expr = "the ID token is longer than {int} characters and tells the same name as \\/me")]
async fn long_token(world: &mut World, length: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let token = scene.fact("id_token").context("there is no ID token")?;
    anyhow::ensure!(token.len() > length, "it has {} characters", token.len());
    let claims = verified_token(scene, "id_token").await?.claims;
    let access_token = scene.fact("access_token").context("no access token")?;
    let told = scene.userinfo(&access_token).await?.json()?;
    anyhow::ensure!(
        claims.get("name") == Some(&told["name"]),
        "{:?}",
        claims.get("name")
    );
    Ok(())
}

/// From the login page through whatever this user is asked.
async fn walk(scene: &mut Scene, name: &str) -> anyhow::Result<()> {
    let mut user = persona(name);
    user.second_factor = Some(Secret::new(SECOND_FACTOR));
    scene.sign_in_as(&user).await?;
    scene.allow_where_asked().await
}

/// A user of `fixtures/users.toml`.
fn persona(name: &str) -> User {
    User::new(name, PASSWORD)
}

const PASSWORD: &str = "banno";
const SECOND_FACTOR: &str = "123456";
