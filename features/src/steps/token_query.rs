use anyhow::Context as _;
use cucumber::gherkin::Step;
use cucumber::{then, when};
use serde_json::Value;

use crate::params::Params;
use crate::scene::Scene;
use crate::world::World;

/// RFC 7662 2.1 and RFC 7009 2.1: the request has the same form.
#[when(regex = r"^the application (introspects|revokes) the (access|refresh) token$")]
async fn asks(world: &mut World, what: String, which: String) -> anyhow::Result<()> {
    ask(world.scene()?, &what, &which, "").await
}

#[when(regex = r"^the application (introspects|revokes) the (access|refresh) token with (.+)$")]
async fn asks_with(
    world: &mut World,
    what: String,
    which: String,
    words: String,
) -> anyhow::Result<()> {
    ask(world.scene()?, &what, &which, &words).await
}

/// RFC 7662 2.2: nothing else is told, so that nobody learns why.
#[then("the token is inactive, and nothing else is told")]
fn is_inactive(world: &mut World) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(answer.status == 200, "{answer}");
    anyhow::ensure!(answer.body == r#"{"active":false}"#, "{answer}");
    Ok(())
}

/// RFC 7662 2.2: these members, in this order.
#[then("the token is active, and this is told")]
fn is_active(world: &mut World, step: &Step) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let answer = scene.answer()?;
    anyhow::ensure!(answer.status == 200, "{answer}");
    anyhow::ensure!(
        answer.header("content-type") == Some("application/json; charset=utf-8"),
        "{answer}"
    );
    let told = answer.json()?;
    anyhow::ensure!(told["active"] == Value::Bool(true), "it is not: {answer}");
    let told = told.as_object().context("not an object")?;
    let table = step.table.as_ref().context("the members are missing")?;
    let mut names = vec!["active"];
    for row in &table.rows {
        let [name, expected] = &row[..] else {
            anyhow::bail!("a row has a member and a value");
        };
        let have = told
            .get(name)
            .with_context(|| format!("there is no {name}"))?;
        let as_expected = match expected.as_str() {
            "(a number)" => have.is_u64(),
            expected if name == "scope" => {
                let expected = scene.expand(expected)?;
                // RFC 6749 3.3: what a provider remembers of earlier wishes may come first.
                sorted(have.as_str().unwrap_or_default()) == sorted(&expected)
            }
            expected => {
                let expected = scene.expand(expected)?;
                let object = serde_json::from_str(&expected)
                    .ok()
                    .filter(Value::is_object);
                *have == object.unwrap_or(Value::String(expected))
            }
        };
        anyhow::ensure!(as_expected, "{name} is {have}");
        names.push(name);
    }
    let members: Vec<_> = told.keys().map(String::as_str).collect();
    anyhow::ensure!(members == names, "its members are {members:?}");
    Ok(())
}

#[then(expr = "the token lives for {word} seconds in all")]
fn lives_for(world: &mut World, seconds: String) -> anyhow::Result<()> {
    let scene = world.scene()?;
    let seconds: u64 = scene.expand(&seconds)?.parse()?;
    let told = scene.answer()?.json()?;
    let number = |name: &str| told[name].as_u64();
    let lifetime = number("exp").zip(number("iat")).map(|(exp, iat)| exp - iat);
    anyhow::ensure!(lifetime == Some(seconds), "exp - iat is {lifetime:?}");
    Ok(())
}

/// RFC 7009 2.2: whatever became of it, the token is gone.
#[then("the answer says no more than that it is done")]
fn done(world: &mut World) -> anyhow::Result<()> {
    let answer = world.scene()?.answer()?;
    anyhow::ensure!(answer.status == 200, "{answer}");
    anyhow::ensure!(answer.body.is_empty(), "it says something: {answer}");
    Ok(())
}

async fn ask(scene: &mut Scene, what: &str, which: &str, words: &str) -> anyhow::Result<()> {
    let token = scene.fact(&format!("{which}_token"));
    let token = token.with_context(|| format!("the application holds no {which} token"))?;
    let endpoint = match what {
        "introspects" => "introspection_endpoint",
        _ => "revocation_endpoint",
    };
    let params = Params::from([("token", token.as_str())]);
    let request = scene.client_request(endpoint, params, words)?;
    scene.answer = Some(scene.http.send(request).await?);
    Ok(())
}

fn sorted(scope: &str) -> Vec<&str> {
    let mut values: Vec<_> = scope.split(' ').collect();
    values.sort_unstable();
    values
}
