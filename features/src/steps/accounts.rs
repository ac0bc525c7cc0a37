use std::collections::BTreeSet;

use anyhow::Context as _;
use cucumber::gherkin::Step;
use cucumber::then;
use serde_json::Value;

use super::api_answer::tells;
use crate::consumer_api::{cents, documented_values, second};
use crate::scene::Scene;
use crate::world::World;

/// The first row names the members, whose value may be "(any)"; the order of accounts is the bank's own.
#[then("it is told exactly these accounts")]
fn exactly_these(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let accounts = listed(world.scene()?)?;
    let table = step.table.as_ref().context("the accounts are missing")?;
    let [members, rows @ ..] = &table.rows[..] else {
        anyhow::bail!("the table is empty");
    };
    anyhow::ensure!(
        accounts.len() == rows.len(),
        "there are {}: {accounts:?}",
        accounts.len()
    );
    for row in rows {
        let fits = |account: &&Value| {
            let mut pairs = members.iter().zip(row);
            pairs.all(|(name, value)| value == "(any)" || account[name] == value.as_str())
        };
        let fitting = accounts.iter().filter(fits).count();
        anyhow::ensure!(fitting == 1, "{fitting} are {row:?}: {accounts:?}");
    }
    Ok(())
}

#[then(expr = "it is told {int} account(s), each with an identifier of its own")]
fn so_many(world: &mut World, count: usize) -> anyhow::Result<()> {
    let ids = ids(listed(world.scene()?)?);
    anyhow::ensure!(ids.len() == count, "there are {}", ids.len());
    let different: BTreeSet<_> = ids.iter().collect();
    anyhow::ensure!(different.len() == count, "some share an identifier");
    Ok(())
}

#[then(expr = "the account {string} tells")]
fn account_tells(world: &mut World, name: String, step: &Step) -> anyhow::Result<()> {
    let scene = world.scene()?;
    tells(scene, scene.learned.account(&name)?, step)
}

#[then(expr = "the account is told as in the list: {string}")]
fn as_in_the_list(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = scene.told_by_api()?;
    let listed = scene.learned.account(&name)?;
    anyhow::ensure!(told == listed, "the list has\n{listed}\nnot\n{told}");
    Ok(())
}

/// Nothing but the endpoint that is there for it tells a whole number.
#[then(expr = "the number ends as the account {string} shows, and nothing before tells it")]
fn ends_as_shown(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let number = scene.told_by_api()?["number"].as_str().unwrap_or_default();
    let shown = scene.learned.account(&name)?["numbers"].as_str();
    let digits = shown.and_then(|shown| shown.strip_prefix('x'));
    let digits = digits.context("the account shows no masked number")?;
    anyhow::ensure!(digits.len() == 4, "it shows {digits:?}");
    anyhow::ensure!(number.ends_with(digits), "{number} does not end so");
    anyhow::ensure!(number.len() > digits.len(), "{number} is no whole number");
    let [before @ .., _] = &scene.learned.told[..] else {
        anyhow::bail!("the application was told nothing");
    };
    anyhow::ensure!(!before.is_empty(), "there was nothing before");
    for told in before {
        anyhow::ensure!(!told.to_string().contains(number), "{told} tells it");
    }
    Ok(())
}

#[then(regex = r#"^the balance of "(.+)" is (above|below) zero$"#)]
fn sign_of_balance(world: &mut World, name: String, side: String) -> anyhow::Result<()> {
    let account = world.scene()?.learned.account(&name)?;
    let balance = cents(&account["balance"])?;
    let is = if side == "above" {
        balance > 0
    } else {
        balance < 0
    };
    anyhow::ensure!(is, "it is {}", account["balance"]);
    Ok(())
}

#[then(regex = r"^every documented (accountType|accountStatus) is there$")]
fn every_documented(world: &mut World, member: String) -> anyhow::Result<()> {
    let accounts = listed(world.scene()?)?;
    let documented = if member == "accountType" {
        documented_values("common", "/$defs/accountType/enum")
    } else {
        documented_values("account", "/properties/accountStatus/enum")
    };
    let have: BTreeSet<_> = accounts
        .iter()
        .filter_map(|account| account[&member].as_str())
        .collect();
    for value in documented? {
        anyhow::ensure!(have.contains(value.as_str()), "none is {value}: {have:?}");
    }
    Ok(())
}

#[then(expr = "some accounts are {string}, and some are not")]
fn some_are(world: &mut World, status: String) -> anyhow::Result<()> {
    let accounts = listed(world.scene()?)?;
    let (are, are_not): (Vec<_>, Vec<_>) = accounts
        .iter()
        .partition(|account| account["accountStatus"] == status.as_str());
    anyhow::ensure!(!are.is_empty(), "none is {status}");
    anyhow::ensure!(!are_not.is_empty(), "all are {status}");
    Ok(())
}

#[then(expr = "no account is {string}, and all others of before are there")]
fn none_is(world: &mut World, status: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let before = scene.learned.before()?["accounts"].as_array();
    let mut expected = before.context("before were told no accounts")?.clone();
    expected.retain(|account| account["accountStatus"] != status.as_str());
    let accounts = listed(scene)?;
    anyhow::ensure!(ids(accounts) == ids(&expected), "it is told {accounts:?}");
    Ok(())
}

/// An account that is gone is named, so that whoever keeps a copy drops it.
#[then("some identifiers are those of inactivated accounts, and these are not in the list")]
fn inactivated(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let listed = ids(listed(scene)?);
    let gone = &scene.told_by_api()?["inactivatedAccountIds"];
    let gone = gone.as_array().context("not a list")?;
    anyhow::ensure!(!gone.is_empty(), "there are none");
    let mut gone = gone.iter().filter_map(Value::as_str);
    let both = gone.find(|id| listed.contains(id));
    anyhow::ensure!(both.is_none(), "{both:?} is in both");
    Ok(())
}

#[then("none of the accounts is one of before")]
fn none_of_before(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = ids(listed(scene)?);
    let before = scene.learned.before()?["accounts"].as_array();
    let before = ids(before.context("before were told no accounts")?);
    anyhow::ensure!(!now.is_empty() && !before.is_empty(), "there are none");
    let both: Vec<_> = now.iter().filter(|id| before.contains(id)).collect();
    anyhow::ensure!(both.is_empty(), "{both:?} are told to both");
    Ok(())
}

#[then(expr = "each account was fetched {int} seconds ago")]
fn fetched(world: &mut World, seconds: i64) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = i64::try_from(scene.provider.now().context("nobody knows the time")?)?;
    let accounts = listed(scene)?;
    anyhow::ensure!(!accounts.is_empty(), "there are none");
    for account in accounts {
        let ago = now - second(&account["fetchedDate"])?;
        anyhow::ensure!(ago == seconds, "{} was {ago} seconds ago", account["name"]);
    }
    Ok(())
}

#[then("the accounts were fetched when they were before")]
fn fetched_as_before(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = listed(scene)?;
    let before = scene
        .learned
        .told
        .iter()
        .find_map(|told| told["accounts"].as_array());
    let before = before.context("before were told no accounts")?;
    let dates = |accounts: &[Value]| -> Vec<Value> {
        accounts
            .iter()
            .map(|account| account["fetchedDate"].clone())
            .collect()
    };
    let (before, now) = (dates(before), dates(now));
    anyhow::ensure!(!now.is_empty() && now == before, "{before:?}, then {now:?}");
    Ok(())
}

/// The accounts that were told last.
fn listed(scene: &Scene) -> anyhow::Result<&Vec<Value>> {
    let accounts = scene.told_by_api()?["accounts"].as_array();
    accounts.context("it is told no accounts")
}

fn ids(accounts: &[Value]) -> Vec<&str> {
    accounts
        .iter()
        .map(|account| account["id"].as_str().unwrap_or_default())
        .collect()
}
