//! The clients and users that both providers have.

use std::collections::HashMap;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::flows::tables;
use crate::jwts::Keys;
use crate::paths::of_package;
use crate::recipients::Recipients;

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
    /// What the clients have of their own.
    pub recipients: Recipients,
}

impl Shared {
    /// Reads `institution.toml`, `keys.json` and the fixtures of Mock Banno.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read() -> anyhow::Result<Self> {
        let keys = Keys::read()?;
        let mut json: Value =
            toml::from_str(&read("institution.toml")?).context("institution.toml")?;
        json["clients"] = clients(json["clients"].take(), &keys).context("institution.toml")?;
        let config = toml::to_string(&json)?;
        let recipients = Recipients {
            secrets: secrets(&json["clients"]),
            keys,
        };
        let claims = fixture("claims")?;
        let unlisted = |claim: &&Value| claim["advertised"] == json!(false);
        let restricted = |claim: &&Value| claim["restricted"] == json!(true);
        json["institution"] = fixture("institution")?;
        json["institution"]["scopes"] = names(fixture("scopes")?.as_array(), |_| true);
        json["institution"]["claims"] = names(claims.as_array(), |claim| !unlisted(claim));
        json["institution"]["unlisted_claims"] = names(claims.as_array(), unlisted);
        json["institution"]["restricted_claims"] = names(claims.as_array(), restricted);
        json["now"] = json!(NOW);
        Ok(Self {
            config,
            json,
            recipients,
        })
    }
}

/// The clients: an `each` makes many of one, and the `keys` that a client names become its `jwks`.
fn clients(clients: Value, keys: &Keys) -> anyhow::Result<Value> {
    let mut all = Vec::new();
    for client in serde_json::from_value::<Vec<_>>(clients)? {
        for mut client in tables(client)? {
            let names = client.as_object_mut();
            if let Some(names) = names.and_then(|members| members.shift_remove("keys")) {
                let names: Vec<String> = serde_json::from_value(names)?;
                let registered = names.iter().map(|words| keys.registered(words));
                let registered: Vec<_> = registered.collect::<Result<_, _>>()?;
                client["jwks"] = json!({ "keys": registered });
            }
            all.push(client);
        }
    }
    Ok(Value::Array(all))
}

fn secrets(clients: &Value) -> HashMap<String, String> {
    let text = |client: &Value, name: &str| client[name].as_str().map(str::to_owned);
    let clients = clients.as_array().into_iter().flatten();
    let secrets =
        clients.map(|client| Some((text(client, "client_id")?, text(client, "client_secret")?)));
    secrets.flatten().collect()
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
