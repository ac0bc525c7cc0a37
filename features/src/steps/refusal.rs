use cucumber::then;
use serde_json::Value;

use crate::user_agent::Answer;
use crate::world::World;

/// RFC 6749 5.2: the whole answer, byte for byte.
#[then(expr = "it is refused with {int} {string} saying {string}")]
fn refused(world: &mut World, status: u16, error: String, says: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let says = scene.expand(&says)?;
    let error = Value::String(error);
    let says = Value::String(says);
    let body = format!("{{\"error\":{error},\"error_description\":{says}}}");
    is_refusal(world, status, &body)
}

/// Where what was sent may come back in more than one form.
#[then(expr = "it is refused with {int} {string}")]
fn refused_somehow(world: &mut World, status: u16, error: String) -> anyhow::Result<()> {
    let answer = has_status(world, status)?;
    let body = answer.json()?;
    anyhow::ensure!(body["error"] == error.as_str(), "the error is {body}");
    Ok(())
}

#[then(expr = "it is refused with {int} {string} saying {string} and the scope {string}")]
fn refused_with_scope(
    world: &mut World,
    status: u16,
    error: String,
    says: String,
    scope: String,
) -> anyhow::Result<()> {
    let [error, says, scope] = [error, says, scope].map(Value::String);
    let body = format!("{{\"error\":{error},\"error_description\":{says},\"scope\":{scope}}}");
    is_refusal(world, status, &body)
}

#[then("there is no challenge")]
fn no_challenge(world: &mut World) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    let challenge = answer.header("www-authenticate");
    anyhow::ensure!(challenge.is_none(), "the challenge is {challenge:?}");
    Ok(())
}

/// RFC 6750 3 and RFC 7617 2.
#[then(regex = r"^with the challenge (.+)$")]
fn challenge(world: &mut World, expected: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let expected = scene.expand(&expected)?;
    let challenge = scene
        .answer()?
        .header("www-authenticate")
        .unwrap_or_default();
    anyhow::ensure!(
        challenge == expected,
        "the challenge is\n{challenge}\nnot\n{expected}"
    );
    Ok(())
}

#[then(regex = r"^its challenge begins with (.+)$")]
fn challenge_begins(world: &mut World, expected: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let expected = scene.expand(&expected)?;
    let answer = scene.answer()?;
    let challenge = answer.header("www-authenticate").unwrap_or_default();
    anyhow::ensure!(
        challenge.starts_with(&expected),
        "the challenge is {challenge:?}: {answer}"
    );
    Ok(())
}

#[then("no cache may keep the answer")]
fn no_cache(world: &mut World) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(
        answer.header("cache-control") == Some("no-store"),
        "{answer}"
    );
    Ok(())
}

fn is_refusal(world: &mut World, status: u16, body: &str) -> anyhow::Result<()> {
    let answer = has_status(world, status)?;
    anyhow::ensure!(
        answer.body == body,
        "the answer is\n{}\nnot\n{body}",
        answer.body
    );
    Ok(())
}

fn has_status(world: &mut World, status: u16) -> anyhow::Result<&Answer> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(
        answer.status == status,
        "the status is {}: {answer}",
        answer.status
    );
    anyhow::ensure!(
        answer.header("content-type") == Some("application/json; charset=utf-8"),
        "a refusal is JSON: {answer}"
    );
    Ok(answer)
}
