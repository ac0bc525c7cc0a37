use std::time::Duration;

use anyhow::Context as _;
use cucumber::{then, when};
use serde_json::{Value, json};

use crate::scene::Scene;
use crate::subject::AccountsAtTerminal;
use crate::world::World;

#[when("the user reads their accounts at a terminal")]
async fn reads(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let terminal = begin(scene, TASK_TIMEOUT)?;
    scene.terminal = Some(terminal.shown().await?);
    Ok(())
}

/// Every look finds news: four seconds bring one more account of a task that takes twenty.
#[when("the user reads their accounts at a terminal, and the bank takes its time")]
async fn reads_slowly(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let terminal = begin(scene, TASK_TIMEOUT)?;
    keep_pace(scene, terminal).await
}

#[when("the user reads their accounts at a terminal, and meanwhile the access token expires")]
async fn reads_and_token_expires(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let mut terminal = begin(scene, TASK_TIMEOUT)?;
    anyhow::ensure!(terminal.looks().await, "it does not look at the task");
    scene.expire_access_tokens().await?;
    scene.advance_with(&terminal, A_LOOK).await?;
    keep_pace(scene, terminal).await
}

/// Time runs on until it gives up, however late it looks.
#[when(expr = "the user reads their accounts at a terminal, and waits for {int} seconds at most")]
async fn reads_and_gives_up(world: &mut World, task_timeout: u64) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let mut terminal = begin(scene, task_timeout)?;
    anyhow::ensure!(terminal.looks().await, "it does not look at the task");
    for _ in 0..MANY_LOOKS {
        if terminal.is_finished() {
            scene.terminal = Some(terminal.shown().await?);
            return Ok(());
        }
        scene.advance_with(&terminal, A_LONG_POLL).await?;
    }
    anyhow::bail!("it does not give up")
}

#[then("the terminal shows the accounts as the bank tells them")]
async fn shows_the_accounts(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let accounts = scene.accounts_at_the_bank().await?;
    anyhow::ensure!(!accounts.is_empty(), "the bank tells of none");
    let shown = scene.terminal.as_ref().context("nobody read anything")?;
    let shown = shown
        .as_ref()
        .map_err(|failure| anyhow::anyhow!("the error {}: {}", failure.name, failure.message))?;
    let expected = json!({ "accounts": accounts });
    if *shown == expected {
        return Ok(());
    }
    let shown: String = shown.to_string().chars().take(SHOWN).collect();
    let expected: String = expected.to_string().chars().take(SHOWN).collect();
    anyhow::bail!("it shows\n{shown}\nnot\n{expected}")
}

#[then(
    expr = "the terminal fails with the error {string} and the exit code {int}, and says {string}"
)]
fn fails(world: &mut World, name: String, exit_code: u8, says: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let shown = scene.terminal.as_ref().context("nobody read anything")?;
    let Err(failure) = shown else {
        anyhow::bail!("it does not fail");
    };
    anyhow::ensure!(
        failure.name == name && failure.exit_code == exit_code,
        "it fails with {failure:?}"
    );
    anyhow::ensure!(failure.message.contains(&says), "{:?}", failure.message);
    Ok(())
}

#[then(expr = "the journal tells of {int} unauthorized request and {int} refresh")]
async fn tells_of(world: &mut World, unauthorized: usize, refreshes: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let journal = scene.provider.administration()?.get("/journal").await?;
    let entries = journal["entries"].as_array().context("no entries")?;
    let count = |is: &dyn Fn(&&Value) -> bool| entries.iter().filter(|entry| is(entry)).count();
    let is_unauthorized = |entry: &&Value| entry["status"] == 401;
    let is_refresh = |entry: &&Value| {
        entry["endpoint"] == "token"
            && entry["status"] == 200
            && entry["params"]
                .as_array()
                .is_some_and(|params| params.contains(&json!(["grant_type", "refresh_token"])))
    };
    let told = (count(&is_unauthorized), count(&is_refresh));
    anyhow::ensure!(told == (unauthorized, refreshes), "it tells of {told:?}");
    Ok(())
}

fn begin(scene: &Scene, task_timeout: u64) -> anyhow::Result<AccountsAtTerminal> {
    let user = &scene.stage.target.user;
    AccountsAtTerminal::begin(&scene.stage, &scene.provider, user, task_timeout)
}

/// Lets some time pass whenever the companion looks, until it looks no more.
async fn keep_pace(scene: &mut Scene, mut terminal: AccountsAtTerminal) -> anyhow::Result<()> {
    while terminal.looks().await {
        scene.advance_with(&terminal, A_LOOK).await?;
    }
    scene.terminal = Some(terminal.shown().await?);
    Ok(())
}

/// The companion's own, in seconds.
const TASK_TIMEOUT: u64 = 60;
const A_LOOK: Duration = Duration::from_secs(4);
const A_LONG_POLL: Duration = Duration::from_secs(7);
const MANY_LOOKS: usize = 20_000;
const SHOWN: usize = 2000;
