//! What each answer of the Consumer API has to look like, by `fixtures/schemas/consumer-api`: every answer
//! that a test gets is held to it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

/// Asserts that an answer with a body is as the schema of its path and status says.
pub(super) fn check(path: &str, status: u16, body: &str) {
    let Some(name) = schema(path, status) else {
        return;
    };
    let told: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{path}: {body}"));
    let wrong: Vec<_> = ALL[name]
        .iter_errors(&told)
        .map(|fault| format!("at `{}`: {fault}", fault.instance_path()))
        .take(5)
        .collect();
    assert!(wrong.is_empty(), "{path}, {name}.json: {wrong:#?}");
}

/// The schema of what is answered at that path; `None` where there is no body, or another API.
fn schema(path: &str, status: u16) -> Option<&'static str> {
    let (_, below) = path.split_once("/a/consumer/api/v0/users")?;
    if status == 204 {
        return None;
    }
    if status >= 400 {
        return Some("error");
    }
    let parts: Vec<_> = below.split('/').skip(1).collect();
    Some(match parts[..] {
        [_] => "user",
        [_, "fetch"] => "fetch",
        [_, "tasks", _] => "task",
        [_, "accounts"] => "accounts",
        [_, "accounts", _] => "account",
        [_, "accounts", _, "number"] => "account-number",
        [_, "accounts", _, "transactions"] => "transactions",
        [_, "accounts", _, "transactions", _] => "transaction",
        [_, "institutions", _] => "user-institution",
        _ => panic!("{path} has no schema, and is answered"),
    })
}

/// By name, read once.
static ALL: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/schemas/consumer-api");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let texts: BTreeMap<String, Value> = files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (name, serde_json::from_str(&text).unwrap())
        })
        .collect();
    let known = texts
        .values()
        .map(|text| (text["$id"].as_str().unwrap(), text));
    let registry = Registry::new().extend(known).unwrap().prepare().unwrap();
    let options = jsonschema::options()
        .with_registry(&registry)
        .should_validate_formats(true);
    let compile = |text: &Value| options.build(&json!({ "$ref": text["$id"] })).unwrap();
    let all = texts
        .iter()
        .map(|(name, text)| (name.clone(), compile(text)));
    all.collect()
});
