//! Tables that stand for many.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::{Map, Value};

/// A list of tables, in which one with `each = { name = ["a", "b"] }` stands for a table with `a` and one with
/// `b` wherever it says `<name>`; of two names, for each pair.
///
/// # Errors
/// `each` has something else than lists of texts, or a table is not what is wanted.
pub(super) fn expanded<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let mut all = Vec::new();
    for table in Vec::deserialize(deserializer)? {
        for table in tables(table).map_err(Error::custom)? {
            all.push(serde_json::from_value(table).map_err(Error::custom)?);
        }
    }
    Ok(all)
}

/// The tables that a table stands for.
///
/// # Errors
/// `each` has something else than lists of texts.
pub(crate) fn tables(mut table: Map<String, Value>) -> serde_json::Result<Vec<Value>> {
    let each = table.shift_remove("each").unwrap_or_default();
    let each: Option<Map<String, Value>> = serde_json::from_value(each)?;
    let mut tables = vec![Value::Object(table)];
    for (name, texts) in each.into_iter().flatten() {
        let texts: Vec<String> = serde_json::from_value(texts)?;
        let with = |table: &Value| -> Vec<Value> {
            let texts = texts.iter();
            let filled = texts.map(|text| filled(table.clone(), &format!("<{name}>"), text));
            filled.collect()
        };
        tables = tables.iter().flat_map(with).collect();
    }
    Ok(tables)
}

fn filled(value: Value, name: &str, text: &str) -> Value {
    match value {
        Value::Array(items) => {
            let items = items.into_iter().map(|item| filled(item, name, text));
            items.collect()
        }
        Value::Object(members) => {
            let members = members.into_iter();
            let members = members.map(|(key, member)| (key, filled(member, name, text)));
            Value::Object(members.collect())
        }
        Value::String(known) => Value::String(known.replace(name, text)),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::expanded;

    #[derive(Deserialize)]
    struct File {
        #[serde(deserialize_with = "expanded")]
        flow: Vec<Value>,
    }

    fn read(text: &str) -> Result<Vec<Value>, toml::de::Error> {
        toml::from_str::<File>(text).map(|file| file.flow)
    }

    #[test]
    fn a_table_stands_for_each_pair() {
        let found = read(
            r#"
            [[flow]]
            name = "alone <b>"
            [[flow]]
            each = { a = ["1", "2"], b = ["x", "y"] }
            name = "<a><b>"
            list = [["<a>"], 7]
            "#,
        );
        let pair = |name: &str, a: &str| json!({ "name": name, "list": [[a], 7] });
        let expected = [
            json!({ "name": "alone <b>" }),
            pair("1x", "1"),
            pair("1y", "1"),
            pair("2x", "2"),
            pair("2y", "2"),
        ];
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn anything_but_texts_is_a_mistake() {
        assert!(read("[[flow]]\neach = { a = \"1\" }").is_err());
        assert!(read("[[flow]]\neach = [\"1\"]").is_err());
    }
}
