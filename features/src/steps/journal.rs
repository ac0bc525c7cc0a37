use cucumber::then;

use crate::world::World;

/// The wire has one text for many causes; beside it, the cause is told.
#[then(regex = r#"^the journal knows for the (.+) endpoint the reason "(.+)"$"#)]
async fn knows(world: &mut World, endpoint: String, reason: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let refusals = scene.provider.refusals().await?;
    let last = refusals.last();
    anyhow::ensure!(
        last.is_some_and(|refusal| refusal.endpoint == endpoint && refusal.reason == reason),
        "the last refusal is {last:?}"
    );
    Ok(())
}

/// Whoever reads the journal at a terminal or line by line must not be misled by what a stranger sent.
#[then(expr = "the journal tells for the {word} endpoint a reason of one line")]
async fn tells_one_line(world: &mut World, endpoint: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let refusals = scene.provider.refusals().await?;
    let last = refusals.last();
    anyhow::ensure!(
        last.is_some_and(|refusal| {
            refusal.endpoint == endpoint
                && !refusal.reason.is_empty()
                && !refusal.reason.contains(char::is_control)
        }),
        "the last refusal is {last:?}"
    );
    Ok(())
}

#[then("the answer does not tell it")]
async fn does_not_tell(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let answer = scene.answer()?;
    for refusal in scene.provider.refusals().await? {
        let told = answer.body.contains(&refusal.reason)
            || answer.headers.values().any(|value| {
                value
                    .to_str()
                    .is_ok_and(|value| value.contains(&refusal.reason))
            });
        anyhow::ensure!(!told, "the answer tells {:?}", refusal.reason);
    }
    Ok(())
}
