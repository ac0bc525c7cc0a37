use anyhow::Context as _;
use cucumber::{given, then, when};

use crate::own_keys::signing_key;
use crate::params::Params;
use crate::world::World;

#[given(regex = r"^the application's assertions have (.+)$")]
#[when(regex = r"^the application's assertions have (.+)$")]
fn have(world: &mut World, words: String) -> anyhow::Result<()> {
    world.scene()?.own_keys.assertion_changes = words;
    Ok(())
}

#[when("the application's assertions are right again")]
fn are_right(world: &mut World) -> anyhow::Result<()> {
    world.scene()?.own_keys.assertion_changes.clear();
    Ok(())
}

/// It goes by the same name.
#[when(expr = "the application takes another key for its assertions")]
fn takes_another_key(world: &mut World) -> anyhow::Result<()> {
    let own = &mut world.scene()?.own_keys;
    let (key, kid) = own.signing.take().context("it has none so far")?;
    let new = signing_key(key.alg())?;
    let mut jwk = new.public_jwk();
    if let Some(kid) = &kid {
        jwk["kid"] = kid.as_str().into();
    }
    own.public = vec![jwk];
    own.signing = Some((new, kid));
    Ok(())
}

/// By introspection, which needs nothing but a client that is authenticated.
#[when(expr = "one assertion is sent {int} times at once")]
async fn sent_at_once(world: &mut World, times: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let token = Params::from([("token", "any")]);
    let request = scene.client_request("introspection_endpoint", token, "")?;
    scene.send_at_once(request, times).await
}

#[then("exactly one of them is believed")]
fn one_is_believed(world: &mut World) -> anyhow::Result<()> {
    let answers = &world.scene()?.answers;
    let count = |status| {
        let answers = answers.iter();
        answers.filter(|answer| answer.status == status).count()
    };
    let (believed, refused) = (count(200), count(401));
    anyhow::ensure!(
        believed == 1 && believed + refused == answers.len(),
        "of {} assertions {believed} are believed, {refused} refused",
        answers.len()
    );
    Ok(())
}
