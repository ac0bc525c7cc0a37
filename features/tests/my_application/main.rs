//! My application's scenarios, in the library's sentences and in some of its own.

use std::process::ExitCode;

use conformance::{Suite, World};
use cucumber::{given, then, when};
use reqwest::{Certificate, Client};

/// What stands here for my application: a page that greets whoever the tokens are of.
#[derive(Default, PartialEq)]
struct Page {
    reads: String,
}

#[given("my application is opened")]
#[when("my application is opened")]
async fn is_opened(world: &mut World) -> anyhow::Result<()> {
    let mut http = Client::builder();
    if let Some(ca) = world.ca_pem() {
        http = http.add_root_certificate(Certificate::from_pem(ca.as_bytes())?);
    }
    let me = http.build()?.get(world.endpoint("userinfo_endpoint")?);
    let answer = me.bearer_auth(world.access_token()?).send().await?;
    let claims: serde_json::Value = answer.json().await?;
    world.own::<Page>().reads = match claims["name"].as_str() {
        Some(name) => format!("Welcome, {name}"),
        None => "Please sign in again".to_owned(),
    };
    Ok(())
}

#[then(expr = "my application reads {string}")]
fn reads(world: &mut World, text: String) -> anyhow::Result<()> {
    let page = world.own::<Page>();
    anyhow::ensure!(*page == Page { reads: text }, "it reads {:?}", page.reads);
    Ok(())
}

fn main() -> ExitCode {
    Suite::new("tests/my_application").run()
}
