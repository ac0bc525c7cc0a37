use anyhow::Context as _;
use cucumber::{then, when};
use reqwest::Method;
use serde_json::json;

use super::transactions::{add_up_to, is_in_order, listed};
use crate::world::World;

/// Up to the first page that is empty, as an application that does not know how many there are.
#[when(expr = "the application reads {string} in pages of {int}")]
async fn in_pages(world: &mut World, path: String, limit: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.learned.pages.clear();
    loop {
        let offset = limit * scene.learned.pages.len();
        let words = format!("offset = {offset}; limit = {limit}");
        let request = scene.api_request(Method::GET, &path, &words)?;
        scene.ask_api(request).await?;
        let page = scene.told_by_api()?.clone();
        anyhow::ensure!(
            page["offset"] == offset && page["limit"] == limit,
            "it is page {} and {}",
            page["offset"],
            page["limit"]
        );
        let is_empty = listed(scene)?.is_empty();
        scene.learned.pages.push(page);
        if is_empty {
            return Ok(());
        }
        anyhow::ensure!(scene.learned.pages.len() < MANY_PAGES, "there is no end");
    }
}

#[then("the pages together are the whole list, without gap or repeat")]
fn together_all(world: &mut World) -> anyhow::Result<()> {
    let learned = &world.scene()?.learned;
    let [first, .., _] = &learned.pages[..] else {
        anyhow::bail!("there is one page at most");
    };
    let all = learned.first_transactions()?;
    let limit = first["limit"].as_u64().context("no limit")?;
    let limit = usize::try_from(limit)?;
    // The last page is empty, where it is not a short one already.
    let expected: Vec<_> = all.chunks(limit).chain([&[][..]]).collect();
    anyhow::ensure!(
        learned.pages.len() == expected.len(),
        "there are {} pages",
        learned.pages.len()
    );
    for (number, (page, expected)) in learned.pages.iter().zip(expected).enumerate() {
        let page = page["transactions"].as_array().context("not a list")?;
        anyhow::ensure!(page == expected, "page {number} is another part");
    }
    Ok(())
}

/// Where each running balance is the one before it and the amount, nothing is missing in between; the whole
/// list need not be read for that.
#[then(
    expr = "the {int} full pages have {int} transactions, which add up to the balance of the only account"
)]
fn add_up(world: &mut World, count: usize, all: usize) -> anyhow::Result<()> {
    let learned = &world.scene()?.learned;
    let [full @ .., last] = &learned.pages[..] else {
        anyhow::bail!("there are no pages");
    };
    anyhow::ensure!(full.len() == count, "there are {}", full.len());
    anyhow::ensure!(last["transactions"] == json!([]), "the last has some");
    let mut together = Vec::new();
    for page in full {
        let page = page["transactions"].as_array().context("not a list")?;
        anyhow::ensure!(page.len() == all / count, "one has {}", page.len());
        together.extend(page);
    }
    is_in_order(&together)?;
    let [account] = &learned.accounts[..] else {
        anyhow::bail!("there are {} accounts", learned.accounts.len());
    };
    add_up_to(&together, &account["balance"])
}

#[then(expr = "it is told {int} transaction(s)")]
fn so_many(world: &mut World, count: usize) -> anyhow::Result<()> {
    let has = listed(world.scene()?)?.len();
    anyhow::ensure!(has == count, "there are {has}");
    Ok(())
}

/// A page is a piece of the whole.
#[then(expr = "they are those from number {int} on")]
fn from_number(world: &mut World, offset: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = listed(scene)?;
    let all = scene.learned.first_transactions()?;
    let piece = all.get(offset..offset + page.len());
    anyhow::ensure!(piece == Some(page), "they are others");
    Ok(())
}

#[then(expr = "they are the last {int} of all")]
fn last_of_all(world: &mut World, count: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let all = scene.learned.first_transactions()?;
    let last = all.get(all.len().saturating_sub(count)..);
    anyhow::ensure!(last == Some(&listed(scene)?[..]), "they are others");
    Ok(())
}

#[then(expr = "its first was posted at {word}")]
fn first_posted(world: &mut World, moment: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let moment = scene.expand(&moment)?;
    let first = listed(scene)?.first().context("there are none")?;
    anyhow::ensure!(first["datePosted"] == moment.as_str(), "{first}");
    Ok(())
}

/// More than any scenario asks for.
const MANY_PAGES: usize = 200;
