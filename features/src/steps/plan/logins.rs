use cucumber::{then, when};
use reqwest::Method;

use crate::jose;
use crate::plan::LONGEST_VERIFIER;
use crate::world::World;

/// From the authorization request to userinfo, each answer checked.
#[when(
    regex = r"^the relying party signs the user in(?: again)?(?: with ((?:no |[a-z_]+ = ).+))?$"
)]
async fn signs_in(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.plan_sign_in(&words).await
}

#[when("the relying party of a client that posts its secret signs the user in")]
async fn signs_in_by_post(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.act_as("post")?;
    scene.plan_sign_in("").await
}

#[when(
    regex = r"^the relying party sends its parameters in reverse order, with (.+), and signs the user in$"
)]
async fn signs_in_reversed(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.plan_request(&words)?.reversed();
    scene.plan_finish(Method::GET, request).await
}

/// OIDC Core 3.1.2.1: the authorization endpoint takes a form, too.
#[when("the relying party signs the user in by a form that it posts")]
async fn signs_in_by_form(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.plan_request("")?;
    scene.plan_ask(Method::POST, request).await?;
    scene.plan_answer_pages().await?;
    let came_back = scene.plan_response()?.is_some();
    scene
        .plan
        .notes
        .expect(came_back, "ExpectRedirectUriHasBeenCalled", || {
            "nothing comes of an authorization request that is posted".to_owned()
        });
    if came_back {
        scene.plan_code()?;
    }
    Ok(())
}

/// RFC 7636 4, with the longest verifier that there may be.
#[when("the relying party signs the user in with a code challenge")]
async fn signs_in_with_challenge(world: &mut World) -> anyhow::Result<()> {
    let challenge = jose::code_challenge(LONGEST_VERIFIER);
    let words = format!("code_challenge = {challenge}; code_challenge_method = S256");
    world.scene()?.plan_sign_in(&words).await
}

/// OIDC Core 3.1.2.1: all that the provider says that it knows, or two that nobody knows.
#[when("the relying party signs the user in with the acr values that the provider offers")]
async fn signs_in_with_acr(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let mut offered = scene.provider.listed("acr_values_supported");
    if offered.is_empty() {
        offered = vec!["1".to_owned(), "2".to_owned()];
    }
    scene
        .plan_sign_in(&format!("acr_values = {}", offered.join(" ")))
        .await?;
    let login = scene.plan.login(0)?;
    let acr = login.claims.get("acr").and_then(|acr| acr.as_str());
    let is_among = acr.is_some_and(|acr| offered.iter().any(|it| it == acr));
    let told = format!("acr is {acr:?}, and one of {offered:?} was asked for");
    scene.plan.notes.expect(
        is_among,
        "ValidateIdTokenACRClaimAgainstAcrValuesRequest",
        || told,
    );
    Ok(())
}

/// Up to the code, which nobody redeems.
#[when(regex = r"^the relying party lets the user sign in with (.+)$")]
async fn lets_sign_in(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.plan_request(&words)?;
    scene.plan_ask(Method::GET, request).await?;
    scene.plan_answer_pages().await
}

/// Nobody answers what the provider may show.
#[when(regex = r"^the relying party asks for authorization(?: with ((?:no |[a-z_]+ = ).+))?$")]
async fn asks(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.plan_request(&words)?;
    scene.plan_ask(Method::GET, request).await
}

/// The page that the suite would have somebody take a picture of.
#[then("the user had to sign in anew")]
fn had_to(world: &mut World) -> anyhow::Result<()> {
    let asked = world.scene()?.plan.login(0)?.asked_user;
    anyhow::ensure!(asked, "the provider has not asked the user to sign in");
    Ok(())
}

#[then("the user did not have to sign in anew")]
fn had_not_to(world: &mut World) -> anyhow::Result<()> {
    let asked = world.scene()?.plan.login(0)?.asked_user;
    anyhow::ensure!(!asked, "the provider has asked the user to sign in");
    Ok(())
}

/// OIDC Core 2.
#[then("the user is who they were at the first login")]
fn same_user(world: &mut World) -> anyhow::Result<()> {
    let plan = &world.scene()?.plan;
    let (first, second) = (plan.login(1)?.sub(), plan.login(0)?.sub());
    anyhow::ensure!(
        first == second,
        "CheckIdTokenSubConsistentForSecondAuthorization: sub is {second:?}, and was {first:?}"
    );
    Ok(())
}

/// OIDC Core 2 and 3.1.2.1.
#[then("both ID tokens tell when the user signed in")]
fn both_tell(world: &mut World) -> anyhow::Result<()> {
    let plan = &world.scene()?.plan;
    for back in [1, 0] {
        anyhow::ensure!(plan.login(back)?.auth_time().is_some(), "{NO_AUTH_TIME}");
    }
    Ok(())
}

#[then("the ID token tells when the user signed in")]
fn tells(world: &mut World) -> anyhow::Result<()> {
    let told = world.scene()?.plan.login(0)?.auth_time();
    anyhow::ensure!(told.is_some(), "{NO_AUTH_TIME}");
    Ok(())
}

#[then("by the ID tokens, the user signed in later than at first")]
fn later(world: &mut World) -> anyhow::Result<()> {
    let plan = &world.scene()?.plan;
    let times = plan.login(1)?.auth_time().zip(plan.login(0)?.auth_time());
    anyhow::ensure!(
        times.is_none_or(|(first, second)| second > first),
        "CheckSecondIdTokenAuthTimeIsLaterIfPresent: auth_time first and second: {times:?}"
    );
    Ok(())
}

#[then("by the ID tokens, the user signed in once")]
fn once(world: &mut World) -> anyhow::Result<()> {
    let plan = &world.scene()?.plan;
    let times = plan.login(1)?.auth_time().zip(plan.login(0)?.auth_time());
    anyhow::ensure!(
        times.is_none_or(|(first, second)| second == first),
        "CheckIdTokenAuthTimeClaimsSameIfPresent: auth_time first and second: {times:?}"
    );
    Ok(())
}

const NO_AUTH_TIME: &str = "CheckIdTokenAuthTimeClaimPresentDueToMaxAge: the ID token tells no auth_time, and max_age was sent";
