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
        let fixture = "../../fixtures/institution.toml";
        let fixture: Value = toml::from_str(&read(fixture)?).context(fixture)?;
        json["institution"] = fixture["institution"].clone();
        json["now"] = json!(NOW);
        Ok(Self { config, json })
    }
}

fn read(relative: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(of_package(relative)).with_context(|| relative.to_owned())
}
