use cucumber::{then, when};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use crate::noise::Noise;
use crate::params::Params;
use crate::scene::Scene;
use crate::user_agent::Answer;
use crate::world::World;

#[when(expr = "{int} random and malformed requests arrive")]
async fn arrive(world: &mut World, count: usize) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let mut noise = Noise::new(SEED, &scene.provider.issuer, right_parameters(scene)?);
    let requests: Vec<_> = (0..count)
        .map(|_| noise.request())
        .collect::<anyhow::Result<_>>()?;
    // What went over the wire is told by the answer that is wrong; nobody reads ten thousand.
    let http = scene.http.with_fresh_log();
    let answers = stream::iter(requests).map(|request| {
        let http = &http;
        async move {
            let answer = http.send(request.clone()).await?;
            Ok::<_, anyhow::Error>((request, answer))
        }
    });
    let mut answers = answers.buffer_unordered(AT_ONCE);
    while let Some((request, answer)) = answers.try_next().await? {
        anyhow::ensure!(answer.status < 500, "{request}\n\n{answer}");
        anyhow::ensure!(!gives_something(&answer), "{request}\n\n{answer}");
        scene.answers.push(answer);
    }
    Ok(())
}

#[then("the provider has answered each of them, and gives nothing away")]
async fn answered_each(world: &mut World) -> anyhow::Result<()> {
    let scene = world.scene()?;
    anyhow::ensure!(
        scene.answers.len() > 1000,
        "{} answers",
        scene.answers.len()
    );
    let refused = |answer: &&Answer| (400..500).contains(&answer.status);
    anyhow::ensure!(
        scene.answers.iter().any(|answer| refused(&answer)),
        "none is refused"
    );
    scene.obtain_code().await?;
    scene.redeem().await
}

/// A code, a token or a claim for a request that is wrong.
fn gives_something(answer: &Answer) -> bool {
    let location = answer.header("location").unwrap_or_default();
    let sent = ["?code=", "&code=", "#code="];
    let sent = sent.iter().any(|code| location.contains(code));
    let secrets = [
        "\"access_token\"",
        "\"sub\":",
        "\"active\":true",
        "name=\"code\"",
    ];
    let told = answer.status == 200 && secrets.iter().any(|secret| answer.body.contains(secret));
    sent || told
}

/// All that a right request at any endpoint has.
fn right_parameters(scene: &Scene) -> anyhow::Result<Params> {
    let mut right = scene.authorization_request("")?;
    right.set("grant_type", "authorization_code");
    right.set("code", "a-code-that-nobody-has");
    right.set("code_verifier", scene.fact("verifier").unwrap_or_default());
    if let Some(secret) = scene.fact("client_secret") {
        right.set("client_secret", secret);
    }
    Ok(right)
}

const SEED: u64 = 20_061_122;
const AT_ONCE: usize = 32;
