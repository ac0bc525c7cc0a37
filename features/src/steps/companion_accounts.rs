use anyhow::Context as _;
use cucumber::{then, when};
use serde_json::Value;

use crate::user_agent::{Request, attributes, count, text};
use crate::world::World;

/// A program carries the browser's cookies, and asks for no page.
#[when(expr = "a program asks the companion for {string}")]
async fn program_asks(world: &mut World, path: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let url = format!("{}{path}", scene.companion()?.base_url());
    let request = Request::get(url.parse()?).header("accept", "*/*");
    scene.browser.send(request).await
}

#[when("the access token expires")]
async fn token_expires(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.expire_access_tokens().await
}

#[when(expr = "the user opens the account {string}")]
async fn opens_the_account(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let id = id_of(&scene.accounts_at_the_bank().await?, &name)?;
    let base = scene.companion()?.base_url();
    let url = format!("{base}/accountsAndTransactions?account={id}");
    scene.browser.open(&url).await
}

#[then("the page shows each account that the bank tells of, and the newest of its transactions")]
async fn shows_each_account(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let accounts = scene.accounts_at_the_bank().await?;
    let page = scene.browser.page()?;
    let shown = attributes(page, "#accounts article.account", "data-account-id");
    let expected: Vec<_> = accounts
        .iter()
        .filter_map(|account| account["id"].as_str())
        .collect();
    anyhow::ensure!(!expected.is_empty(), "the bank tells of none");
    anyhow::ensure!(shown == expected, "it shows {shown:?}");
    for (account, number) in accounts.iter().zip(1..) {
        let card = text(page, &format!("#account-{number}")).unwrap_or_default();
        let name = account["name"].as_str().unwrap_or_default();
        anyhow::ensure!(card.contains(name), "{name} is not on {card:?}");
        let memos = count(page, &format!("#account-{number} td.memo"));
        let all = account["transactions"].as_array().map_or(0, Vec::len);
        anyhow::ensure!(memos == all.min(NEWEST), "{name} has {memos} rows of {all}");
        let newest = account["transactions"]
            .as_array()
            .and_then(|all| all.last());
        let memo = newest.and_then(|newest| newest["memo"].as_str());
        let first = text(page, &format!("#account-{number} td.memo"));
        anyhow::ensure!(first.as_deref() == memo, "{name} begins with {first:?}");
    }
    Ok(())
}

#[then(expr = "the page shows the account {string} with its transactions, the newest first")]
async fn shows_the_account(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let accounts = scene.accounts_at_the_bank().await?;
    let id = id_of(&accounts, &name)?;
    let page = scene.browser.page()?;
    let shown = attributes(page, "#account", "data-account-id");
    anyhow::ensure!(shown == [id.clone()], "it shows {shown:?}");
    let account = accounts.iter().find(|account| account["id"] == id.as_str());
    let all = account.and_then(|account| account["transactions"].as_array());
    let all = all.context("the bank tells of no transactions")?;
    let rows = count(page, "#transactions td.memo");
    anyhow::ensure!(rows == all.len().min(ON_A_PAGE), "it has {rows} rows");
    let memo = all.last().and_then(|newest| newest["memo"].as_str());
    let first = text(page, "#transactions td.memo");
    anyhow::ensure!(first.as_deref() == memo, "it begins with {first:?}");
    Ok(())
}

#[then(expr = "the page has an element {string}")]
fn has_an_element(world: &mut World, css: String) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    anyhow::ensure!(count(page, &css) > 0, "it has none: {page}");
    Ok(())
}

/// As the official example prints it.
#[then("it is given all accounts and transactions as text")]
async fn given_as_text(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let accounts = scene.accounts_at_the_bank().await?;
    let answer = scene.browser.page()?;
    anyhow::ensure!(
        answer.status == 200 && answer.header("content-type") == Some("text/plain; charset=utf-8"),
        "it is given {answer}"
    );
    let ids = |heading: &str| -> Vec<&str> {
        let lines = answer.body.lines().map(str::trim_start);
        lines
            .filter_map(|line| line.strip_prefix(heading))
            .collect()
    };
    let expected = of_each(&accounts);
    anyhow::ensure!(!expected.is_empty(), "the bank tells of none");
    anyhow::ensure!(ids("Transaction ID: ") == expected, "other transactions");
    for account in &accounts {
        let line = format!("Account ID: {}", account["id"].as_str().unwrap_or_default());
        let told = answer.body.lines().any(|told| told == line);
        anyhow::ensure!(told, "there is no {line:?}");
    }
    let without = accounts
        .iter()
        .filter(|account| account["transactions"].is_null());
    let told = answer
        .body
        .matches("No transactions for this account.")
        .count();
    anyhow::ensure!(told == without.count() && told > 0, "{told} have none");
    Ok(())
}

fn id_of(accounts: &[Value], name: &str) -> anyhow::Result<String> {
    let account = accounts.iter().find(|account| account["name"] == name);
    let id = account.and_then(|account| account["id"].as_str());
    Ok(id
        .with_context(|| format!("the bank has no {name}"))?
        .to_owned())
}

/// The transactions of all accounts in the bank's order.
fn of_each(accounts: &[Value]) -> Vec<&str> {
    let lists = accounts
        .iter()
        .filter_map(|account| account["transactions"].as_array());
    lists
        .flatten()
        .filter_map(|transaction| transaction["id"].as_str())
        .collect()
}

/// How many transactions the page of all accounts shows of each.
const NEWEST: usize = 5;
/// How many an account's own page shows at once.
const ON_A_PAGE: usize = 50;
