use anyhow::Context as _;
use cucumber::gherkin::Step;
use cucumber::{then, when};
use serde_json::Value;
use url::Url;

use crate::scene::Scene;
use crate::user_agent::Request;
use crate::world::World;

#[when("anybody asks for the discovery document")]
async fn asks_for_discovery(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let address = scene.provider.metadata_url();
    get(scene, &address).await
}

#[when("anybody asks for the discovery document at the institution's root")]
async fn asks_at_the_root(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let root = scene.provider.root()?;
    let address = format!("{root}/.well-known/openid-configuration");
    get(scene, &address).await
}

#[when("anybody asks for the keys")]
async fn asks_for_keys(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let address = scene.provider.endpoint("jwks_uri")?;
    get(scene, address.as_str()).await
}

#[then("the document says")]
fn says(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let document = scene.answer()?.json()?;
    let table = step.table.as_ref().context("the members are missing")?;
    for row in &table.rows {
        let [member, expected] = &row[..] else {
            anyhow::bail!("a row has a member and a value");
        };
        let expected = scene.expand(expected)?;
        let expected = serde_json::from_str(&expected).unwrap_or(Value::String(expected));
        let have = &document[member];
        anyhow::ensure!(*have == expected, "{member} is {have}, not {expected}");
    }
    Ok(())
}

#[then("the document lists at least")]
fn lists(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let document = scene.answer()?.json()?;
    let table = step.table.as_ref().context("the members are missing")?;
    for row in &table.rows {
        let [member, expected] = &row[..] else {
            anyhow::bail!("a row has a member and a value");
        };
        let expected = scene.expand(expected)?;
        let have = document[member].as_array();
        let have = have.with_context(|| format!("{member} is no list"))?;
        for value in expected.split(' ') {
            anyhow::ensure!(
                have.iter().any(|have| have == value),
                "{member} lacks {value}"
            );
        }
    }
    Ok(())
}

/// What is not there at all is not advertised.
#[then("the document lists nothing but")]
fn lists_nothing_but(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let document = world.scene()?.answer()?.json()?;
    let table = step.table.as_ref().context("the members are missing")?;
    for row in &table.rows {
        let [member, expected] = &row[..] else {
            anyhow::bail!("a row has a member and a value");
        };
        let Some(listed) = document.get(member) else {
            continue;
        };
        let listed = listed.as_array();
        let listed = listed.with_context(|| format!("{member} is no list"))?;
        let known: Vec<_> = expected.split(' ').collect();
        for value in listed {
            let is_known = value.as_str().is_some_and(|value| known.contains(&value));
            anyhow::ensure!(is_known, "{member} lists {value}");
        }
    }
    Ok(())
}

/// The order in which Banno serves them; a provider may leave out what it does not offer.
#[then("its members stand in the order")]
fn in_the_order(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let document = world.scene()?.answer()?.json()?;
    let order = step.docstring.as_ref().context("the order is missing")?;
    let order: Vec<_> = order.split_whitespace().collect();
    let members = document.as_object().context("not an object")?;
    let places: Vec<_> = members
        .keys()
        .map(|name| {
            let place = order.iter().position(|member| member == name);
            place.with_context(|| format!("{name} is none of Banno's members"))
        })
        .collect::<anyhow::Result<_>>()?;
    anyhow::ensure!(places.is_sorted(), "the order is {:?}", members.keys());
    Ok(())
}

#[then("both documents are the same, byte for byte")]
async fn the_same(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let before = scene.answer()?.body.clone();
    let address = scene.provider.metadata_url();
    get(scene, &address).await?;
    anyhow::ensure!(scene.answer()?.body == before, "they differ");
    Ok(())
}

#[then("every key is a public signing key with a name of its own")]
fn public_keys(world: &mut World) -> anyhow::Result<()> {
    let document = world.scene()?.answer()?.json()?;
    let keys = document["keys"].as_array().context("no keys")?;
    anyhow::ensure!(!keys.is_empty(), "there is no key");
    let mut names = Vec::new();
    for key in keys {
        let members = key.as_object().context("a key is an object")?;
        for private in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
            anyhow::ensure!(!members.contains_key(private), "{private} is private");
        }
        anyhow::ensure!(key["use"] == "sig", "use is {}", key["use"]);
        names.push(key["kid"].as_str().context("a key has a kid")?);
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    anyhow::ensure!(names.len() == count, "two keys have one kid");
    Ok(())
}

#[then("the keys are in this order")]
fn keys_in_order(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let document = world.scene()?.answer()?.json()?;
    let keys = document["keys"].as_array().context("no keys")?;
    let table = step.table.as_ref().context("the keys are missing")?;
    let names = table.rows.first().context("the first row names members")?;
    anyhow::ensure!(
        keys.len() == table.rows.len() - 1,
        "there are {} keys",
        keys.len()
    );
    for (key, row) in keys.iter().zip(&table.rows[1..]) {
        for (name, expected) in names.iter().zip(row) {
            anyhow::ensure!(key[name] == expected.as_str(), "{name} is {}", key[name]);
        }
    }
    Ok(())
}

async fn get(scene: &mut Scene, address: &str) -> anyhow::Result<()> {
    let answer = scene.http.send(Request::get(Url::parse(address)?)).await?;
    anyhow::ensure!(
        answer.status == 200,
        "the status is {}: {answer}",
        answer.status
    );
    scene.answer = Some(answer);
    Ok(())
}
