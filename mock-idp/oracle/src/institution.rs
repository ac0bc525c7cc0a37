//! The clients and users that both providers have.

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::paths::of_package;

/// The second at which the clocks of both providers stand when a flow begins. It is far in the
/// future, so that a cookie jar that goes by the real time forgets nothing.
pub const NOW: i64 = 4_000_000_000;

/// What both providers are told.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The text of a configuration file of Mock Banno.
    pub config: String,
    /// The same as JSON, with what the fixtures add, for the stock library.
    pub json: Value,
}

impl Shared {
    /// Reads `institution.toml` and the fixtures of Mock Banno.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read() -> anyhow::Result<Self> {
        let config = read("institution.toml")?;
        let mut json: Value = toml::from_str(&config).context("institution.toml")?;
        let claims = fixture("claims")?;
        let unlisted = |claim: &&Value| claim["advertised"] == json!(false);
        let restricted = |claim: &&Value| claim["restricted"] == json!(true);
        json["institution"] = fixture("institution")?;
        json["institution"]["scopes"] = names(fixture("scopes")?.as_array(), |_| true);
        json["institution"]["claims"] = names(claims.as_array(), |claim| !unlisted(claim));
        json["institution"]["unlisted_claims"] = names(claims.as_array(), unlisted);
        json["institution"]["restricted_claims"] = names(claims.as_array(), restricted);
        json["now"] = json!(NOW);
        Ok(Self { config, json })
    }
}

/// What a fixture of Mock Banno has under its own name.
fn fixture(name: &str) -> anyhow::Result<Value> {
    let path = format!("../../fixtures/{name}.toml");
    let mut fixture: Value = toml::from_str(&read(&path)?).context(path)?;
    Ok(fixture[name].take())
}

fn names(list: Option<&Vec<Value>>, wanted: impl Fn(&&Value) -> bool) -> Value {
    let wanted = list.into_iter().flatten().filter(wanted);
    wanted.map(|item| item["name"].clone()).collect()
}

fn read(relative: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(of_package(relative)).with_context(|| relative.to_owned())
}
