use std::collections::BTreeSet;

use anyhow::Context as _;
use cucumber::gherkin::Step;
use cucumber::then;
use serde_json::Value;

use crate::scene::Scene;
use crate::world::World;

#[then("the API answers")]
fn answers(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.told_by_api().map(drop)
}

#[then("the API takes it, and has nothing to add")]
fn takes_it(world: &mut World) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(answer.status == 204, "it is a 204: {answer}");
    Ok(())
}

#[then("the answer tells")]
fn answer_tells(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let scene = world.scene()?;
    tells(scene, scene.told_by_api()?, step)
}

#[then(expr = "the answer has exactly the members {string}")]
fn has_exactly(world: &mut World, names: String) -> anyhow::Result<()> {
    let told = world.scene()?.told_by_api()?;
    let members = told.as_object().context("not an object")?;
    let have: BTreeSet<_> = members.keys().map(String::as_str).collect();
    let expected: BTreeSet<_> = names.split(' ').collect();
    anyhow::ensure!(have == expected, "its members are {have:?}");
    Ok(())
}

#[then(expr = "the answer has no member {string}")]
fn has_no_member(world: &mut World, name: String) -> anyhow::Result<()> {
    let told = world.scene()?.told_by_api()?;
    anyhow::ensure!(told.get(&name).is_none(), "it is {}", told[&name]);
    Ok(())
}

#[then(expr = "the member {string} is not {string}")]
fn member_is_not(world: &mut World, name: String, unwanted: String) -> anyhow::Result<()> {
    let told = world.scene()?.told_by_api()?;
    anyhow::ensure!(told[&name] != unwanted.as_str(), "it is");
    Ok(())
}

#[then(expr = "its name is that of the institution of {string}")]
fn name_of_the_institution(world: &mut World, account: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let name = &scene.told_by_api()?["name"];
    let account = scene.learned.account(&account)?;
    let of_account = &account["institution"]["name"];
    anyhow::ensure!(name == of_account, "it is {name}, not {of_account}");
    Ok(())
}

#[then("it is told the same as before")]
fn the_same(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = scene.told_by_api()?;
    let before = scene.learned.before()?;
    anyhow::ensure!(now == before, "it was told\n{before}\nand is told\n{now}");
    Ok(())
}

/// Each institution has a name of its own.
#[then("it is told the same accounts as before, but for the name of their institution")]
fn the_same_but_for_the_name(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let nameless = |told: &Value| {
        let mut accounts = told["accounts"].as_array().cloned().unwrap_or_default();
        for account in &mut accounts {
            account["institution"]["name"] = Value::Null;
        }
        accounts
    };
    let now = nameless(scene.told_by_api()?);
    let before = nameless(scene.learned.before()?);
    anyhow::ensure!(!now.is_empty(), "it is told of none");
    anyhow::ensure!(
        now == before,
        "it was told\n{before:?}\nand is told\n{now:?}"
    );
    Ok(())
}

#[then("it is told something else than before")]
fn something_else(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = scene.told_by_api()?;
    anyhow::ensure!(now != scene.learned.before()?, "it is told {now} again");
    Ok(())
}

/// By it support finds a request, so it stands for one only.
#[then(expr = "its {int} answers go by names of their own, which the journal has as well")]
async fn names_of_their_own(world: &mut World, count: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let ids = &scene.learned.request_ids;
    let different: BTreeSet<_> = ids.iter().map(String::as_str).collect();
    anyhow::ensure!(
        ids.len() == count && different.len() == count,
        "they are {ids:?}"
    );
    let journal = scene.provider.administration()?.get("/journal").await?;
    let entries = journal["entries"].as_array().context("no entries")?;
    for id in ids {
        let recorded = entries
            .iter()
            .any(|entry| entry["request_id"] == id.as_str());
        anyhow::ensure!(recorded, "the journal has no {id}");
    }
    Ok(())
}

/// Compares members with a table of names and values. A name may lead inside by dots; "(missing)" is a
/// member that is not there, and what reads as JSON is JSON.
pub(super) fn tells(scene: &Scene, told: &Value, step: &Step) -> anyhow::Result<()> {
    let table = step.table.as_ref().context("the table is missing")?;
    for row in &table.rows {
        let [name, expected] = &row[..] else {
            anyhow::bail!("a row has a name and a value");
        };
        let have = told.pointer(&format!("/{}", name.replace('.', "/")));
        let expected = scene.expand(expected)?;
        if expected == "(missing)" {
            anyhow::ensure!(have.is_none(), "{name} is {have:?}");
            continue;
        }
        let have = have.with_context(|| format!("there is no {name}: {told}"))?;
        let as_json = serde_json::from_str::<Value>(&expected).ok();
        let is = have.as_str() == Some(&expected) || Some(have) == as_json.as_ref();
        anyhow::ensure!(is, "{name} is {have}, not {expected}");
    }
    Ok(())
}
