use std::collections::BTreeSet;

use anyhow::Context as _;
use cucumber::then;
use serde_json::json;

use crate::user_agent::Answer;
use crate::world::World;

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

/// RFC 9110 15.5.6 and 10.2.1.
#[then(expr = "it says that {string} would be allowed, and {word} is not")]
fn would_be_allowed(world: &mut World, methods: String, method: String) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    let allow = answer.header("allow");
    let allow = allow.with_context(|| format!("it does not say: {answer}"))?;
    let allowed: BTreeSet<_> = allow.split(',').map(str::trim).collect();
    let named = methods.split(' ').all(|method| allowed.contains(method));
    anyhow::ensure!(
        named && !allowed.contains(method.as_str()),
        "it says {allow:?}"
    );
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

const ALWAYS_OTHERS: [&str; 2] = ["date", "x-request-id"];
