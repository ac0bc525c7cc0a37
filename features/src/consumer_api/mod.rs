//! What every answer of the Consumer API must be, whatever the scenario is about: as the schema of its
//! endpoint says, and with the name by which support finds the request.

mod endpoint;
mod schemas;
#[cfg(test)]
mod tests;
mod values;

use anyhow::Context as _;
use reqwest::Method;

use crate::user_agent::Answer;
use endpoint::below_users;

pub(crate) use schemas::documented_values;
pub(crate) use values::{cents, second};

/// Checks an answer, if it is one of the Consumer API's.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(method: &Method, answer: &Answer) -> anyhow::Result<()> {
    let Some(path) = below_users(answer.url.path()) else {
        return Ok(());
    };
    let request_id = answer.header("x-request-id");
    anyhow::ensure!(
        request_id.is_some_and(|id| !id.is_empty()),
        "an answer of the Consumer API has an x-request-id: {answer}"
    );
    if matches!(*method, Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let judged = match answer.status {
        200 => endpoint::schema(method, &path)
            .context("the Consumer API has no such endpoint")
            .and_then(|schema| is_json(answer, schema)),
        204 => endpoint::answers_nothing(method, &path)
            .then_some(())
            .context("this endpoint has something to answer")
            .and_then(|()| is_empty(answer)),
        400..600 => is_refusal(answer),
        _ => Err(anyhow::anyhow!("the Consumer API has no such status")),
    };
    judged.with_context(|| format!("{method} {} is answered {answer}", answer.url))
}

fn is_json(answer: &Answer, schema: &str) -> anyhow::Result<()> {
    let kind = answer.header("content-type").unwrap_or_default();
    anyhow::ensure!(
        kind.split(';').next() == Some("application/json"),
        "it is no JSON, but {kind:?}"
    );
    schemas::check(schema, &answer.json()?)
}

fn is_empty(answer: &Answer) -> anyhow::Result<()> {
    anyhow::ensure!(answer.body.is_empty(), "a 204 has a body");
    Ok(())
}

fn is_refusal(answer: &Answer) -> anyhow::Result<()> {
    is_json(answer, "error")?;
    let code = &answer.json()?["errorCode"];
    anyhow::ensure!(
        *code == answer.status,
        "errorCode is {code}, the status {}",
        answer.status
    );
    Ok(())
}
