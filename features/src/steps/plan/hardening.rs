use anyhow::Context as _;
use cucumber::{given, then, when};
use reqwest::Method;

use crate::params::Params;
use crate::scene::Scene;
use crate::world::World;

/// Signs the user in up to the code, which then is the one to redeem.
#[given(regex = r"^the relying party has a code(?: of a request with ((?:no |[a-z_]+ = ).+))?$")]
async fn has_code(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.plan_request(&words)?;
    scene.plan_ask(Method::GET, request).await?;
    scene.plan_answer_pages().await?;
    scene.code = Some(scene.plan_code()?);
    Ok(())
}

/// As it should, but for these words.
#[when(regex = r"^it redeems the code(?: with ((?:no |[a-zA-Z_-]+ (?:= |twice)).*))?$")]
async fn redeems(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    redeem(scene, &words).await
}

#[when("the relying party of another client redeems the code")]
async fn another_redeems(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.act_as("another")?;
    redeem(scene, "").await
}

async fn redeem(scene: &mut Scene, words: &str) -> anyhow::Result<()> {
    let code = scene.code.clone().context("there is no code")?;
    let request = scene.plan_code_request(&code, words)?;
    scene.ask_for_tokens(request).await
}

#[when("it refreshes with its refresh token")]
async fn refreshes(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let token = scene
        .plan_refresh_token(0)?
        .context("there is no refresh token")?;
    refresh(scene, &token).await
}

/// Where the provider rotates; who gets the old one back keeps it.
#[when("it refreshes with its refresh token once more, which has been replaced")]
async fn refreshes_again(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let token = scene
        .plan_refresh_token(0)?
        .context("there is no refresh token")?;
    let new = scene.answer()?.json()?;
    match new["refresh_token"].as_str() {
        Some(new) if new != token => refresh(scene, &token).await,
        _ => {
            let why = "the provider replaces no refresh token that young";
            Err(scene.plan.notes.skip(why))
        }
    }
}

#[when("it refreshes with the newest refresh token")]
async fn refreshes_newest(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let newest = scene
        .tokens
        .last()
        .and_then(|tokens| tokens["refresh_token"].as_str());
    let newest = newest.context("there is no new refresh token")?.to_owned();
    refresh(scene, &newest).await
}

async fn refresh(scene: &mut Scene, token: &str) -> anyhow::Result<()> {
    let params = Params::from([("grant_type", "refresh_token"), ("refresh_token", token)]);
    let request = scene.client_request("token_endpoint", params, "")?;
    scene.ask_for_tokens(request).await
}

#[when("somebody asks userinfo without a token")]
async fn without_token(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let url = scene.provider.endpoint("userinfo_endpoint")?;
    let request = crate::scene::request(Method::GET, url, Params::default());
    scene.answer = Some(scene.http.send(request).await?);
    Ok(())
}

/// RFC 6749 5.1.
#[then("it gets tokens")]
fn gets_tokens(world: &mut World) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(
        answer.status == 200,
        "the status is {}: {answer}",
        answer.status
    );
    Ok(())
}

/// RFC 6749 5.2: JSON, and no tokens.
#[then(expr = "it is refused as {string}")]
fn is_refused(world: &mut World, errors: String) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(
        [400, 401].contains(&answer.status),
        "the status is {}: {answer}",
        answer.status
    );
    let content_type = answer.header("content-type").unwrap_or_default();
    anyhow::ensure!(
        content_type.split(';').next().map(str::trim) == Some("application/json"),
        "the content type of the error is {content_type:?}"
    );
    let told = answer.json()?;
    let error = told["error"].as_str().unwrap_or_default();
    anyhow::ensure!(
        errors.split(' ').any(|it| it == error),
        "the error is {error:?}, and not one of {errors}"
    );
    anyhow::ensure!(
        told.get("access_token").is_none(),
        "an error comes with tokens"
    );
    Ok(())
}

/// RFC 6749 5.2, RFC 6750 3, RFC 9110 11.6.1.
#[then(expr = "the status is {int}, with a challenge of the scheme {word}")]
fn challenge(world: &mut World, status: u16, scheme: String) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(
        answer.status == status,
        "the status is {}: {answer}",
        answer.status
    );
    let mut challenges = answer.all("www-authenticate");
    let has = challenges.any(|it| {
        it.split(' ')
            .next()
            .is_some_and(|it| it.eq_ignore_ascii_case(&scheme))
    });
    anyhow::ensure!(
        has,
        "there is no challenge of the scheme {scheme}: {answer}"
    );
    Ok(())
}

/// RFC 6749 5.1, RFC 9111 5.2.2.5.
#[then("nobody may keep the answer")]
fn no_store(world: &mut World) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    let kept = answer.header("cache-control").unwrap_or_default();
    anyhow::ensure!(
        kept.to_ascii_lowercase()
            .split(',')
            .any(|it| it.trim() == "no-store"),
        "Cache-Control is {kept:?}: {answer}"
    );
    Ok(())
}

/// RFC 9207 2: errors too, where the provider says that it does so.
#[then("the error comes with the issuer")]
fn error_with_issuer(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    if scene
        .provider
        .flag("authorization_response_iss_parameter_supported")
        != Some(true)
    {
        let why = "the provider does not say that its answers name the issuer (RFC 9207)";
        return Err(scene.plan.notes.skip(why));
    }
    let response = scene.plan_response()?.context("nobody is sent back")?;
    let iss = response.get("iss").map(str::to_owned);
    scene.plan_error()?;
    anyhow::ensure!(
        iss.as_deref() == Some(&*scene.provider.issuer),
        "iss is {iss:?}"
    );
    Ok(())
}

/// What userinfo says to whoever holds the newest access token.
#[then("its newest access token has ended")]
async fn newest_has_ended(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let newest = scene
        .tokens
        .last()
        .and_then(|tokens| tokens["access_token"].as_str());
    let newest = newest
        .map(str::to_owned)
        .context("there is no access token")?;
    let answer = scene.userinfo(&newest).await?;
    anyhow::ensure!(
        answer.status == 401,
        "userinfo answers {} to the access token: {answer}",
        answer.status
    );
    Ok(())
}
