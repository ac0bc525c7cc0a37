use anyhow::Context as _;
use cucumber::{then, when};
use serde_json::Value;

use super::companion::printed_tokens;
use crate::change;
use crate::params::Params;
use crate::user_agent::{Request, text};
use crate::world::World;

/// Walks up to the provider's answer, which a stranger changes on its way through the browser.
#[when(regex = r"^the user signs out, but the answer comes back with (.+)$")]
async fn comes_back_with(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let url = format!("{}/logout", scene.companion()?.base_url());
    scene.browser.open(&url).await?;
    scene.follow().await?;
    let pages = scene.pages()?;
    scene.browser.submit(&[], pages.sign_out.as_str()).await?;
    let mut address = scene.browser.page()?.redirect().context("no redirect")?;
    let mut params = Params::decode(address.query().unwrap_or_default());
    change::apply(&mut params, &words, |name| scene.fact(name))?;
    address.set_query(Some(&params.encoded()));
    scene.browser.send(Request::get(address)).await
}

#[when("the user opens the same address again")]
async fn opens_again(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let address = scene.browser.page()?.url.clone();
    scene.browser.send(Request::get(address)).await
}

/// Fetch Metadata: what a browser says of a link on another site.
#[when(expr = "another site sends the user to {string}")]
async fn another_site_sends(world: &mut World, path: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let url = format!("{}{path}", scene.companion()?.base_url());
    let request = Request::get(url.parse()?).header("sec-fetch-site", "cross-site");
    scene.browser.send(request).await
}

#[then("the user is signed out and back at the companion")]
fn is_back(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    let expected = format!("{}/logout/cb?state=", scene.companion()?.base_url());
    anyhow::ensure!(
        page.url.as_str().starts_with(&expected),
        "the user is at {}",
        page.url
    );
    anyhow::ensure!(page.status == 200, "{page}");
    let told = text(page, "#signed-out-page h1").unwrap_or_default();
    anyhow::ensure!(told == "You are signed out", "it says {told:?}");
    Ok(())
}

/// RFC 7009 2: a refresh token that is revoked is good for nothing, and introspection says so.
#[then(regex = r"^the refresh token that the companion printed is good( for nothing)?$")]
async fn refresh_token_is(world: &mut World, for_nothing: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let printed = printed_tokens(scene)?;
    let token = printed.get("refresh_token").and_then(Value::as_str);
    let params = Params::from([("token", token.context("it printed none")?)]);
    let request = scene.client_request("introspection_endpoint", params, "")?;
    let answer = scene.http.send(request).await?;
    let active = answer.json()?["active"] == true;
    anyhow::ensure!(active == for_nothing.is_empty(), "{answer}");
    Ok(())
}
