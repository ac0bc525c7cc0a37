use anyhow::Context as _;
use cucumber::{given, then, when};

use crate::browser::{Chromium, Hand};
use crate::scene::Scene;
use crate::subject::Companion;
use crate::world::World;

#[given(regex = r"^a user with a (mouse|keyboard) and a window of (\d+) by (\d+)$")]
async fn a_user(world: &mut World, hand: String, width: u32, height: u32) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let hand = if hand == "mouse" {
        Hand::Mouse
    } else {
        Hand::Keyboard
    };
    let mut hashes = Vec::new();
    let companion = scene.companion().map(Companion::base_url).ok();
    for address in [Some(scene.provider.issuer.as_str()), companion]
        .into_iter()
        .flatten()
    {
        if address.starts_with("https:") {
            hashes.push(scene.http.spki_hash(address).await?);
        }
    }
    let pictures = scene.stage.options.screenshots.clone();
    let chromium = Chromium::open((width, height), hand, &hashes, pictures).await?;
    scene.chromium = Some(chromium);
    Ok(())
}

#[when(expr = "the browser goes to {string}")]
async fn goes_to(world: &mut World, path: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let url = format!("{}{path}", scene.companion()?.base_url());
    chromium(scene)?.visit(&url).await
}

#[when("the application sends the browser to the bank")]
async fn sends_the_browser(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let wish = format!("redirect_uri = {}", scene.back_end()?.redirect_uri());
    let request = scene.authorization_request(&wish)?;
    let mut url = scene.provider.endpoint("authorization_endpoint")?;
    url.set_query(Some(&request.encoded()));
    chromium(scene)?.visit(url.as_str()).await
}

#[then("the browser shows the way in to the application")]
async fn shows_the_way_in(world: &mut World) -> anyhow::Result<()> {
    shows(world.scene()?, "a[href^='/auth']", "1-application").await
}

#[when("the user chooses to sign in with Banno")]
async fn chooses(world: &mut World) -> anyhow::Result<()> {
    chromium(world.scene()?)?.press("a[href^='/auth']").await
}

#[then("the browser shows the bank's login page")]
async fn shows_login(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    shows(scene, "#username", "2-login").await?;
    let address = chromium(scene)?.address().await?;
    let origin = scene.provider.origin()?;
    anyhow::ensure!(
        address.starts_with(&origin),
        "a password is asked for at {address}"
    );
    Ok(())
}

#[when(expr = "the user types the password {string} and signs in")]
async fn types_a_password(world: &mut World, password: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let username = scene.stage.target.user.username.clone();
    let chromium = chromium(scene)?;
    chromium.fill_in("#username", &username).await?;
    chromium.fill_in("#password", &password).await?;
    chromium.press("#submit").await
}

#[when("the user types their name and password and signs in")]
async fn types(world: &mut World) -> anyhow::Result<()> {
    let password = world
        .scene()?
        .stage
        .target
        .user
        .password
        .expose()
        .to_owned();
    types_a_password(world, password).await
}

#[when("the user types their password and signs in")]
async fn types_only_the_password(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let password = scene.stage.target.user.password.expose().to_owned();
    let chromium = chromium(scene)?;
    chromium.fill_in("#password", &password).await?;
    chromium.press("#submit").await
}

#[then("the browser says that the sign-in failed")]
async fn says_failed(world: &mut World) -> anyhow::Result<()> {
    shows(world.scene()?, "[role=alert]", "2-login-failed").await
}

#[then("the browser shows what the application asks for")]
async fn shows_consent(world: &mut World) -> anyhow::Result<()> {
    shows(world.scene()?, "#allow", "3-consent").await
}

#[when("the user agrees")]
async fn agrees(world: &mut World) -> anyhow::Result<()> {
    chromium(world.scene()?)?.press("#allow").await
}

#[when("the user goes back without signing in")]
async fn goes_back(world: &mut World) -> anyhow::Result<()> {
    chromium(world.scene()?)?.press("#cancel").await
}

#[then("the browser shows the user's claims")]
async fn shows_claims(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let chromium = chromium(scene)?;
    let shown = chromium
        .arrives("#claims", "4-claims")
        .await?
        .text()
        .await?;
    let address = chromium.address().await?;
    let expected = format!("{}/me", scene.companion()?.base_url());
    anyhow::ensure!(address == expected, "the browser is at {address}");
    let claims: serde_json::Value = serde_json::from_str(&shown)?;
    for (name, value) in &scene.stage.target.user.claims {
        anyhow::ensure!(
            claims[name] == *value,
            "{name} is {}, not {value}",
            claims[name]
        );
    }
    fits(chromium).await
}

#[when("the user chooses to sign out")]
async fn chooses_to_sign_out(world: &mut World) -> anyhow::Result<()> {
    chromium(world.scene()?)?.press("#sign-out").await
}

#[then("the browser shows the bank's question")]
async fn shows_question(world: &mut World) -> anyhow::Result<()> {
    shows(world.scene()?, "#logout", "7-logout").await
}

#[when("the user says yes")]
async fn says_yes(world: &mut World) -> anyhow::Result<()> {
    chromium(world.scene()?)?.press("#logout").await
}

#[then("the browser shows that the user is signed out")]
async fn shows_signed_out(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    shows(scene, "#signed-out-page", "8-signed-out").await?;
    let address = chromium(scene)?.address().await?;
    let expected = format!("{}/logout/cb", scene.companion()?.base_url());
    anyhow::ensure!(
        address.starts_with(&expected),
        "the browser is at {address}"
    );
    Ok(())
}

#[then("the browser shows a friendly page")]
async fn shows_friendly_page(world: &mut World) -> anyhow::Result<()> {
    shows(world.scene()?, "#error-page", "5-cancelled").await
}

#[then("the browser shows the application's own page")]
async fn shows_own_page(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    shows(scene, "#home", "6-home").await?;
    let address = chromium(scene)?.address().await?;
    let home = scene.back_end()?.home();
    anyhow::ensure!(address == home, "the browser is at {address}, not {home}");
    Ok(())
}

pub(super) fn chromium(scene: &Scene) -> anyhow::Result<&Chromium> {
    scene
        .chromium
        .as_ref()
        .context("there is no real browser yet")
}

pub(super) async fn shows(scene: &Scene, css: &str, name: &str) -> anyhow::Result<()> {
    let chromium = chromium(scene)?;
    chromium.arrives(css, name).await?;
    fits(chromium).await
}

async fn fits(chromium: &Chromium) -> anyhow::Result<()> {
    anyhow::ensure!(chromium.fits().await?, "the page is wider than its window");
    Ok(())
}
