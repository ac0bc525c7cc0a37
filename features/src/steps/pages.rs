use anyhow::Context as _;
use cucumber::{then, when};
use serde_json::Value;
use url::Url;

use crate::user_agent::{Answer, Form, count, text};
use crate::world::World;

#[when("the user signs in, but the form's token is forged")]
async fn forged_login(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.login_request(Form::with_forged_token)?;
    scene.browser.send(request).await
}

#[when("the user allows it, but the form's token is forged")]
async fn forged_consent(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let pages = scene.pages()?;
    let form = Form::with(scene.browser.page()?, pages.allow.as_str())?.with_forged_token()?;
    let request = form.submission(&[], pages.allow.as_str())?;
    scene.browser.send(request).await
}

#[then("the page cannot be framed and runs no script")]
fn cannot_be_framed(world: &mut World) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    let policy = policy(page)?;
    for directive in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        anyhow::ensure!(
            policy.contains(&directive),
            "the policy has no {directive}: {policy:?}"
        );
    }
    let allows_scripts = policy
        .iter()
        .any(|directive| directive.starts_with("script-src"));
    anyhow::ensure!(!allows_scripts, "the policy lets scripts run: {policy:?}");
    anyhow::ensure!(page.header("x-frame-options") == Some("DENY"), "{page}");
    anyhow::ensure!(
        page.header("x-content-type-options") == Some("nosniff"),
        "{page}"
    );
    anyhow::ensure!(
        page.header("referrer-policy") == Some("no-referrer"),
        "{page}"
    );
    anyhow::ensure!(count(page, "script") == 0, "the page has a script: {page}");
    Ok(())
}

/// CSP 3, form-action: a browser holds a form to it through every redirect, and where an application
/// sends its users on to is the application's own affair.
#[then("its form leads to the provider and, after that, on over the web only")]
fn form_leads(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let page = scene.browser.page()?;
    let policy = policy(page)?;
    anyhow::ensure!(
        policy.contains(&"form-action 'self' https: http:"),
        "the policy is {policy:?}"
    );
    let action = Form::of(page)?.action().origin().ascii_serialization();
    anyhow::ensure!(
        action == scene.provider.origin()?,
        "the form leads to {action}"
    );
    Ok(())
}

#[then("the page names somebody else")]
fn names_somebody_else(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let user = scene.another_user()?;
    let name = user.claims.get("name").and_then(Value::as_str);
    let name = name.context("the second user has no name")?;
    let page = scene.browser.page()?;
    let read = text(page, "body").unwrap_or_default();
    anyhow::ensure!(read.contains(name), "{name} is not in {read:?}");
    Ok(())
}

#[then("each of its fields has a label")]
fn has_labels(world: &mut World) -> anyhow::Result<()> {
    let page = world.scene()?.browser.page()?;
    let form = Form::of(page)?;
    anyhow::ensure!(!form.inputs().is_empty(), "there is no field");
    for name in form.inputs() {
        let css = format!("label[for='{name}']");
        anyhow::ensure!(
            count(page, &css) == 1,
            "the field {name} has no label: {page}"
        );
    }
    anyhow::ensure!(
        count(page, "html[lang]") == 1,
        "the page does not say its language"
    );
    Ok(())
}

#[then("each of the browser's cookies is HttpOnly, Secure and below the provider's path")]
fn cookies_are_safe(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let institution = Url::parse(&scene.provider.issuer)?;
    let tls = institution.scheme() == "https";
    let mut seen = 0;
    for exchange in scene.http.all() {
        for cookie in exchange.answer.all("set-cookie") {
            seen += 1;
            let has = |wanted: &str| cookie.split("; ").any(|part| part == wanted);
            let name = cookie.split('=').next().unwrap_or_default();
            anyhow::ensure!(has("HttpOnly"), "{name} is not HttpOnly");
            anyhow::ensure!(has("Secure") || !tls, "{name} is not Secure");
            let path = cookie
                .split("; ")
                .find_map(|part| part.strip_prefix("Path="));
            let below = path.is_some_and(|path| path.starts_with(institution.path()));
            anyhow::ensure!(below, "{name} goes to {path:?}");
        }
    }
    anyhow::ensure!(seen > 0, "there was no cookie");
    Ok(())
}

pub(super) fn policy(page: &Answer) -> anyhow::Result<Vec<&str>> {
    let policy = page.header("content-security-policy");
    let policy = policy.with_context(|| format!("no Content-Security-Policy: {page}"))?;
    Ok(policy.split("; ").collect())
}
