use anyhow::Context as _;
use cucumber::{then, when};
use serde_json::Value;

use super::journal::ask;
use crate::scene::Scene;
use crate::world::World;

#[when("the journal is exported")]
async fn is_exported(world: &mut World) -> anyhow::Result<()> {
    export(world.scene()?, "").await
}

#[when(regex = r"^the journal is exported with (.+)$")]
async fn is_exported_with(world: &mut World, words: String) -> anyhow::Result<()> {
    export(world.scene()?, &words).await
}

/// HAR 1.2: what each entry has to have.
#[then("the export is an HTTP Archive")]
fn is_an_archive(world: &mut World) -> anyhow::Result<()> {
    let told = world.scene()?.told()?.json()?;
    let log = &told["log"];
    anyhow::ensure!(log["version"] == "1.2", "the version is {}", log["version"]);
    has(&log["creator"], &["name", "version"], &[], &[])?;
    let entries = log["entries"].as_array().context("no entries")?;
    anyhow::ensure!(!entries.is_empty(), "it is empty");
    let mut before = "";
    for entry in entries {
        has(entry, &["startedDateTime"], &["time"], &[])?;
        let at = entry["startedDateTime"].as_str().unwrap_or_default();
        anyhow::ensure!(
            at.len() >= 20 && at.as_bytes()[10] == b'T',
            "not ISO 8601: {at}"
        );
        anyhow::ensure!(before <= at, "{at} stands behind {before}");
        before = at;
        anyhow::ensure!(entry["cache"].is_object(), "there is no cache: {entry}");
        has(&entry["timings"], &[], &["send", "wait", "receive"], &[])?;
        let lists = &["cookies", "headers", "queryString"];
        let sizes = &["headersSize", "bodySize"];
        has(
            &entry["request"],
            &["method", "url", "httpVersion"],
            sizes,
            lists,
        )?;
        if let Some(posted) = entry["request"].get("postData") {
            has(posted, &["mimeType", "text"], &[], &["params"])?;
        }
        let response = &entry["response"];
        let texts = &["statusText", "httpVersion", "redirectURL"];
        let numbers = &["status", "headersSize", "bodySize"];
        has(response, texts, numbers, &lists[..2])?;
        has(&response["content"], &["mimeType"], &["size"], &[])?;
    }
    Ok(())
}

/// Beside what this scenario has sent and was answered, by its own record.
#[then("it has every exchange of the scenario, and no other")]
fn has_every_exchange(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = scene.told()?.json()?;
    let entries = told["log"]["entries"].as_array().context("no entries")?;
    let without_query = |url: &str| url.split('?').next().unwrap_or_default().to_owned();
    let archived: Vec<_> = entries
        .iter()
        .map(|entry| {
            let request = &entry["request"];
            let method = request["method"].as_str().unwrap_or_default().to_owned();
            let url = without_query(request["url"].as_str().unwrap_or_default());
            (method, url, entry["response"]["status"].as_u64())
        })
        .collect();
    let exchanges = scene.http.all().into_iter();
    let sent: Vec<_> = exchanges
        .map(|it| {
            let url = without_query(it.request.url.as_str());
            (
                it.request.method.to_string(),
                url,
                Some(u64::from(it.answer.status)),
            )
        })
        .collect();
    anyhow::ensure!(
        archived == sent,
        "it has {archived:#?}, sent were {sent:#?}"
    );
    Ok(())
}

#[then("no secret of the scenario stands in it")]
fn has_no_secret(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let archive = &scene.told()?.body;
    for (name, secret) in secrets(scene)? {
        anyhow::ensure!(!archive.contains(&secret), "the {name} stands in it");
    }
    Ok(())
}

/// What looks for secrets finds them where they are.
#[then("every secret of the scenario stands in it")]
fn has_every_secret(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let archive = &scene.told()?.body;
    for (name, secret) in secrets(scene)? {
        anyhow::ensure!(archive.contains(&secret), "the {name} does not stand in it");
    }
    Ok(())
}

async fn export(scene: &mut Scene, words: &str) -> anyhow::Result<()> {
    let told = ask(scene, "/journal/har", words).await?;
    anyhow::ensure!(told.status == 200, "the journal answers {told}");
    scene.told = Some(told);
    Ok(())
}

/// What a reader of the archive could use, in the form in which it goes over the wire.
fn secrets(scene: &Scene) -> anyhow::Result<Vec<(&'static str, String)>> {
    let names = [
        "code",
        "access_token",
        "id_token",
        "refresh_token",
        "client_secret",
        "verifier",
    ];
    let mut secrets = Vec::new();
    for name in names {
        let fact = scene.fact(name);
        secrets.push((
            name,
            fact.with_context(|| format!("the scenario has no {name}"))?,
        ));
    }
    let password = format!("password={}", scene.stage.target.user.password.expose());
    secrets.push(("password", password));
    let before = secrets.len();
    for exchange in scene.http.all() {
        let set = exchange.answer.all("set-cookie");
        let values = set.filter_map(|cookie| cookie.split(';').next()?.split_once('='));
        let kept = values.filter(|(_, value)| !value.is_empty());
        secrets.extend(kept.map(|(_, value)| ("cookie", value.to_owned())));
    }
    anyhow::ensure!(secrets.len() > before, "the scenario has no cookie");
    Ok(secrets)
}

fn has(object: &Value, texts: &[&str], numbers: &[&str], lists: &[&str]) -> anyhow::Result<()> {
    for name in texts {
        anyhow::ensure!(object[name].is_string(), "{name} is no text: {object}");
    }
    for name in numbers {
        anyhow::ensure!(object[name].is_number(), "{name} is no number: {object}");
    }
    for name in lists {
        let list = object[name].as_array();
        let list = list.with_context(|| format!("{name} is no list: {object}"))?;
        let named = |it: &Value| it["name"].is_string() && it["value"].is_string();
        anyhow::ensure!(
            list.iter().all(named),
            "{name} has no names and values: {object}"
        );
    }
    Ok(())
}
