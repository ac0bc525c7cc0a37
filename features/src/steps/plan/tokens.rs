use anyhow::Context as _;
use cucumber::{then, when};
use serde_json::{Map, Value};

use crate::params::Params;
use crate::scene::Scene;
use crate::world::World;

/// RFC 6749 4.1.2, right after the first use: it should be refused.
#[then("the code is good for nothing any more")]
async fn second_use(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.plan_code_request(&scene.plan.login(0)?.code, "")?;
    let answer = scene.http.send(request.clone()).await?;
    if answer.status == 200 {
        let says = "a code brings tokens a second time";
        scene
            .plan
            .notes
            .warn("ServerAllowedReusingAuthorizationCode", says);
        return Ok(());
    }
    is_invalid_grant(&scene.plan_refused(request).await?)
}

/// RFC 6749 4.1.2: it must be refused.
#[then("the code is refused as an invalid_grant")]
async fn refused(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let request = scene.plan_code_request(&scene.plan.login(0)?.code, "")?;
    is_invalid_grant(&scene.plan_refused(request).await?)
}

/// RFC 6749 4.1.2: what a code has brought should end when it is used again.
#[then("its access token has ended")]
async fn token_has_ended(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let token = scene
        .plan
        .login(0)?
        .token("access_token")
        .unwrap_or_default();
    let answer = scene.userinfo(token).await?;
    let says = format!(
        "userinfo answers {} to the access token of a code that was used twice",
        answer.status
    );
    let is_refused = (400..500).contains(&answer.status);
    scene
        .plan
        .notes
        .expect(is_refused, "EnsureHttpStatusCodeIs4xx", || says);
    Ok(())
}

/// OIDC Core 11, where the provider has that scope; otherwise it may give a refresh token all the same.
#[when("the relying party signs the user in for offline access")]
async fn for_offline_access(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let words = offline(scene);
    scene.plan_sign_in(&words).await?;
    has_refresh_token(scene)
}

/// With a nonce of all characters that need no escape, and as long as the suite's.
#[when("the relying party of another client signs the user in for offline access")]
async fn another_for_offline_access(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    scene.act_as("another")?;
    let words = format!(
        "{}; nonce = 0123456789-._~0123456789-._~0123456789-._~0",
        offline(scene)
    );
    scene.plan_sign_in(words.trim_start_matches("; ")).await?;
    has_refresh_token(scene)
}

#[then("it refreshes, and names the scope that it has")]
async fn refreshes_with_scope(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let scope = scene.plan.login(0)?.request.get("scope").map(str::to_owned);
    refresh(scene, &format!("scope = {}", scope.unwrap_or_default())).await
}

#[then("it refreshes")]
async fn refreshes(world: &mut World) -> anyhow::Result<()> {
    refresh(world.scene()?, "").await
}

/// RFC 6749 6 and 10.4: a refresh token is bound to its client.
#[then("its refresh token is refused to the first client as an invalid_grant")]
async fn bound_to_client(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let token = scene.plan_refresh_token(0)?;
    let token = token.context("there is no refresh token")?;
    scene.act_as("default")?;
    let params = Params::from([("grant_type", "refresh_token"), ("refresh_token", &token)]);
    let request = scene.client_request("token_endpoint", params, "")?;
    is_invalid_grant(&scene.plan_refused(request).await?)
}

fn offline(scene: &Scene) -> String {
    let offered = scene.provider.listed("scopes_supported");
    if offered.iter().any(|scope| scope == "offline_access") {
        "scope = openid offline_access; prompt = consent".to_owned()
    } else {
        String::new()
    }
}

fn has_refresh_token(scene: &mut Scene) -> anyhow::Result<()> {
    let grants = scene.provider.listed("grant_types_supported");
    let is_listed = grants.iter().any(|grant| grant == "refresh_token");
    let has = scene.plan_refresh_token(0)?.is_some();
    let notes = &mut scene.plan.notes;
    match (has, is_listed) {
        (true, true) => Ok(()),
        (true, false) => {
            let says = "there are refresh tokens, and grant_types_supported does not say so";
            notes.warn("EnsureServerConfigurationSupportsRefreshToken", says);
            Ok(())
        }
        (false, true) => {
            let says = "grant_types_supported has refresh_token, and there is none";
            notes.warn("EnsureServerConfigurationDoesNotSupportRefreshToken", says);
            Err(notes.skip("the provider gives no refresh token"))
        }
        (false, false) => Err(notes.skip("the provider gives no refresh token")),
    }
}

async fn refresh(scene: &mut Scene, words: &str) -> anyhow::Result<()> {
    // A new ID token has a time of its own.
    scene.let_pass(1).await?;
    let token = scene.plan_refresh_token(0)?;
    let token = token.context("there is no refresh token")?;
    let (tokens, claims) = scene.plan_refresh(&token, words).await?;
    let old = scene.plan.login(0)?.claims.clone();
    if let Some(claims) = &claims {
        check_same_login(&old, claims)?;
    }
    scene.plan_userinfo(&tokens, &old).await?;
    Ok(())
}

/// OIDC Core 12.2.
fn check_same_login(old: &Map<String, Value>, new: &Map<String, Value>) -> anyhow::Result<()> {
    for name in ["iss", "sub", "aud", "auth_time", "azp"] {
        let (old, new) = (old.get(name), new.get(name));
        anyhow::ensure!(
            old == new || (name == "auth_time" && new.is_none()),
            "CompareIdTokenClaims: {name} was {old:?} and is {new:?}"
        );
    }
    anyhow::ensure!(
        old.get("iat") != new.get("iat"),
        "CompareIdTokenClaims: the refreshed ID token has the iat of the first"
    );
    Ok(())
}

fn is_invalid_grant(error: &str) -> anyhow::Result<()> {
    anyhow::ensure!(
        error == "invalid_grant",
        "CheckErrorFromTokenEndpointResponseErrorInvalidGrant: the error is {error}"
    );
    Ok(())
}
