use std::collections::BTreeSet;

use anyhow::Context as _;
use cucumber::then;
use serde_json::Value;

use crate::consumer_api::{cents, second};
use crate::scene::Scene;
use crate::world::World;

/// By posted date, then by sequence, which decides where the date is the same.
#[then(expr = "it is told a year of transactions of {string}, in order and none from the future")]
fn a_year(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let account = scene.learned.account(&name)?;
    let told = scene.told_by_api()?;
    let list = listed(scene)?;
    anyhow::ensure!(
        told["account"]["accountType"] == account["accountType"]
            && told["account"]["accountSubType"] == account["accountSubType"],
        "the account is {}",
        told["account"]
    );
    for transaction in list {
        anyhow::ensure!(transaction["accountId"] == account["id"], "{transaction}");
        anyhow::ensure!(
            transaction["date"] == transaction["datePosted"],
            "{transaction}"
        );
    }
    is_in_order(&list.iter().collect::<Vec<_>>())?;
    let different: BTreeSet<_> = ids(list).into_iter().collect();
    anyhow::ensure!(different.len() == list.len(), "some share an identifier");
    let now = now(scene)?;
    let (Some(oldest), Some(newest)) = (list.first(), list.last()) else {
        anyhow::bail!("there are none");
    };
    let ago = |transaction: &Value| anyhow::Ok(now - second(&transaction["datePosted"])?);
    let (begin, end) = (ago(oldest)?, ago(newest)?);
    anyhow::ensure!(
        (330 * DAY..=366 * DAY).contains(&begin),
        "the first is {begin} seconds ago"
    );
    anyhow::ensure!(
        (0..=31 * DAY).contains(&end),
        "the last is {end} seconds ago"
    );
    Ok(())
}

#[then(expr = "the running balances add up to the balance of {string}")]
fn add_up(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let list: Vec<_> = listed(scene)?.iter().collect();
    add_up_to(&list, &scene.learned.account(&name)?["balance"])
}

#[then("its transactions are missing")]
fn missing(world: &mut World) -> anyhow::Result<()> {
    let told = world.scene()?.told_by_api()?;
    anyhow::ensure!(told.get("transactions").is_none(), "it is told {told}");
    Ok(())
}

#[then("the transaction is told as in the list")]
fn as_in_the_list(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = scene.told_by_api()?;
    let list = scene.learned.first_transactions()?;
    anyhow::ensure!(list.contains(told), "no entry of the list is {told}");
    let asked = scene.fact("a_transaction");
    anyhow::ensure!(told["id"].as_str() == asked.as_deref(), "it is {told}");
    Ok(())
}

#[then(regex = r"^there are amounts of both signs, and over the year the balance goes (up|down)$")]
fn goes(world: &mut World, where_to: String) -> anyhow::Result<()> {
    let list = listed(world.scene()?)?;
    let amounts: Vec<_> = list
        .iter()
        .map(|transaction| cents(&transaction["amount"]))
        .collect::<anyhow::Result<_>>()?;
    anyhow::ensure!(
        amounts.iter().any(|amount| *amount > 0),
        "none is above zero"
    );
    anyhow::ensure!(
        amounts.iter().any(|amount| *amount < 0),
        "none is below zero"
    );
    let balance = |transaction: Option<&Value>| {
        cents(&transaction.context("there are none")?["runningBalance"])
    };
    let (begin, end) = (balance(list.first())?, balance(list.last())?);
    let is = if where_to == "up" {
        end > begin
    } else {
        end < begin
    };
    anyhow::ensure!(is, "from {begin} to {end} cents");
    Ok(())
}

/// Both ends belong to it: moments of one form are in order as text.
#[then(regex = r"^it is told exactly those that were (posted|updated) (since|until|at) (\S+)$")]
fn exactly_those(
    world: &mut World,
    what: String,
    side: String,
    moment: String,
) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let moment = scene.expand(&moment)?;
    let member = if what == "posted" {
        "datePosted"
    } else {
        "lastUpdated"
    };
    let all = scene.learned.first_transactions()?;
    let mut expected = Vec::new();
    for transaction in all {
        let at = transaction[member].as_str();
        let at = at.with_context(|| format!("there is no {member}: {transaction}"))?;
        let counts = match side.as_str() {
            "since" => *at >= *moment,
            "until" => *at <= *moment,
            _ => *at == *moment,
        };
        if counts {
            expected.push(transaction);
        }
    }
    anyhow::ensure!(
        !expected.is_empty() && expected.len() < all.len(),
        "{moment} divides nothing"
    );
    let have: Vec<_> = listed(scene)?.iter().collect();
    anyhow::ensure!(
        have == expected,
        "it is told {} transactions instead of {}",
        have.len(),
        expected.len()
    );
    Ok(())
}

#[then("it is told all transactions of before, and newer ones")]
fn and_newer_ones(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let before = scene.learned.first_transactions()?;
    let list = listed(scene)?;
    is_in_order(&list.iter().collect::<Vec<_>>())?;
    let known: BTreeSet<_> = ids(before).into_iter().collect();
    let again: Vec<_> = list
        .iter()
        .filter(|transaction| known.contains(transaction["id"].as_str().unwrap_or_default()))
        .collect();
    anyhow::ensure!(
        again
            .iter()
            .map(|transaction| &transaction["amount"])
            .eq(before.iter().map(|transaction| &transaction["amount"])),
        "{} of {} are told again",
        again.len(),
        before.len()
    );
    let newest_before = before.last().context("there were none")?;
    let newest = list.last().context("there are none")?;
    anyhow::ensure!(list.len() > before.len(), "there is none more");
    anyhow::ensure!(
        newest["datePosted"].as_str() > newest_before["datePosted"].as_str()
            && second(&newest["datePosted"])? <= now(scene)?,
        "the newest is {newest}"
    );
    Ok(())
}

#[then("none of the transactions is one of before")]
fn none_of_before(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let before: BTreeSet<_> = ids(scene.learned.first_transactions()?)
        .into_iter()
        .collect();
    let now = ids(listed(scene)?);
    anyhow::ensure!(!now.is_empty(), "there are none");
    let both: Vec<_> = now.iter().filter(|id| before.contains(**id)).collect();
    anyhow::ensure!(both.is_empty(), "{both:?} are in both");
    Ok(())
}

/// The transactions that were told last.
pub(super) fn listed(scene: &Scene) -> anyhow::Result<&Vec<Value>> {
    let list = scene.told_by_api()?["transactions"].as_array();
    list.context("it is told no transactions")
}

pub(super) fn is_in_order(list: &[&Value]) -> anyhow::Result<()> {
    let place = |transaction: &Value| {
        let date = transaction["datePosted"].as_str().map(str::to_owned);
        let sequence = transaction["sequence"].as_i64();
        let sequence = sequence.with_context(|| format!("no sequence: {transaction}"))?;
        anyhow::Ok((date, sequence))
    };
    for pair in list.windows(2) {
        anyhow::ensure!(
            place(pair[0])? < place(pair[1])?,
            "{} stands before {}",
            pair[0],
            pair[1]
        );
    }
    Ok(())
}

/// Each running balance is the one before it and the amount, and the last is the account's.
pub(super) fn add_up_to(list: &[&Value], balance: &Value) -> anyhow::Result<()> {
    anyhow::ensure!(list.len() > 1, "there are too few");
    let mut before = None;
    for transaction in list {
        let running = cents(&transaction["runningBalance"])?;
        let amount = cents(&transaction["amount"])?;
        anyhow::ensure!(amount != 0, "nothing is moved: {transaction}");
        if let Some(before) = before {
            anyhow::ensure!(
                before + amount == running,
                "{before} cents before: {transaction}"
            );
        }
        before = Some(running);
    }
    anyhow::ensure!(before == Some(cents(balance)?), "the balance is {balance}");
    Ok(())
}

fn ids(list: &[Value]) -> Vec<&str> {
    list.iter()
        .map(|transaction| transaction["id"].as_str().unwrap_or_default())
        .collect()
}

fn now(scene: &Scene) -> anyhow::Result<i64> {
    let now = scene.provider.now().context("nobody knows the time")?;
    Ok(i64::try_from(now)?)
}

const DAY: i64 = 24 * 60 * 60;
