use cucumber::{then, when};
use reqwest::Method;

use crate::world::World;

/// With the ID token as hint, the registered address and a long state, changed in words.
#[when(regex = r"^the relying party signs the user out(?: with ((?:no |[a-z_]+ = ).+))?$")]
async fn signs_out(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.plan_log_out(&words).await
}

/// OpenID Connect RP-Initiated Logout 1.0 3.
#[then("the user comes back with the state that was sent, and with nothing else")]
fn comes_back(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.plan_check_sent_back()
}

#[then("the provider shows a page, and sends the user nowhere")]
fn stays(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.plan_check_stayed()
}

/// Who asks without a page is told that the user has to be asked.
#[then("the user has no session any more")]
async fn session_is_over(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.plan_request("prompt = none")?;
    scene.plan_ask(Method::GET, request).await?;
    let error = scene.plan_error()?;
    anyhow::ensure!(
        NEEDS_PAGE.contains(&error.as_str()),
        "CheckErrorFromAuthorizationEndpointIsOneThatRequiredAUserInterface: the error is {error}"
    );
    Ok(())
}

/// OIDC Core 3.1.2.6.
const NEEDS_PAGE: [&str; 4] = [
    "login_required",
    "interaction_required",
    "account_selection_required",
    "consent_required",
];
