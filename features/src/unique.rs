//! JSON whose members stand once, as those of a token have to (RFC 7515 4, RFC 7519 4) and those of everything in it should
//! (RFC 8259 4): of two, each reader takes another.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Reads an object, however deep, whose members stand once.
pub(crate) fn object(json: &[u8]) -> anyhow::Result<Map<String, Value>> {
    let mut from = serde_json::Deserializer::from_slice(json);
    let value = Unique.deserialize(&mut from)?;
    from.end()?;
    match value {
        Value::Object(members) => Ok(members),
        other => anyhow::bail!("{other} is no object"),
    }
}

struct Unique;

impl<'de> DeserializeSeed<'de> for Unique {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = from.next_element_seed(Self)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = from.next_key::<String>()? {
            let value = from.next_value_seed(Self)?;
            if members.insert(name.clone(), value).is_some() {
                return Err(Error::custom(format_args!(
                    "the member {name} stands twice"
                )));
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::object;

    #[test]
    fn what_stands_twice_is_refused_and_everything_else_is_read() {
        let text = br#"{"a":[1,-2,0.5,null,true],"b":{"a":"x"}}"#;
        let read = json!(object(text).unwrap());
        assert_eq!(
            read,
            json!({ "a": [1, -2, 0.5, null, true], "b": { "a": "x" } })
        );
        for twice in [
            &br#"{"sub":"a","sub":"b"}"#[..],
            br#"{"a":[{"sub":1,"sub":1}]}"#,
        ] {
            let error = object(twice).unwrap_err().to_string();
            assert!(error.starts_with("the member sub stands twice"), "{error}");
        }
        for other in [&b"[]"[..], b"{} {}", b"{"] {
            object(other).unwrap_err();
        }
    }
}
