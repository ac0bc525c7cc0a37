use anyhow::Context as _;
use cucumber::{given, then, when};
use serde_json::Value;

use crate::change;
use crate::params::Params;
use crate::scene::Scene;
use crate::user_agent::Answer;
use crate::world::World;

/// The wire has one text for many causes; beside it, the cause is told.
#[then(regex = r#"^the journal knows for the (.+) endpoint the reason "(.+)"$"#)]
async fn knows(world: &mut World, endpoint: String, reason: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let refusals = scene.provider.refusals().await?;
    let last = refusals.last();
    anyhow::ensure!(
        last.is_some_and(|refusal| refusal.endpoint == endpoint && refusal.reason == reason),
        "the last refusal is {last:?}"
    );
    Ok(())
}

/// Whoever reads the journal at a terminal or line by line must not be misled by what a stranger sent.
#[then(expr = "the journal tells for the {word} endpoint a reason of one line")]
async fn tells_one_line(world: &mut World, endpoint: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let refusals = scene.provider.refusals().await?;
    let last = refusals.last();
    anyhow::ensure!(
        last.is_some_and(|refusal| {
            refusal.endpoint == endpoint
                && !refusal.reason.is_empty()
                && !refusal.reason.contains(char::is_control)
        }),
        "the last refusal is {last:?}"
    );
    Ok(())
}

#[then("the answer does not tell it")]
async fn does_not_tell(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let answer = scene.answer()?;
    for refusal in scene.provider.refusals().await? {
        let told = answer.body.contains(&refusal.reason)
            || answer.headers.values().any(|value| {
                value
                    .to_str()
                    .is_ok_and(|value| value.contains(&refusal.reason))
            });
        anyhow::ensure!(!told, "the answer tells {:?}", refusal.reason);
    }
    Ok(())
}

#[when(regex = r"^the journal is asked for (.+)$")]
async fn is_asked_for(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = ask(scene, "/journal", &words).await?;
    scene.told = Some(told);
    Ok(())
}

/// In order, such as "token 200, userinfo 401".
#[then(expr = "it tells of exactly the exchanges {string}")]
fn tells_of(world: &mut World, expected: String) -> anyhow::Result<()> {
    let told = world.scene()?.told()?;
    anyhow::ensure!(told.status == 200, "the journal answers {told}");
    let journal = told.json()?;
    let entries = journal["entries"].as_array().context("no entries")?;
    let named = |entry: &Value| {
        let endpoint = entry["endpoint"].as_str().unwrap_or_default();
        format!("{} {}", endpoint.replace('_', " "), entry["status"])
    };
    let exchanges: Vec<_> = entries.iter().map(named).collect();
    anyhow::ensure!(
        exchanges.join(", ") == expected,
        "it tells of {exchanges:?}"
    );
    Ok(())
}

#[given("the journal has been cleared")]
async fn has_been_cleared(world: &mut World) -> anyhow::Result<()> {
    let administration = world.scene()?.provider.administration()?;
    administration.delete("/journal").await
}

/// Asks while nothing of the kind is there, so that the answer cannot come before what it waits for.
#[when(regex = r"^the journal is asked to wait for (.+)$")]
async fn is_asked_to_wait(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let administration = scene.provider.administration()?.clone();
    let query = query(scene, &words)?;
    let waiting = tokio::spawn(async move { administration.ask("/journal/await", &query).await });
    // Others that are asked after it are answered meanwhile, so it has arrived.
    for _ in 0..OTHERS {
        ask(scene, "/journal", "").await?;
    }
    anyhow::ensure!(!waiting.is_finished(), "the journal answers at once");
    scene.awaited = Some(waiting);
    Ok(())
}

#[when(regex = r"^the journal is asked whether there was already (.+)$")]
async fn is_asked_whether(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let words = format!("{words}; timeout_seconds = 0");
    let told = ask(scene, "/journal/await", &words).await?;
    scene.told = Some(told);
    Ok(())
}

#[then(expr = "the journal answers with the {word} exchange that was refused because {string}")]
async fn answers_with(world: &mut World, endpoint: String, reason: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = match scene.awaited.take() {
        Some(waiting) => waiting.await??,
        None => scene.told()?.clone(),
    };
    anyhow::ensure!(told.status == 200, "the journal answers {told}");
    let entry = told.json()?;
    anyhow::ensure!(entry["endpoint"] == endpoint.as_str(), "it is {entry}");
    anyhow::ensure!(
        entry["refusal"]["reason"] == reason.as_str(),
        "it is {entry}"
    );
    Ok(())
}

#[then(expr = "the journal tells that {string} was used")]
async fn tells_of_a_leniency(world: &mut World, leniency: String) -> anyhow::Result<()> {
    let used = leniencies(world.scene()?).await?;
    anyhow::ensure!(used == [leniency], "used were {used:?}");
    Ok(())
}

#[then("the journal tells that nothing was let pass")]
async fn tells_of_no_leniency(world: &mut World) -> anyhow::Result<()> {
    let used = leniencies(world.scene()?).await?;
    anyhow::ensure!(used.is_empty(), "used were {used:?}");
    Ok(())
}

/// Each leniency that was used, once for each exchange.
async fn leniencies(scene: &Scene) -> anyhow::Result<Vec<String>> {
    let journal = scene.provider.administration()?.get("/journal").await?;
    let entries = journal["entries"].as_array().context("no entries")?;
    let used = entries
        .iter()
        .filter_map(|entry| entry["leniencies"].as_array());
    Ok(used
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect())
}

/// What the journal answers to a question in words.
pub(super) async fn ask(scene: &Scene, path: &str, words: &str) -> anyhow::Result<Answer> {
    let query = query(scene, words)?;
    scene.provider.administration()?.ask(path, &query).await
}

fn query(scene: &Scene, words: &str) -> anyhow::Result<Params> {
    let mut query = Params::default();
    change::apply(&mut query, words, |name| scene.fact(name))?;
    Ok(query)
}

/// One of them could overtake it on a busy machine.
const OTHERS: usize = 5;
