use anyhow::Context as _;
use cucumber::{then, when};

use crate::params::Params;
use crate::scene::Scene;
use crate::user_agent::{Request, text};
use crate::world::World;

#[when(regex = r"^the browser asks for authorization with (.+)$")]
async fn asks(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.ask(&words).await
}

#[when("the browser asks for authorization")]
async fn asks_plainly(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.ask("").await
}

#[when("the browser asks for authorization by POST")]
async fn asks_by_post(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.ask_by_post("").await
}

#[when("the browser posts the request for authorization as JSON")]
async fn asks_by_json(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let url = scene.provider.endpoint("authorization_endpoint")?;
    let request = Request::post(url, "application/json", "{\"client_id\":\"x\"}".to_owned());
    scene.browser.send(request).await
}

#[then("the browser is sent to a login page of the provider")]
fn sent_to_a_login_page(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    anyhow::ensure!(page.status == 303, "the redirect is a 303: {page}");
    anyhow::ensure!(
        page.header("cache-control") == Some("no-store"),
        "no-store: {page}"
    );
    let location = page.redirect().context("no Location")?;
    let origin = location.origin().ascii_serialization();
    anyhow::ensure!(
        origin == scene.provider.origin()?,
        "the page is elsewhere: {location}"
    );
    Ok(())
}

/// RFC 6749 4.1.2.1: no redirect where the client or its redirect URI is in doubt.
#[then(expr = "a page tells the error {string} and says {string}")]
fn a_page_tells(world: &mut World, error: String, says: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    anyhow::ensure!(page.status == 400, "the status is {}: {page}", page.status);
    anyhow::ensure!(
        page.header("location").is_none(),
        "a page leads nowhere: {page}"
    );
    let html = page.header("content-type") == Some("text/html; charset=utf-8");
    anyhow::ensure!(html, "the page is HTML in UTF-8: {page}");
    let cached = page.header("cache-control").unwrap_or_default();
    anyhow::ensure!(
        cached.contains("no-store"),
        "the page may be cached: {page}"
    );
    let element = scene.stage.target.login.error();
    let told = text(page, element).with_context(|| format!("no element {element}: {page}"))?;
    anyhow::ensure!(told.contains(&error), "the page says {told:?}");
    anyhow::ensure!(told.contains(&says), "the page says {told:?}");
    Ok(())
}

#[then(expr = "the browser is sent back with the error {string} saying {string}")]
fn sent_back(world: &mut World, error: String, says: String) -> anyhow::Result<()> {
    refused(world.scene()?, &error, &says, None, true)
}

#[then(
    expr = "the browser is sent back with the error {string} saying {string} and the scope {string}"
)]
fn sent_back_with_scope(
    world: &mut World,
    error: String,
    says: String,
    scope: String,
) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let scope = scene.expand(&scope)?;
    refused(scene, &error, &says, Some(&scope), true)
}

#[then(expr = "the browser is sent back without the state with the error {string} saying {string}")]
fn sent_back_without_state(world: &mut World, error: String, says: String) -> anyhow::Result<()> {
    refused(world.scene()?, &error, &says, None, false)
}

#[then(expr = "the browser is sent back in the fragment with the error {string} saying {string}")]
fn sent_back_in_fragment(world: &mut World, error: String, says: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let expected = format!(
        "{}#{}",
        redirect_uri(scene)?,
        error_response(scene, &error, &says, None, true).encoded()
    );
    is_redirect(scene, &expected)
}

/// RFC 6749 4.1.2.1 and RFC 9207 2: the whole redirect, member by member in its order.
fn refused(
    scene: &Scene,
    error: &str,
    says: &str,
    scope: Option<&str>,
    with_state: bool,
) -> anyhow::Result<()> {
    let response = error_response(scene, error, says, scope, with_state);
    is_redirect(
        scene,
        &format!("{}?{}", redirect_uri(scene)?, response.encoded()),
    )
}

pub(super) fn error_response(
    scene: &Scene,
    error: &str,
    says: &str,
    scope: Option<&str>,
    with_state: bool,
) -> Params {
    let mut response = Params::from([("error", error)]);
    if !says.is_empty() {
        response.set("error_description", says);
    }
    if let Some(scope) = scope {
        response.set("scope", scope);
    }
    if let Some(state) = scene.request.get("state").filter(|_| with_state) {
        response.set("state", state);
    }
    response.set("iss", &scene.provider.issuer);
    response
}

fn redirect_uri(scene: &Scene) -> anyhow::Result<String> {
    scene.fact("redirect_uri").context("no redirect URI")
}

fn is_redirect(scene: &Scene, expected: &str) -> anyhow::Result<()> {
    let page = scene.browser.page()?;
    anyhow::ensure!(page.status == 303, "the redirect is a 303: {page}");
    let location = page.header("location").unwrap_or_default();
    anyhow::ensure!(
        location == expected,
        "the browser is sent to\n{location}\nnot to\n{expected}"
    );
    anyhow::ensure!(
        page.header("cache-control") == Some("no-store"),
        "no-store: {page}"
    );
    Ok(())
}
