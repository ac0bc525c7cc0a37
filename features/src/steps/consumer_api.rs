use std::collections::BTreeSet;

use anyhow::Context as _;
use cucumber::gherkin::Step;
use cucumber::{given, then, when};
use reqwest::Method;
use serde_json::{Value, json};

use crate::scene::Scene;
use crate::user_agent::Answer;
use crate::world::World;

#[given(expr = "the application has read {string}")]
#[when(expr = "the application reads {string}")]
async fn reads(world: &mut World, path: String) -> anyhow::Result<()> {
    asks(world.scene()?, Method::GET, &path, "").await
}

#[given(regex = r#"^the application has read "([^"]+)" with (.+)$"#)]
#[when(regex = r#"^the application reads "([^"]+)" with (.+)$"#)]
async fn reads_with(world: &mut World, path: String, words: String) -> anyhow::Result<()> {
    asks(world.scene()?, Method::GET, &path, &words).await
}

#[when(expr = "the application sends {word} to {string}")]
async fn sends(world: &mut World, method: String, path: String) -> anyhow::Result<()> {
    asks(world.scene()?, method.parse()?, &path, "").await
}

#[when(regex = r#"^the application sends (\w+) to "([^"]+)" with (.+)$"#)]
async fn sends_with(
    world: &mut World,
    method: String,
    path: String,
    words: String,
) -> anyhow::Result<()> {
    asks(world.scene()?, method.parse()?, &path, &words).await
}

#[when(regex = r#"^the application (puts|patches) "([^"]+)" with the body (.*)$"#)]
async fn changes(
    world: &mut World,
    verb: String,
    path: String,
    body: String,
) -> anyhow::Result<()> {
    change(world.scene()?, &verb, &path, "application/json", &body).await
}

#[when(regex = r#"^the application (puts|patches) "([^"]+)" as (\S+) with the body (.*)$"#)]
async fn changes_as(
    world: &mut World,
    verb: String,
    path: String,
    kind: String,
    body: String,
) -> anyhow::Result<()> {
    change(world.scene()?, &verb, &path, &kind, &body).await
}

#[given(regex = r#"^the application has (put|patched) "([^"]+)" with the body (.*)$"#)]
async fn has_changed(
    world: &mut World,
    verb: String,
    path: String,
    body: String,
) -> anyhow::Result<()> {
    change(world.scene()?, &verb, &path, "application/json", &body).await?;
    takes_it(world)
}

#[given(expr = "the application has been refused {string}")]
async fn has_been_refused(world: &mut World, path: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    asks(scene, Method::GET, &path, "").await?;
    let answer = scene.answer()?.clone();
    anyhow::ensure!(answer.status >= 400, "it is not refused: {answer}");
    scene.answers.push(answer);
    Ok(())
}

/// Not a byte tells one refusal from another, nor a header but those that are always others.
#[then("it is refused as before")]
fn refused_as_before(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let now = scene.answer()?;
    let before = scene.answers.last().context("nothing was refused before")?;
    anyhow::ensure!(
        now.status == before.status && now.body == before.body,
        "{before}\nthen\n{now}"
    );
    // Their order on the wire means nothing (RFC 9110 5.3).
    let told = |answer: &Answer| {
        let headers = answer.headers.iter();
        let lasting = headers.filter(|(name, _)| !ALWAYS_OTHERS.contains(&name.as_str()));
        let told = lasting.map(|(name, value)| (name.to_string(), value.as_bytes().to_owned()));
        told.collect::<BTreeSet<_>>()
    };
    anyhow::ensure!(told(now) == told(before), "{before}\nthen\n{now}");
    Ok(())
}

/// The whole answer: the status twice, and in words.
#[then(expr = "the API refuses with {int} {string}")]
fn refuses(world: &mut World, status: u16, messages: String) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(
        answer.status == status,
        "the status is {}: {answer}",
        answer.status
    );
    let expected = json!({ "errorCode": status, "messages": messages });
    anyhow::ensure!(answer.json()? == expected, "it says {answer}");
    Ok(())
}

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

#[then(expr = "the journal knows of a refusal for the {word} endpoint, and it is not the scope")]
async fn knows_of_a_refusal(world: &mut World, endpoint: String) -> anyhow::Result<()> {
    let refusals = world.scene()?.provider.refusals().await?;
    let last = refusals.last().context("nothing was refused")?;
    anyhow::ensure!(
        last.endpoint == endpoint.replace('_', " ") && !last.reason.starts_with("scope "),
        "the last refusal is {last:?}"
    );
    Ok(())
}

/// What the application has to change stands there.
#[then(expr = "the journal knows for the {word} endpoint that the scope {string} is missing")]
async fn knows_missing(world: &mut World, endpoint: String, scope: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let scope = scene.expand(&scope)?;
    let refusals = scene.provider.refusals().await?;
    let last = refusals.last().context("nothing was refused")?;
    let reason = last.reason.strip_prefix("scope ");
    let reason = reason.and_then(|reason| reason.strip_suffix(" missing"));
    let named = reason.is_some_and(|reason| reason.split(' ').any(|word| word == scope));
    anyhow::ensure!(
        named && last.endpoint == endpoint.replace('_', " "),
        "the last refusal is {last:?}"
    );
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

async fn asks(scene: &mut Scene, method: Method, path: &str, words: &str) -> anyhow::Result<()> {
    let request = scene.api_request(method, path, words)?;
    scene.ask_api(request).await
}

async fn change(
    scene: &mut Scene,
    verb: &str,
    path: &str,
    kind: &str,
    body: &str,
) -> anyhow::Result<()> {
    let method = match verb {
        "put" | "puts" => Method::PUT,
        _ => Method::PATCH,
    };
    let mut request = scene.api_request(method, path, &format!("Content-Type = {kind}"))?;
    request.body = Some(scene.expand(body)?);
    scene.ask_api(request).await
}

const ALWAYS_OTHERS: [&str; 2] = ["date", "x-request-id"];
