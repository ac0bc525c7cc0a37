use anyhow::Context as _;
use cucumber::{given, then, when};
use reqwest::Method;
use serde_json::Value;
use url::Url;

use crate::scene::Scene;
use crate::user_agent::Request;
use crate::world::World;

#[given("the application holds tokens")]
#[given("the application has redeemed the code")]
async fn holds_tokens(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    if scene.code.is_none() {
        scene.obtain_code().await?;
    }
    scene.redeem().await
}

#[when("the application redeems the code")]
#[when("the application redeems the code again")]
async fn redeems(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask_for_tokens(scene.code_request("")?).await
}

#[when(regex = r"^the application redeems the code with (.+)$")]
async fn redeems_with(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask_for_tokens(scene.code_request(&words)?).await
}

#[when("the application refreshes")]
#[given("the application has refreshed")]
async fn refreshes(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask_for_tokens(scene.refresh_request("")?).await
}

#[when(regex = r"^the application refreshes with (.+)$")]
async fn refreshes_with(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.ask_for_tokens(scene.refresh_request(&words)?).await
}

#[when(expr = "the code is redeemed {int} times at once")]
async fn redeemed_at_once(world: &mut World, times: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.send_at_once(scene.code_request("")?, times).await
}

#[when(expr = "the refresh token is used {int} times at once")]
async fn refreshed_at_once(world: &mut World, times: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.send_at_once(scene.refresh_request("")?, times).await
}

#[when(
    regex = r"^the (authorization|token|jwks|userinfo|introspection|revocation|pushed_authorization_request|end_session) endpoint is asked by (\w+)$"
)]
async fn asked_by(world: &mut World, endpoint: String, method: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let member = match endpoint.as_str() {
        "jwks" => "jwks_uri".to_owned(),
        other => format!("{other}_endpoint"),
    };
    let request = Request::new(method.parse::<Method>()?, scene.provider.endpoint(&member)?);
    scene.answer = Some(scene.http.send(request).await?);
    Ok(())
}

#[when(expr = "the address {string} below the issuer is asked by {word}")]
async fn address_asked_by(world: &mut World, path: String, method: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let url = Url::parse(&format!("{}{path}", scene.provider.issuer))?;
    let request = Request::new(method.parse::<Method>()?, url);
    scene.answer = Some(scene.http.send(request).await?);
    Ok(())
}

#[then("the application gets tokens")]
fn gets_tokens(world: &mut World) -> anyhow::Result<()> {
    is_a_token_response(world.scene()?, "Bearer")
}

/// RFC 6749 5.1, in Banno's order of members.
pub(super) fn is_a_token_response(scene: &Scene, token_type: &str) -> anyhow::Result<()> {
    let answer = scene.answer()?;
    anyhow::ensure!(
        answer.status == 200,
        "the status is {}: {answer}",
        answer.status
    );
    anyhow::ensure!(
        answer.header("cache-control") == Some("no-store"),
        "no-store: {answer}"
    );
    anyhow::ensure!(
        answer.header("content-type") == Some("application/json; charset=utf-8"),
        "tokens are JSON: {answer}"
    );
    let response = answer.json()?;
    anyhow::ensure!(response["token_type"] == token_type, "{answer}");
    let members: Vec<_> = response
        .as_object()
        .context("not an object")?
        .keys()
        .map(String::as_str)
        .collect();
    let in_order: Vec<_> = TOKEN_RESPONSE
        .into_iter()
        .filter(|name| members.contains(name))
        .collect();
    anyhow::ensure!(members == in_order, "the members are {members:?}");
    Ok(())
}

#[then(expr = "the access token lives for {word} seconds")]
fn lives_for(world: &mut World, seconds: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let seconds: u64 = scene.expand(&seconds)?.parse()?;
    let response = scene.token_response()?;
    anyhow::ensure!(
        response["expires_in"] == seconds,
        "it lives for {}",
        response["expires_in"]
    );
    Ok(())
}

#[then(expr = "the tokens are for the scope {string}")]
fn for_the_scope(world: &mut World, scope: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let scope = scene.expand(&scope)?;
    let granted = &scene.token_response()?["scope"];
    anyhow::ensure!(*granted == Value::String(scope), "the scope is {granted}");
    Ok(())
}

#[then(regex = r"^there is (a|no) refresh token$")]
fn there_is_a_refresh_token(world: &mut World, is: String) -> anyhow::Result<()> {
    let response = world.scene()?.token_response()?;
    let there = response.get("refresh_token").is_some();
    anyhow::ensure!(there == (is == "a"), "refresh token: {there}");
    Ok(())
}

#[then(regex = r"^the (access token|refresh token) is a new one$")]
fn is_new(world: &mut World, which: String) -> anyhow::Result<()> {
    let name = which.replace(' ', "_");
    let scene = world.scene()?;
    let [.., before, now] = &scene.tokens[..] else {
        anyhow::bail!("the application was answered with tokens once only");
    };
    anyhow::ensure!(now[&name].is_string(), "there is none");
    anyhow::ensure!(before[&name] != now[&name], "it is the one from before");
    Ok(())
}

#[then(regex = r"^the (first|newest) access token (works|is dead)$")]
async fn access_token_works(world: &mut World, which: String, how: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let name = if which == "first" {
        "first_access_token"
    } else {
        "access_token"
    };
    let token = scene.fact(name).context("there is none")?;
    let answer = scene.userinfo(&token).await?;
    let refusal = r#"{"error":"invalid_token","error_description":"invalid token provided"}"#;
    let as_expected = match how.as_str() {
        "works" => answer.status == 200,
        _ => answer.status == 401 && answer.body == refusal,
    };
    anyhow::ensure!(as_expected, "/me answers {answer}");
    Ok(())
}

/// RFC 6749 4.1.2 and 10.5: one use, and everything issued goes when there is a second.
#[then("exactly one of them succeeds, and what it got is dead")]
async fn exactly_one(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let (won, lost): (Vec<_>, Vec<_>) = scene
        .answers
        .iter()
        .partition(|answer| answer.status == 200);
    anyhow::ensure!(
        won.len() == 1,
        "{} of {} succeed",
        won.len(),
        scene.answers.len()
    );
    let refusal = r#"{"error":"invalid_grant","error_description":"grant request is invalid"}"#;
    for answer in lost {
        anyhow::ensure!(answer.status == 400 && answer.body == refusal, "{answer}");
    }
    let tokens = won[0].json()?;
    scene.tokens.push(tokens);
    let access_token = scene.fact("access_token").context("no access token")?;
    let answer = scene.userinfo(&access_token).await?;
    anyhow::ensure!(
        answer.status == 401,
        "its access token still works: {answer}"
    );
    if scene.fact("refresh_token").is_some() {
        scene.ask_for_tokens(scene.refresh_request("")?).await?;
        let answer = scene.answer()?;
        anyhow::ensure!(
            answer.status == 400,
            "its refresh token still works: {answer}"
        );
    }
    Ok(())
}

const TOKEN_RESPONSE: [&str; 6] = [
    "access_token",
    "expires_in",
    "id_token",
    "refresh_token",
    "scope",
    "token_type",
];
