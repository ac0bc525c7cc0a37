use anyhow::Context as _;
use cucumber::{then, when};
use reqwest::Method;

use crate::scene::Scene;
use crate::user_agent::{Form, count, text};
use crate::world::World;

/// OpenID Connect RP-Initiated Logout 1.0 2.
#[when("the application sends the user to sign out")]
async fn sends(world: &mut World) -> anyhow::Result<()> {
    ask(world.scene()?, Method::GET, "").await
}

#[when(regex = r"^the application sends the user to sign out with (.+)$")]
async fn sends_with(world: &mut World, words: String) -> anyhow::Result<()> {
    ask(world.scene()?, Method::GET, &words).await
}

#[when("the application sends the user to sign out by POST")]
async fn sends_by_post(world: &mut World) -> anyhow::Result<()> {
    ask(world.scene()?, Method::POST, "").await
}

/// Without a word of any application's.
#[when("the user goes to sign out at the provider")]
async fn goes(world: &mut World) -> anyhow::Result<()> {
    let nothing = "no id_token_hint; no post_logout_redirect_uri; no state";
    ask(world.scene()?, Method::GET, nothing).await
}

#[when("the user confirms it")]
async fn confirms(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    scene.press(&[], pages.sign_out.as_str()).await
}

#[when("the user stays signed in")]
async fn stays(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    scene.press(&[], pages.stay.as_str()).await
}

#[when("the user confirms it, but the form's token is forged")]
async fn forged(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    let form = Form::with(scene.browser.page()?, pages.sign_out.as_str())?.with_forged_token()?;
    let request = form.submission(&[], pages.sign_out.as_str())?;
    scene.browser.send(request).await
}

#[when("another browser confirms it")]
async fn another_confirms(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    let form = Form::with(scene.browser.page()?, pages.sign_out.as_str())?;
    let request = form.submission(&[], pages.sign_out.as_str())?;
    scene.take_another_browser();
    scene.browser.send(request).await
}

#[when("the user confirms it, and once more")]
async fn confirms_twice(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    let form = Form::with(scene.browser.page()?, pages.sign_out.as_str())?;
    let request = form.submission(&[], pages.sign_out.as_str())?;
    scene.browser.send(request.clone()).await?;
    let page = scene.browser.page()?;
    anyhow::ensure!(page.redirect().is_some(), "it is refused: {page}");
    scene.browser.send(request).await
}

#[when("the page goes on by itself")]
async fn goes_on(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = Form::continuation(scene.browser.page()?);
    scene.browser.send(request.context("it does not")?).await?;
    scene.follow().await
}

#[then("the user is asked whether to sign out")]
fn asked(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    anyhow::ensure!(page.status == 200, "the page is a 200: {page}");
    let pages = scene.pages()?;
    for button in [&pages.sign_out, &pages.stay] {
        let button = button.as_str();
        anyhow::ensure!(scene.shows_button(button), "no button {button}: {page}");
    }
    no_store(world)
}

#[then("nobody is asked, and the page goes on by itself")]
fn not_asked(world: &mut World) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    anyhow::ensure!(page.status == 200, "the page is a 200: {page}");
    anyhow::ensure!(Form::continuation(page).is_some(), "it does not: {page}");
    anyhow::ensure!(count(page, "script") == 1, "it has no script: {page}");
    no_store(world)
}

#[then("the provider says that the user is signed out")]
fn says_signed_out(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    anyhow::ensure!(page.status == 200, "the page is a 200: {page}");
    let pages = scene.pages()?;
    let element = pages.signed_out.as_str();
    let told = text(page, element).unwrap_or_default();
    anyhow::ensure!(!told.trim().is_empty(), "no element {element}: {page}");
    Ok(())
}

#[then(expr = "the browser is sent to {string}")]
fn sent_to(world: &mut World, expected: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let expected = scene.expand(&expected)?;
    let page = scene.browser.page()?;
    anyhow::ensure!(page.status == 303, "the redirect is a 303: {page}");
    let location = page.header("location").unwrap_or_default();
    anyhow::ensure!(location == expected, "it is sent to {location}");
    Ok(())
}

async fn ask(scene: &mut Scene, method: Method, words: &str) -> anyhow::Result<()> {
    scene.ask_for_logout(method, words).await
}

fn no_store(world: &mut World) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    let cached = page.header("cache-control");
    anyhow::ensure!(cached == Some("no-store"), "it may be cached: {page}");
    Ok(())
}
