use anyhow::Context as _;
use cucumber::{given, then, when};

use crate::target::User;
use crate::user_agent::{Form, text};
use crate::world::World;

#[when("the application sends the user to sign in")]
async fn sends(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask("").await?;
    scene.follow().await
}

#[when(regex = r"^the application sends the user to sign in with (.+)$")]
async fn sends_with(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask(&words).await?;
    scene.follow().await
}

#[given("the user is signed in")]
#[given("the user has signed in and allowed the application")]
#[given("the application has a code")]
#[given("the application has a new code")]
async fn signed_in(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.obtain_code().await
}

#[when("the user signs in")]
async fn signs_in(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.sign_in().await
}

#[when(expr = "the user signs in as {string} with the password {string}")]
async fn signs_in_as(world: &mut World, name: String, password: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let user = User::new(scene.expand(&name)?, scene.expand(&password)?);
    scene.sign_in_as(&user).await
}

#[when("somebody else signs in")]
async fn somebody_else_signs_in(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let user = scene.another_user()?;
    scene.sign_in_as(&user).await
}

#[when("the user cancels")]
async fn cancels(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    scene.press(&[], pages.cancel.as_str()).await
}

#[when("the user opens another tab")]
#[when("the user goes back to the first tab")]
fn switches_tabs(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.browser.switch_tabs();
    Ok(())
}

#[given("a login page in one browser")]
async fn login_page_in_one_browser(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask("").await?;
    scene.follow().await
}

#[when("another browser opens the same page")]
async fn another_opens(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let address = scene.browser.page()?.url.clone();
    scene.take_another_browser();
    scene.browser.open(address.as_str()).await
}

#[when("another browser sends its form")]
async fn another_sends(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.login_request(Ok)?;
    scene.take_another_browser();
    scene.browser.send(request).await
}

#[then("the user is asked to sign in")]
fn asked_to_sign_in(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    anyhow::ensure!(page.status == 200, "a login page is a 200: {page}");
    anyhow::ensure!(scene.shows_login()?, "not a login page: {page}");
    no_store(world)
}

/// The session is there, whatever else is missing.
#[then("the user does not have to sign in")]
fn need_not_sign_in(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let (_, params) = scene.callback()?;
    let error = params.get("error");
    anyhow::ensure!(
        error.is_none_or(|error| error == "consent_required"),
        "{error:?}: {}",
        scene.browser.page()?
    );
    Ok(())
}

#[then("the page says that the sign-in failed")]
fn says_failed(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    anyhow::ensure!(
        matches!(page.status, 200 | 401 | 403),
        "a failed login is answered by a page: {page}"
    );
    let alert = scene.pages()?.alert.clone();
    let told = text(page, alert.as_str());
    let told = told.with_context(|| format!("no element {}: {page}", alert.as_str()))?;
    anyhow::ensure!(!told.trim().is_empty(), "the alert says nothing");
    Ok(())
}

#[then(expr = "the user name {string} is filled in")]
#[then(expr = "the user name {string} is still filled in")]
fn still_filled_in(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let name = scene.expand(&name)?;
    let pages = scene.pages()?;
    let form = Form::with(scene.browser.page()?, pages.username.as_str())?;
    let shown = form.value(pages.username.as_str());
    anyhow::ensure!(shown == Some(&name), "the field shows {shown:?}");
    anyhow::ensure!(
        form.value(pages.password.as_str())
            .is_none_or(str::is_empty),
        "a password is never sent back"
    );
    Ok(())
}

#[then("the user comes back with a code")]
fn comes_back_with_a_code(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.take_code()
}

#[then(expr = "the user comes back with the error {string}")]
fn comes_back_with_an_error(world: &mut World, error: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let (_, params) = scene.callback()?;
    anyhow::ensure!(
        params.get("error") == Some(&error),
        "{}",
        scene.browser.page()?
    );
    anyhow::ensure!(params.get("code").is_none(), "an error carries no code");
    Ok(())
}

/// A page with a login or a consent in it is not kept by any cache.
pub(super) fn no_store(world: &mut World) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    let cached = page.header("cache-control").unwrap_or_default();
    anyhow::ensure!(
        cached.contains("no-store"),
        "the page may be cached: {page}"
    );
    Ok(())
}
