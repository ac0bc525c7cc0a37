use anyhow::Context as _;
use cucumber::{then, when};
use reqwest::Method;
use serde_json::Value;

use super::transactions::listed;
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

#[then(expr = "there are {int} pages with transactions, together all {int} without gap or repeat")]
fn together_all(world: &mut World, pages: usize, count: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let [with_some @ .., _] = &scene.learned.pages[..] else {
        anyhow::bail!("there are no pages");
    };
    anyhow::ensure!(with_some.len() == pages, "there are {}", with_some.len());
    let full = with_some[0]["limit"].as_u64().context("no limit")?;
    let mut together: Vec<&Value> = Vec::new();
    for (number, page) in with_some.iter().enumerate() {
        let page = page["transactions"].as_array().context("not a list")?;
        let has = u64::try_from(page.len())?;
        let may_be_short = number + 1 == pages;
        anyhow::ensure!(
            has == full || may_be_short && has < full,
            "page {number} has {has}"
        );
        together.extend(page);
    }
    anyhow::ensure!(together.len() == count, "together {}", together.len());
    let all = scene.learned.first_transactions()?;
    anyhow::ensure!(all.len() == count, "the whole list has {}", all.len());
    anyhow::ensure!(together.into_iter().eq(all), "they are not the whole list");
    Ok(())
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
