use anyhow::Context as _;
use cucumber::{then, when};

use super::chromium::{chromium, shows};
use crate::world::World;

#[when("the user chooses to see their accounts")]
async fn chooses_accounts(world: &mut World) -> anyhow::Result<()> {
    chromium(world.scene()?)?.press("#accounts-link").await
}

#[then("the browser shows that the bank is at work")]
async fn shows_progress(world: &mut World) -> anyhow::Result<()> {
    shows(world.scene()?, "#progress", "9-progress").await
}

/// The page that tells of progress asks again by itself.
#[then("the browser shows the user's accounts")]
async fn shows_accounts(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    shows(scene, "#accounts #account-1", "10-accounts").await?;
    let accounts = scene.accounts_at_the_bank().await?;
    let chromium = chromium(scene)?;
    let shown = chromium.arrives("#accounts", "10-accounts").await?;
    let shown = shown.text().await?;
    for account in &accounts {
        let name = account["name"].as_str().context("an account has no name")?;
        anyhow::ensure!(shown.contains(name), "{name} is not on {shown:?}");
    }
    Ok(())
}

#[when("the user chooses to see all transactions of the first account")]
async fn chooses_transactions(world: &mut World) -> anyhow::Result<()> {
    chromium(world.scene()?)?.press("#account-1 .more a").await
}

#[then("the browser shows the account and its transactions")]
async fn shows_account(world: &mut World) -> anyhow::Result<()> {
    shows(world.scene()?, "#account #transactions", "11-account").await
}
