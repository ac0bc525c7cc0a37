use anyhow::Context as _;
use cucumber::{given, then, when};
use serde_json::{Map, Value};

use crate::change;
use crate::jose;
use crate::params::Params;
use crate::scene::Scene;
use crate::user_agent::{Answer, Form, Request, text};
use crate::world::World;

#[when(expr = "the user opens {string}")]
async fn opens(world: &mut World, path: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let url = format!("{}{path}", scene.companion()?.base_url());
    scene.browser.open(&url).await?;
    scene.follow().await
}

#[when(expr = "the user presses {string}")]
async fn presses(world: &mut World, link: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.browser.press_link(&link).await?;
    scene.follow().await
}

#[given("the user has signed in to the companion")]
#[when("the user signs in to the companion again")]
async fn has_signed_in(world: &mut World) -> anyhow::Result<()> {
    sign_in(world.scene()?).await
}

/// Walks up to the provider's answer, which a stranger changes on its way through the browser.
#[when(regex = r"^the user signs in, but the answer comes back with (.+)$")]
async fn comes_back_with(world: &mut World, words: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    begin(scene).await?;
    let origin = scene.provider.origin()?;
    let pages = scene.pages()?;
    scene.browser.follow_within(&[&origin]).await?;
    let login = scene.login_request(Ok)?;
    scene.browser.send(login).await?;
    scene.browser.follow_within(&[&origin]).await?;
    if scene.shows_button(pages.allow.as_str()) {
        scene.browser.submit(&[], pages.allow.as_str()).await?;
        scene.browser.follow_within(&[&origin]).await?;
    }
    let page = scene.browser.page()?;
    let request = if let Some(mut address) = page.redirect() {
        let answer = changed(scene, address.query().unwrap_or_default(), &words)?;
        address.set_query(Some(&answer));
        Request::get(address)
    } else {
        let mut posted = Form::continuation(page).context("the browser is not sent back")?;
        let answer = posted.body.take().unwrap_or_default();
        posted.body = Some(changed(scene, &answer, &words)?);
        posted
    };
    scene.browser.send(request).await?;
    scene.follow().await
}

/// An answer as a stranger has changed it.
fn changed(scene: &Scene, answer: &str, words: &str) -> anyhow::Result<String> {
    let mut params = Params::decode(answer);
    change::apply(&mut params, words, |name| scene.fact(name))?;
    Ok(params.encoded())
}

#[then(expr = "the user is at {string}")]
fn is_at(world: &mut World, expected: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    let expected = format!("{}{expected}", scene.companion()?.base_url());
    anyhow::ensure!(page.url.as_str() == expected, "the user is at {}", page.url);
    anyhow::ensure!(page.status == 200, "{page}");
    Ok(())
}

#[then(expr = "the page reads {string}")]
fn page_reads(world: &mut World, expected: String) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    let read = text(page, "body").unwrap_or_default();
    anyhow::ensure!(read.contains(&expected), "the page reads {read:?}");
    Ok(())
}

#[then(expr = "a friendly page says {string} and names the error {string}")]
fn friendly_page(world: &mut World, says: String, name: String) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    anyhow::ensure!(
        (400..505).contains(&page.status),
        "the status is {}",
        page.status
    );
    let told =
        text(page, "#error-page").with_context(|| format!("no element #error-page: {page}"))?;
    anyhow::ensure!(told.contains(&says), "it says {told:?}");
    let named = text(page, "#error-name").unwrap_or_default();
    anyhow::ensure!(named == name, "it names {named:?}");
    Ok(())
}

#[then("the user is not signed in to the companion")]
async fn is_not_signed_in(world: &mut World) -> anyhow::Result<()> {
    let answer = claims_page(world.scene()?).await?;
    anyhow::ensure!(answer.status != 200, "/me shows {answer}");
    Ok(())
}

/// The claims of Banno's quickstart, and what makes them an ID token for this application.
#[then("the companion shows every claim of the user, for itself, for an hour")]
async fn shows_every_claim(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let claims = shown_claims(scene).await?;
    for (name, value) in &scene.stage.target.user.claims {
        let have = claims.get(name);
        anyhow::ensure!(have == Some(value), "{name} is {have:?}, not {value}");
    }
    let is = |name: &str| claims.get(name).and_then(Value::as_str);
    anyhow::ensure!(
        is("iss") == Some(&scene.provider.issuer),
        "iss is {:?}",
        is("iss")
    );
    anyhow::ensure!(
        is("aud") == Some(&scene.client()?.client_id),
        "aud is {:?}",
        is("aud")
    );
    if scene.stage.target.capabilities.has("picture")? {
        let own = scene.provider.origin()?;
        let picture = is("picture");
        anyhow::ensure!(
            picture.is_some_and(|at| at.starts_with(&own)),
            "picture: {picture:?}"
        );
    }
    anyhow::ensure!(is("sid").is_some(), "there is no sid");
    let number = |name: &str| claims.get(name).and_then(Value::as_i64);
    let lifetime = number("exp").zip(number("iat")).map(|(exp, iat)| exp - iat);
    anyhow::ensure!(lifetime == Some(3600), "exp - iat is {lifetime:?}");
    Ok(())
}

#[then("the claim at_hash fits the access token that the companion printed")]
async fn at_hash_fits(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let claims = shown_claims(scene).await?;
    let printed = printed_tokens(scene)?;
    let members: Vec<_> = printed.keys().map(String::as_str).collect();
    let all = [
        "access_token",
        "expires_at",
        "id_token",
        "refresh_token",
        "scope",
        "token_type",
    ];
    anyhow::ensure!(members == all, "it printed {members:?}");
    let access_token = printed["access_token"].as_str().unwrap_or_default();
    let expected = Value::String(jose::at_hash(access_token));
    anyhow::ensure!(
        claims.get("at_hash") == Some(&expected),
        "{:?}",
        claims.get("at_hash")
    );
    Ok(())
}

/// Opens the companion's way in; the browser then stands at its redirect to the provider.
pub(super) async fn begin(scene: &mut Scene) -> anyhow::Result<()> {
    let url = format!("{}/login.html", scene.companion()?.base_url());
    scene.browser.open(&url).await?;
    scene.browser.press_link("Sign in with Banno").await
}

/// Signs in and allows, where the user is asked to, and comes back.
pub(super) async fn sign_in(scene: &mut Scene) -> anyhow::Result<()> {
    begin(scene).await?;
    scene.follow().await?;
    if scene.shows_login()? {
        scene.sign_in().await?;
    }
    scene.allow_where_asked().await?;
    is_back(scene)
}

/// The sign-in has led back to a page of the companion's, and to none that tells an error.
pub(super) fn is_back(scene: &Scene) -> anyhow::Result<()> {
    let page = scene.browser.page()?;
    let own = scene.companion()?.base_url();
    anyhow::ensure!(
        page.status == 200 && page.url.as_str().starts_with(own),
        "the user is not signed in to the companion: {page}"
    );
    Ok(())
}

/// What `/me` answers to a program that carries the browser's cookies.
async fn claims_page(scene: &mut Scene) -> anyhow::Result<Answer> {
    let url = format!("{}/me", scene.companion()?.base_url());
    let request = Request::get(url.parse()?).header("accept", "application/json");
    scene.browser.send(request).await?;
    Ok(scene.browser.page()?.clone())
}

pub(super) async fn shown_claims(scene: &mut Scene) -> anyhow::Result<Map<String, Value>> {
    let answer = claims_page(scene).await?;
    anyhow::ensure!(answer.status == 200, "/me answers {answer}");
    let claims = answer.json()?;
    Ok(claims.as_object().context("not an object")?.clone())
}

/// The last token set that the companion printed.
pub(super) fn printed_tokens(scene: &Scene) -> anyhow::Result<Map<String, Value>> {
    let printed = scene.companion()?.printed();
    let start = printed.rfind("\n{").context("it printed no token set")?;
    Ok(serde_json::from_str(&printed[start..])?)
}
