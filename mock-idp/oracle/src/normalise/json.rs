//! JSON, member by member, and the JWTs in it.

use serde_json::{Map, Value};

use super::{Line, Memory, jwt};

pub(super) fn lines(field: &str, value: &Value, memory: &mut Memory, lines: &mut Vec<Line>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                let value_field = format!("{field}.{name}");
                match value {
                    Value::Object(_) | Value::Array(_) => {
                        self::lines(&value_field, value, memory, lines);
                    }
                    Value::String(text) => string(&value_field, name, text, members, memory, lines),
                    _ => lines.push(Line::new(value_field, scalar(name, value, memory))),
                }
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (index, item) in items.iter().enumerate() {
                self::lines(&format!("{field}[{index}]"), item, memory, lines);
            }
        }
        _ => lines.push(Line::new(field, memory.without_host(&value.to_string()))),
    }
}

/// The normalised value of a named text.
pub(super) fn text(name: &str, value: &str, memory: &mut Memory) -> String {
    if RANDOM.contains(&name) {
        return memory.random(name, value);
    }
    let value = memory.without_host(value);
    // So that "600" is not 600.
    match serde_json::from_str(&value) {
        Ok(Value::String(_) | Value::Object(_) | Value::Array(_)) | Err(_) => value,
        Ok(_) => format!("\"{value}\""),
    }
}

pub(super) fn string(
    field: &str,
    name: &str,
    text: &str,
    siblings: &Map<String, Value>,
    memory: &mut Memory,
    out: &mut Vec<Line>,
) {
    let token = siblings.get("access_token").and_then(Value::as_str);
    if jwt::lines(field, text, token, memory, out) {
        return;
    }
    out.push(Line::new(field, self::text(name, text, memory)));
}

fn scalar(name: &str, value: &Value, memory: &Memory) -> String {
    match value.as_i64() {
        Some(seconds) if MOMENTS.contains(&name) => match seconds - memory.now {
            0 => "now".to_owned(),
            offset => format!("now{offset:+}"),
        },
        _ => value.to_string(),
    }
}

/// Members with random values.
const RANDOM: [&str; 12] = [
    "access_token",
    "at_hash",
    "code",
    "id_token",
    "jti",
    "n",
    "refresh_token",
    "request_uri",
    "sid",
    "x",
    "xsrf",
    "y",
];

/// Members that are moments (RFC 7519 2, NumericDate).
const MOMENTS: [&str; 4] = ["auth_time", "exp", "iat", "nbf"];
