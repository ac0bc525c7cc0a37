//! The sentences of the certification plans.

mod answers;
mod hardening;
mod logins;
mod logout;
mod request_objects;
mod tokens;

use cucumber::{given, then, when};

use crate::plan::check_metadata;
use crate::world::World;

#[given("the provider is to answer by form_post")]
fn by_form_post(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.plan.by_form_post = true;
    Ok(())
}

/// RFC 8414 2: who lists none takes no challenges at all, and overlooks them as any parameter that it does not know.
#[given(expr = "the provider does not list the challenge method {string}")]
fn does_not_list(world: &mut World, method: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let listed = scene.provider.listed("code_challenge_methods_supported");
    if listed.is_empty() {
        let why = "the provider lists no challenge methods";
        return Err(scene.plan.notes.skip(why));
    }
    if listed.contains(&method) {
        let why = format!("the provider takes challenges by the method {method}");
        return Err(scene.plan.notes.skip(why));
    }
    Ok(())
}

/// Where a scope is not offered, what it brings is nobody's concern.
#[given(expr = "the provider offers the scope(s) {string}")]
fn offers(world: &mut World, scopes: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let offered = scene.provider.listed("scopes_supported");
    match scopes
        .split(' ')
        .find(|scope| !offered.iter().any(|it| it == scope))
    {
        Some(missing) => {
            let why = format!("the provider does not offer the scope {missing}");
            Err(scene.plan.notes.skip(why))
        }
        None => Ok(()),
    }
}

#[when(expr = "{int} second(s) pass(es) for the relying party")]
async fn waits(world: &mut World, seconds: u64) -> anyhow::Result<()> {
    world.scene()?.let_pass(seconds).await
}

/// OpenID Connect Discovery 1.0 3 and 4.
#[then("its metadata and keys are as the standards have them")]
async fn metadata(world: &mut World) -> anyhow::Result<()> {
    check_metadata(world.scene()?).await
}

/// OpenID Connect RP-Initiated Logout 1.0 2.1.
#[then(expr = "its metadata names the {word} by https")]
fn names_endpoint(world: &mut World, endpoint: String) -> anyhow::Result<()> {
    let url = world.scene()?.provider.endpoint(&endpoint)?;
    anyhow::ensure!(
        url.scheme() == "https",
        "CheckDiscEndSessionEndpoint: {endpoint} is {url}"
    );
    Ok(())
}
