use std::collections::BTreeMap;
use std::sync::LazyLock;

use anyhow::Context as _;
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};

/// Checks a document against the schema of that name.
pub(super) fn check(name: &str, document: &Value) -> anyhow::Result<()> {
    let schema = all()?.get(name);
    let schema = schema.with_context(|| format!("there is no schema {name}"))?;
    let wrong = schema.validator.iter_errors(document).take(SHOWN_FAULTS);
    let wrong: Vec<_> = wrong
        .map(|fault| {
            let what: String = fault.to_string().chars().take(SHOWN_CHARACTERS).collect();
            format!("at `{}`: {what}", fault.instance_path())
        })
        .collect();
    anyhow::ensure!(wrong.is_empty(), "{name}.json says\n{}", wrong.join("\n"));
    Ok(())
}

/// The values that the schema of that name lists at a JSON pointer (RFC 6901).
pub(crate) fn documented_values(name: &str, pointer: &str) -> anyhow::Result<Vec<String>> {
    let schema = all()?.get(name);
    let listed = schema.and_then(|schema| schema.text.pointer(pointer)?.as_array());
    let listed = listed.with_context(|| format!("{name}.json lists nothing at {pointer}"))?;
    Ok(listed
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect())
}

#[derive(Debug)]
struct Schema {
    text: Value,
    validator: Validator,
}

/// Read once in a run.
fn all() -> anyhow::Result<&'static BTreeMap<&'static str, Schema>> {
    static ALL: LazyLock<Result<BTreeMap<&str, Schema>, String>> =
        LazyLock::new(|| compile().map_err(|error| format!("{error:#}")));
    ALL.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
}

fn compile() -> anyhow::Result<BTreeMap<&'static str, Schema>> {
    let mut texts = BTreeMap::new();
    for (name, text) in FILES {
        let text: Value = serde_json::from_str(text).with_context(|| format!("{name}.json"))?;
        anyhow::ensure!(text["$id"] == address(name), "{name}.json: $id");
        texts.insert(name, text);
    }
    let known = texts.iter().map(|(name, text)| (address(name), text));
    let registry = Registry::new().extend(known)?.prepare()?;
    let mut options = jsonschema::options();
    options = options
        .with_draft(Draft::Draft202012)
        .with_registry(&registry)
        .should_validate_formats(true);
    let mut schemas = BTreeMap::new();
    for (name, text) in &texts {
        let validator = options.build(&json!({ "$ref": address(name) }));
        let validator =
            validator.map_err(|error| anyhow::anyhow!("{name}.json is no schema: {error}"))?;
        let text = text.clone();
        schemas.insert(*name, Schema { text, validator });
    }
    Ok(schemas)
}

fn address(name: &str) -> String {
    format!("https://mock-banno.example/schemas/consumer-api/{name}.json")
}

/// The files of one folder, by their names.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../../fixtures/schemas/consumer-api/", $name, ".json")))),+]
    };
}

const FILES: [(&str, &str); 11] = files![
    "account",
    "account-number",
    "accounts",
    "common",
    "error",
    "fetch",
    "task",
    "transaction",
    "transactions",
    "user",
    "user-institution",
];
const SHOWN_FAULTS: usize = 5;
const SHOWN_CHARACTERS: usize = 300;
