use cucumber::{then, when};
use reqwest::Method;
use serde_json::json;

use crate::plan::unsigned;
use crate::scene::Scene;
use crate::world::World;

/// OIDC Core 6.1: state and nonce stand in the object alone.
#[when(
    "the relying party asks by a request object that nobody signed, with state and nonce in it alone"
)]
async fn asks_by_object(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    skip_where_none_is_not_taken(scene)?;
    let request = scene.plan_request("")?;
    let mut claims = json!({ "iss": scene.fact("client_id"), "aud": scene.provider.issuer });
    for name in request.names() {
        claims[name] = request.get(name).into();
    }
    let words = format!("no state; no nonce; request = {}", unsigned(&claims));
    let mut outside = scene.plan_request(&words)?;
    // The object has the numbers of the request before.
    outside.set("scope", "openid");
    scene.plan_ask(Method::GET, outside).await?;
    scene.plan_answer_pages().await?;
    scene.plan.within_object = claims.as_object().cloned();
    Ok(())
}

/// OIDC Core 3.1.2.6, 6.1: who has no request objects says so, and ignores none.
#[then("the object is honoured, or refused as request_not_supported")]
fn honoured_or_refused(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let response = scene.plan_response()?;
    let error = response.as_ref().and_then(|it| it.get("error"));
    if error == Some("request_not_supported") {
        let why = "the provider refuses request objects (request_not_supported)";
        return Err(scene.plan.notes.skip(why));
    }
    let within = scene.plan.within_object.clone().unwrap_or_default();
    if let Some(state) = within.get("state").and_then(|state| state.as_str()) {
        scene.plan.request.set("state", state);
    }
    scene.plan_code()?;
    let supported = scene.provider.flag("request_parameter_supported");
    scene.plan.notes.expect(
        supported == Some(true),
        "CheckDiscEndpointRequestParameterSupported",
        || "request objects work, and request_parameter_supported does not say so".to_owned(),
    );
    Ok(())
}

/// OIDC Core 6.1: a redirect URI in the object, another beside it.
#[when(
    "the relying party asks with its redirect URI in a request object, and another one beside it"
)]
async fn asks_with_redirect_uri(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    skip_where_none_is_not_taken(scene)?;
    let uri = scene.fact("redirect_uri").unwrap_or_default();
    let claims = json!({ "redirect_uri": uri, "client_id": scene.fact("client_id") });
    let words = format!(
        "redirect_uri = {uri}/jZ2k8Wq1xT; request = {}",
        unsigned(&claims)
    );
    let request = scene.plan_request(&words)?;
    scene.plan_ask(Method::GET, request).await
}

/// Whoever answers with a redirect to the registered address has not looked at the one that was sent.
#[then("the object is honoured, or an error page is shown")]
async fn honoured_or_page(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let uri = scene.fact("redirect_uri").unwrap_or_default();
    scene.plan.request.set("redirect_uri", uri);
    if scene.plan_response()?.is_none() && !scene.shows_login()? {
        return super::answers::is_error_page(scene);
    }
    scene.plan_answer_pages().await?;
    scene.plan_code().map(drop)
}

/// Who lists algorithms for request objects and not `none` takes no unsigned ones.
fn skip_where_none_is_not_taken(scene: &mut Scene) -> anyhow::Result<()> {
    let algs = scene
        .provider
        .listed("request_object_signing_alg_values_supported");
    if algs.is_empty() || algs.iter().any(|alg| alg == "none") {
        return Ok(());
    }
    let why = format!(
        "the provider takes request objects that are signed only ({})",
        algs.join(", ")
    );
    Err(scene.plan.notes.skip(why))
}
