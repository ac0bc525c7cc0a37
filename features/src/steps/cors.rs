use cucumber::when;
use reqwest::Method;

use crate::user_agent::Request;
use crate::world::World;

/// The preflight of the Fetch standard's CORS protocol.
#[when(expr = "a script of {string} asks whether it may send {string} to the {word} endpoint")]
async fn asks(
    world: &mut World,
    origin: String,
    method: String,
    endpoint: String,
) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let url = scene.provider.endpoint(&format!("{endpoint}_endpoint"))?;
    let request = Request::new(Method::OPTIONS, url)
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header(
            "access-control-request-headers",
            "authorization,content-type",
        );
    scene.answer = Some(scene.http.send(request).await?);
    Ok(())
}

#[when(expr = "a script of {string} reads the {word}")]
async fn reads(world: &mut World, origin: String, what: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let address = match what.as_str() {
        "keys" => scene.provider.endpoint("jwks_uri")?,
        _ => scene.provider.metadata_url().parse()?,
    };
    let request = Request::get(address).header("origin", origin);
    scene.answer = Some(scene.http.send(request).await?);
    Ok(())
}
