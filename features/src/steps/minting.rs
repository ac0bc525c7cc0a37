use anyhow::Context as _;
use cucumber::{given, then, when};
use reqwest::Method;
use serde_json::{Map, Value};

use crate::change;
use crate::params::Params;
use crate::scene::{CONSUMER_AUTH, Scene};
use crate::world::World;

#[given(expr = "the application was handed tokens for the scope {string}")]
#[when(expr = "the application is handed tokens for the scope {string}")]
async fn was_handed(world: &mut World, scope: String) -> anyhow::Result<()> {
    is_handed(world.scene()?, &format!("scope = {scope}")).await
}

#[given(expr = "the application was handed tokens of {string} for the scope {string}")]
#[when(expr = "the application is handed tokens of {string} for the scope {string}")]
async fn was_handed_those_of(world: &mut World, user: String, scope: String) -> anyhow::Result<()> {
    is_handed(world.scene()?, &format!("user = {user}; scope = {scope}")).await
}

/// Whatever else an endpoint may open for, it must not open for these.
#[given(expr = "the application was handed tokens for every scope of the API but {string}")]
#[when(expr = "the application is handed tokens for every scope of the API but {string}")]
async fn was_handed_all_but(world: &mut World, scopes: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let without = scene.expand(&scopes)?;
    let without: Vec<_> = without.split(' ').collect();
    let names = API_SCOPES.iter().map(|name| match *name {
        "openid" => (*name).to_owned(),
        name => format!("{CONSUMER_AUTH}{name}"),
    });
    let left: Vec<_> = names
        .filter(|scope| !without.contains(&scope.as_str()))
        .collect();
    anyhow::ensure!(
        left.len() + without.len() == API_SCOPES.len(),
        "{scopes} are not among the API's scopes"
    );
    is_handed(scene, &format!("scope = {}", left.join(" "))).await
}

#[when(regex = r"^the control plane is to hand out tokens with (.+)$")]
async fn is_to_hand_out(world: &mut World, words: String) -> anyhow::Result<()> {
    ask_for(world.scene()?, &words).await
}

/// RFC 6749 5.1: as if the token endpoint had answered.
#[then(expr = "the control plane hands out a token response with {string}")]
fn hands_out(world: &mut World, members: String) -> anyhow::Result<()> {
    let told = world.scene()?.told()?;
    anyhow::ensure!(told.status == 201, "the status is {}: {told}", told.status);
    anyhow::ensure!(
        told.header("cache-control") == Some("no-store"),
        "no-store: {told}"
    );
    let response = told.json()?;
    anyhow::ensure!(response["token_type"] == "Bearer", "{told}");
    let have: Vec<_> = response
        .as_object()
        .context("not an object")?
        .keys()
        .collect();
    let expected: Vec<_> = members.split(' ').collect();
    anyhow::ensure!(have == expected, "its members are {have:?}");
    Ok(())
}

#[then(expr = "the journal marks the exchange {string} as minted, and no other")]
async fn marks(world: &mut World, expected: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let journal = scene.provider.administration()?.get("/journal").await?;
    let entries = journal["entries"].as_array().context("no entries")?;
    let minted: Vec<_> = entries
        .iter()
        .filter(|entry| entry["minted"] == true)
        .collect();
    let [entry] = minted[..] else {
        anyhow::bail!("{} exchanges are marked", minted.len());
    };
    anyhow::ensure!(entry["endpoint"] == expected.as_str(), "it is {entry}");
    anyhow::ensure!(
        entry["client_id"] == scene.client()?.client_id.as_str(),
        "{entry}"
    );
    anyhow::ensure!(
        entry["sub"] == scene.fact("sub").unwrap_or_default(),
        "{entry}"
    );
    Ok(())
}

/// Asks for tokens, which must be handed out.
async fn is_handed(scene: &mut Scene, words: &str) -> anyhow::Result<()> {
    ask_for(scene, words).await?;
    let told = scene.told()?;
    anyhow::ensure!(told.status == 201, "no tokens are handed out: {told}");
    Ok(())
}

/// Asks for tokens of the acting application for the target's user, changed in words.
async fn ask_for(scene: &mut Scene, words: &str) -> anyhow::Result<()> {
    let mut params = Params::from([
        ("user", scene.stage.target.user.username.as_str()),
        ("client_id", scene.client()?.client_id.as_str()),
    ]);
    change::apply(&mut params, words, |name| scene.fact(name))?;
    let members = params.names().into_iter();
    let body: Map<_, _> = members
        .map(|name| (name.to_owned(), Value::from(params.get(name))))
        .collect();
    let administration = scene.provider.administration()?;
    let told = administration
        .attempt(Method::POST, "/tokens", &body.into())
        .await?;
    if told.status == 201 {
        scene.tokens.push(told.json()?);
    }
    scene.told = Some(told);
    Ok(())
}

/// Each opens something of the Consumer API.
const API_SCOPES: [&str; 8] = [
    "openid",
    "accounts.readonly",
    "accounts.readwrite",
    "accounts.unmaskednumber.readonly",
    "transactions.detail.readonly",
    "user.profile.readonly",
    "user.email.readwrite",
    "user.preferredname.readwrite",
];
