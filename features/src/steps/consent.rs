use cucumber::{then, when};

use super::sign_in::no_store;
use crate::target::Css;
use crate::user_agent::Form;
use crate::world::World;

#[when("the user allows it")]
async fn allows(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    scene.press(&[], pages.allow.as_str()).await
}

#[when("the user allows it where asked")]
async fn allows_where_asked(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.allow_where_asked().await
}

#[when(expr = "the user allows it but for {string}")]
async fn allows_but_for(world: &mut World, wish: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    let mut form = Form::with(scene.browser.page()?, pages.allow.as_str())?;
    form.untick(&wish)?;
    let request = form.submission(&[], pages.allow.as_str())?;
    scene.browser.send(request).await?;
    scene.follow().await
}

#[when("the user denies it")]
async fn denies(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    scene.press(&[], pages.deny.as_str()).await
}

#[then("the user is asked for consent")]
fn asked_for_consent(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    anyhow::ensure!(page.status == 200, "a consent page is a 200: {page}");
    let pages = scene.pages()?;
    let shows = |button: &Css| scene.shows_button(button.as_str());
    anyhow::ensure!(shows(&pages.allow), "not the consent page: {page}");
    anyhow::ensure!(shows(&pages.deny), "consent can be denied: {page}");
    no_store(world)
}
