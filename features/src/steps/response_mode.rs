use anyhow::Context as _;
use cucumber::then;

use crate::scene::Scene;
use crate::user_agent::{Form, count};
use crate::world::World;

/// OAuth 2.0 Multiple Response Type Encoding Practices 5.
#[then("the user comes back without a code, with the state and the issuer only")]
fn comes_back_with_nothing(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.success("none").map(drop)
}

/// OAuth 2.0 Multiple Response Type Encoding Practices 2.1: nothing of the answer is in the query.
#[then("the answer is in the fragment alone")]
fn in_the_fragment(world: &mut World) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    let location = page.redirect().context("there is no redirect")?;
    anyhow::ensure!(location.query().is_none(), "there is a query: {page}");
    anyhow::ensure!(location.fragment().is_some(), "no fragment: {page}");
    Ok(())
}

/// OAuth 2.0 Form Post Response Mode 2: hidden fields and nothing else, sent by a script or, where none
/// runs, by a button.
#[then("the page posts the answer to the redirect URI, with a script or without")]
fn posts_the_answer(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    is_html(scene)?;
    anyhow::ensure!(count(page, "form") == 1, "more than one form: {page}");
    anyhow::ensure!(count(page, "script") == 1, "it has no script: {page}");
    anyhow::ensure!(
        Form::continuation(page).is_some(),
        "it needs a script: {page}"
    );
    let form = Form::of(page)?;
    anyhow::ensure!(
        form.inputs().is_empty(),
        "not all fields are hidden: {page}"
    );
    let expected = scene.request.get("redirect_uri").map(str::to_owned);
    let expected = expected.or_else(|| scene.fact("redirect_uri"));
    anyhow::ensure!(
        expected.as_deref() == Some(form.action().as_str()),
        "it posts to {}",
        form.action()
    );
    Ok(())
}

/// RFC 6749 4.1.2.1 and RFC 9207 2, as hidden fields in their order.
#[then(expr = "the page posts the error {string} saying {string}")]
fn posts_the_error(world: &mut World, error: String, says: String) -> anyhow::Result<()> {
    posts_the_answer(world)?;
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    anyhow::ensure!(page.status == 400, "the status is {}: {page}", page.status);
    let have = Form::of(page)?.fields().clone();
    let expected = super::authorization::error_response(scene, &error, &says, None, true);
    anyhow::ensure!(
        have == expected,
        "it posts\n{}\nnot\n{}",
        have.encoded(),
        expected.encoded()
    );
    Ok(())
}

/// CSP 3: its one script by its hash. Where the form may lead is as with the other forms: an application
/// may send the browser on to anywhere.
#[then("the page runs its own script only, and its form leads on over the web only")]
fn policy(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    let policy = super::pages::policy(page)?;
    let script = policy.iter().find(|it| it.starts_with("script-src "));
    let hashes = script.is_some_and(|it| {
        it.split(' ')
            .skip(1)
            .all(|source| source.starts_with("'sha256-"))
    });
    anyhow::ensure!(hashes, "scripts may be from elsewhere: {policy:?}");
    for directive in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        anyhow::ensure!(policy.contains(&directive), "no {directive}: {policy:?}");
    }
    anyhow::ensure!(
        policy.contains(&"form-action 'self' https: http:"),
        "the form may lead elsewhere: {policy:?}"
    );
    Ok(())
}

fn is_html(scene: &Scene) -> anyhow::Result<()> {
    let page = scene.browser.page()?;
    anyhow::ensure!(
        page.header("content-type") == Some("text/html; charset=utf-8"),
        "it is no page: {page}"
    );
    anyhow::ensure!(page.header("cache-control") == Some("no-store"), "{page}");
    Ok(())
}
