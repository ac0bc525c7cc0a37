use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::Context as _;
use cucumber::{given, then, when};
use reqwest::Method;
use serde_json::Value;

use super::administration::members;
use crate::consumer_api::second;
use crate::world::World;

#[given(regex = r"^the institution's tasks go with (.+)$")]
async fn tasks_go(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let body = members(scene, &words)?;
    let administration = scene.provider.administration()?;
    administration.patch(SETTING, &body).await.map(drop)
}

#[when(regex = r"^the institution's tasks are to go with (.+)$")]
async fn tasks_are_to_go(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let body = members(scene, &words)?;
    let administration = scene.provider.administration()?;
    let told = administration
        .attempt(Method::PATCH, SETTING, &body)
        .await?;
    scene.told = Some(told);
    Ok(())
}

/// The same institution by its id, but declared otherwise.
#[when(regex = r"^the institution is declared anew with (.+)$")]
async fn is_declared_anew(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let changes = members(scene, &words)?;
    let administration = scene.provider.administration()?;
    let mut settings = administration.get("/settings").await?;
    for (name, value) in changes.as_object().context("nothing is changed")? {
        settings[name] = value.clone();
    }
    let told = administration.attempt(Method::PUT, "", &settings).await?;
    anyhow::ensure!(told.status == 200, "it is refused: {told}");
    let settings_now = administration.get("/settings").await?;
    for (name, value) in changes.as_object().context("nothing is changed")? {
        anyhow::ensure!(settings_now[name] == *value, "{name}: {settings_now}");
    }
    Ok(())
}

/// What is not told is the default.
#[then(expr = "the institution tells that its tasks go {string} over {int} seconds")]
async fn tells_how_tasks_go(world: &mut World, how: String, seconds: u64) -> anyhow::Result<()> {
    let told = world
        .scene()?
        .provider
        .administration()?
        .get(SETTING)
        .await?;
    let task = told["task"].as_str().unwrap_or("prompt");
    let task_seconds = told["task_seconds"].as_u64().unwrap_or(20);
    anyhow::ensure!((task, task_seconds) == (&*how, seconds), "it tells {told}");
    Ok(())
}

#[given("the application has started a fetch")]
#[when("the application starts a fetch")]
async fn starts(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.api_request(Method::PUT, "/users/{user_id}/fetch", "")?;
    scene.ask_api(request).await
}

#[when("the application reads how the fetch goes")]
async fn reads(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.api_request(Method::GET, TASK, "")?;
    scene.ask_api(request).await
}

/// Asks for what comes after all that it was told, so that the answer has to wait.
#[when("the application waits for more of it")]
async fn waits(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let words = format!("sinceVersion = {}", version(scene.told_by_api()?)?);
    let mut request = scene.api_request(Method::GET, TASK, &words)?;
    request.patience = Some(PATIENCE);
    let http = scene.http.clone();
    scene.learned.awaited = Some(tokio::spawn(async move { http.send(request).await }));
    still_waits(world).await
}

/// Others that ask after it are answered meanwhile, so it has arrived and was not answered.
#[then("it still waits")]
async fn still_waits(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    for _ in 0..OTHERS {
        let request = scene.api_request(Method::GET, TASK, "")?;
        scene.http.send(request).await?;
    }
    let awaited = scene.learned.awaited.take();
    let awaited = awaited.context("the application waits for nothing")?;
    if awaited.is_finished() {
        anyhow::bail!("it is answered: {}", awaited.await??);
    }
    scene.learned.awaited = Some(awaited);
    Ok(())
}

#[then("it is answered, and waits no longer")]
async fn waits_no_longer(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let awaited = scene.learned.awaited.take();
    let answer = awaited
        .context("the application waits for nothing")?
        .await??;
    scene.learn(answer)?;
    scene.told_by_api().map(drop)
}

#[then(regex = r"^the version is (the one|higher than the one) of before$")]
fn version_is(world: &mut World, how: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = version(scene.told_by_api()?)?;
    let before = version(scene.learned.before()?)?;
    let is = if how == "the one" {
        now == before
    } else {
        now > before
    };
    anyhow::ensure!(is, "from {before} to {now}");
    Ok(())
}

/// In order, such as `TaskStarted, 5 EnrichmentAccountBalances`. Each event is a version.
#[then(expr = "the task tells {string}")]
fn task_tells(world: &mut World, expected: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let task = scene.told_by_api()?;
    let events = events(task)?;
    let mut told: Vec<(usize, &str)> = Vec::new();
    for event in events {
        let kind = event["type"].as_str().unwrap_or_default();
        match told.last_mut() {
            Some((count, last)) if *last == kind => *count += 1,
            _ => told.push((1, kind)),
        }
    }
    let told: Vec<_> = told
        .into_iter()
        .map(|(count, kind)| match count {
            1 => kind.to_owned(),
            _ => format!("{count} {kind}"),
        })
        .collect();
    anyhow::ensure!(told.join(", ") == expected, "it tells {told:?}");
    let count = u64::try_from(events.len())?;
    anyhow::ensure!(version(task)? == count, "its version is {}", version(task)?);
    Ok(())
}

#[then("each account's balances have come once")]
fn each_account_once(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let mut come: Vec<_> = events(scene.told_by_api()?)?
        .iter()
        .filter(|event| event["type"] == BALANCES)
        .filter_map(|event| event["accountId"].as_str())
        .collect();
    let mut accounts: Vec<_> = scene
        .learned
        .accounts
        .iter()
        .filter_map(|account| account["id"].as_str())
        .collect();
    come.sort_unstable();
    accounts.sort_unstable();
    anyhow::ensure!(!accounts.is_empty(), "there are no accounts");
    anyhow::ensure!(come == accounts, "of {accounts:?}: {come:?}");
    Ok(())
}

#[then("the task ends in the middle, and starts after that")]
fn ends_in_the_middle(world: &mut World) -> anyhow::Result<()> {
    let events = events(world.scene()?.told_by_api()?)?;
    let place = |kind: &str| {
        let mut places = events.iter().enumerate();
        let place = places.find(|(_, event)| event["type"] == kind);
        let (place, _) = place.with_context(|| format!("there is no {kind}"))?;
        anyhow::Ok(place)
    };
    let (end, start) = (place("TaskEnded")?, place("TaskStarted")?);
    anyhow::ensure!(
        0 < end && end < start,
        "the end is number {end}, the start {start}"
    );
    Ok(())
}

#[then(expr = "the last event is {int} seconds after the first")]
fn seconds_between(world: &mut World, seconds: i64) -> anyhow::Result<()> {
    let events = events(world.scene()?.told_by_api()?)?;
    let (Some(first), Some(last)) = (events.first(), events.last()) else {
        anyhow::bail!("there are no events");
    };
    let between = second(&last["date"])? - second(&first["date"])?;
    anyhow::ensure!(between == seconds, "it is {between}");
    Ok(())
}

#[then("the accounts come one after the other, and no event is from the future")]
fn one_after_the_other(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = i64::try_from(scene.provider.now().context("nobody knows the time")?)?;
    let events = events(scene.told_by_api()?)?;
    let moments: Vec<_> = events
        .iter()
        .filter(|event| event["type"] == BALANCES)
        .map(|event| second(&event["date"]))
        .collect::<anyhow::Result<_>>()?;
    let different: BTreeSet<_> = moments.iter().collect();
    anyhow::ensure!(
        moments.len() > 1 && moments.is_sorted() && different.len() == moments.len(),
        "they come at {moments:?}"
    );
    for event in events {
        anyhow::ensure!(second(&event["date"])? <= now, "{event} is not yet");
    }
    Ok(())
}

fn version(task: &Value) -> anyhow::Result<u64> {
    task["version"].as_u64().context("the task has no version")
}

fn events(task: &Value) -> anyhow::Result<&Vec<Value>> {
    task["events"].as_array().context("the task has no events")
}

const SETTING: &str = "/consumer-api";
const TASK: &str = "/users/{user_id}/tasks/{task}";
const BALANCES: &str = "EnrichmentAccountBalances";
/// One of them could overtake it on a busy machine.
const OTHERS: usize = 5;
/// The clock that is waited for stands until a step moves it, and on a busy machine a step has to wait for
/// its turn.
const PATIENCE: Duration = Duration::from_secs(300);
