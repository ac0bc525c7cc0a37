use cucumber::{then, when};
use reqwest::Method;

use crate::params::Params;
use crate::plan::{check_code, claims_of_scope};
use crate::scene::Scene;
use crate::user_agent::{Answer, Request, text};
use crate::world::World;

/// RFC 6749 10.10, RFC 6819 5.1.4.2.2.
#[then("the code is long and cannot be guessed")]
fn code(world: &mut World) -> anyhow::Result<()> {
    check_code(&world.scene()?.plan.login(0)?.code)
}

#[then("the token response says how long the access token is good for")]
fn expiry(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.plan_expect_expiry()
}

/// OIDC Core 5.4.
#[then("the ID token tells only what it has to, and what was asked of it")]
fn no_more(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.plan_expect_no_more()
}

#[then(expr = "the ID token does not tell {word}")]
fn id_token_does_not(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = scene.plan.login(0)?.claims.contains_key(&name);
    scene.plan.notes.expect(
        !told,
        "EnsureIdTokenDoesNotContainNonRequestedClaims",
        || format!("the ID token tells {name}, which was to be told at userinfo"),
    );
    Ok(())
}

#[then(expr = "userinfo does not tell {word}")]
fn userinfo_does_not(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = scene.plan.login(0)?.userinfo.contains_key(&name);
    scene
        .plan
        .notes
        .expect(!told, "EnsureUserInfoDoesNotContainName", || {
            format!("userinfo tells {name}, which nobody asked for")
        });
    Ok(())
}

/// OIDC Core 5.5.1.
#[then(expr = "userinfo tells {word}")]
fn userinfo_tells(world: &mut World, name: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let told = scene.plan.login(0)?.userinfo.contains_key(&name);
    scene
        .plan
        .notes
        .expect(told, "EnsureUserInfoContainsName", || {
            format!("userinfo does not tell {name}, which is essential")
        });
    Ok(())
}

/// OIDC Core 5.4.
#[then(expr = "userinfo tells all claims of the scope(s) {string}")]
fn all_of_scopes(world: &mut World, scopes: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let userinfo = scene.plan.login(0)?.userinfo.clone();
    for claim in scopes.split(' ').flat_map(claims_of_scope) {
        scene.plan.notes.expect(
            userinfo.contains_key(*claim),
            "VerifyScopesReturnedInUserInfoClaims",
            || format!("userinfo does not tell {claim}"),
        );
    }
    Ok(())
}

/// OIDC Core 5.3.1.
#[then("userinfo answers a POST with the access token in the header")]
async fn post_with_header(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let answer = post_userinfo(scene, true).await?;
    scene.plan_check_userinfo(&answer)
}

/// RFC 6750 2.2.
#[then("userinfo answers a POST with the access token in the body")]
async fn post_with_body(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let answer = post_userinfo(scene, false).await?;
    if (200..300).contains(&answer.status) {
        return scene.plan_check_userinfo(&answer);
    }
    let says = format!("the status is {}", answer.status);
    scene
        .plan
        .notes
        .warn("CallUserInfoEndpointWithBearerTokenInBody", says);
    Ok(())
}

async fn post_userinfo(scene: &Scene, in_header: bool) -> anyhow::Result<Answer> {
    let token = scene
        .plan
        .login(0)?
        .token("access_token")
        .unwrap_or_default();
    let url = scene.provider.endpoint("userinfo_endpoint")?;
    let request = if in_header {
        // Without a length, there is no body that could be a form.
        Request::form(url, &Params::default())
            .header("authorization", format!("Bearer {token}"))
            .header("content-length", "0")
    } else {
        Request::form(url, &Params::from([("access_token", token)]))
    };
    scene.http.send(request).await
}

/// OIDC Core 3.1.2.6.
#[then(expr = "the relying party is told one of the errors {string}")]
fn one_of(world: &mut World, errors: String) -> anyhow::Result<()> {
    let error = world.scene()?.plan_error()?;
    is_one_of(&error, &errors)
}

#[then(expr = "an error page is shown, or the relying party is told one of the errors {string}")]
fn page_or_one_of(world: &mut World, errors: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    if scene.plan_response()?.is_none() {
        return is_error_page(scene);
    }
    is_one_of(&scene.plan_error()?, &errors)
}

/// RFC 6749 3.1.2.4: where nobody knows the redirect URI, nobody is sent there.
#[then("an error page is shown, and nobody is sent back")]
fn page(world: &mut World) -> anyhow::Result<()> {
    is_error_page(world.scene()?)
}

/// The registered redirect URI, and something behind it that is not.
#[when("the relying party asks for authorization with a redirect URI that is not registered")]
async fn unregistered(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let uri = scene.fact("redirect_uri").unwrap_or_default();
    let request = scene.plan_request(&format!("redirect_uri = {uri}/jZ2k8Wq1xT"))?;
    scene.plan_ask(Method::GET, request).await
}

fn is_one_of(error: &str, errors: &str) -> anyhow::Result<()> {
    anyhow::ensure!(
        errors.split(' ').any(|it| it == error),
        "the provider answers {error}, and not one of {errors}"
    );
    Ok(())
}

/// What the suite would have somebody take a picture of: a page that says that something is wrong.
pub(super) fn is_error_page(scene: &Scene) -> anyhow::Result<()> {
    let page = scene.browser.page()?;
    anyhow::ensure!(page.redirect().is_none(), "the user is sent on: {page}");
    let is_html = page
        .header("content-type")
        .is_some_and(|it| it.starts_with("text/html"));
    anyhow::ensure!(is_html, "there is no page: {page}");
    anyhow::ensure!(
        !scene.shows_login()?,
        "the user is asked to sign in: {page}"
    );
    let element = scene.stage.target.login.error();
    let says_so = page.status >= 400 || text(page, element).is_some();
    anyhow::ensure!(says_so, "the page tells no error: {page}");
    Ok(())
}

/// OIDC Core 3.1.2.1: who has a session is not asked.
#[then("the relying party is told a code")]
fn told_code(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.plan_code().map(drop)
}
