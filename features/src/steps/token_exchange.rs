use anyhow::Context as _;
use cucumber::{given, then, when};

use crate::params::Params;
use crate::scene::Scene;
use crate::world::World;

#[when("the application exchanges its access token")]
async fn exchanges(world: &mut World) -> anyhow::Result<()> {
    exchange(world.scene()?, "").await
}

#[given(regex = r"^the application has exchanged its access token with (.+)$")]
#[when(regex = r"^the application exchanges its access token with (.+)$")]
async fn exchanges_with(world: &mut World, words: String) -> anyhow::Result<()> {
    exchange(world.scene()?, &words).await
}

/// RFC 8693 2.2.1, in the alphabet's order as all of Banno's token responses.
#[then("the application gets another access token, and nothing beside it")]
fn gets_another(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let answer = scene.answer()?;
    anyhow::ensure!(answer.status == 200, "it is refused: {answer}");
    anyhow::ensure!(
        answer.header("cache-control") == Some("no-store"),
        "no-store: {answer}"
    );
    let response = answer.json()?;
    let members: Vec<_> = response
        .as_object()
        .context("not an object")?
        .keys()
        .collect();
    anyhow::ensure!(members == RESPONSE, "its members are {members:?}");
    anyhow::ensure!(
        response["issued_token_type"] == ACCESS_TOKEN,
        "it is of the type {}",
        response["issued_token_type"]
    );
    let first = scene.fact("first_access_token");
    anyhow::ensure!(
        scene.fact("access_token") != first,
        "it is the one from before"
    );
    Ok(())
}

#[then(expr = "it is of the type {string}")]
fn is_of_the_type(world: &mut World, expected: String) -> anyhow::Result<()> {
    let token_type = &world.scene()?.token_response()?["token_type"];
    anyhow::ensure!(*token_type == expected.as_str(), "it is {token_type}");
    Ok(())
}

/// RFC 8693 2.1, changed in words.
async fn exchange(scene: &mut Scene, words: &str) -> anyhow::Result<()> {
    let token = scene.fact("access_token");
    let token = token.context("the application holds no access token")?;
    let params = Params::from([
        (
            "grant_type",
            "urn:ietf:params:oauth:grant-type:token-exchange",
        ),
        ("subject_token", token.as_str()),
        ("subject_token_type", ACCESS_TOKEN),
    ]);
    let request = scene.client_request("token_endpoint", params, words)?;
    scene.ask_for_tokens(request).await
}

/// RFC 8693 3.
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const RESPONSE: [&str; 5] = [
    "access_token",
    "expires_in",
    "issued_token_type",
    "scope",
    "token_type",
];
