use serde_json::{Map, Value, json};

use crate::rp::Tokens;

/// The token set as Banno's quickstart prints it: pretty JSON, the members in alphabetical order.
///
/// This is the one exception to the rule that tokens are never printed: `in_full` is for
/// environments whose tokens open nothing but a mock.
pub(super) fn to_text(tokens: &Tokens, in_full: bool) -> String {
    let secret = |value: &str| {
        if in_full {
            json!(value)
        } else {
            json!(format!("(masked, {} characters)", value.len()))
        }
    };
    let mut set = Map::new();
    let mut add = |name: &str, value: Value| set.insert(name.to_owned(), value);
    add("access_token", secret(tokens.access_token.expose()));
    if let Some(expires_at) = tokens.expires_at {
        add("expires_at", json!(expires_at));
    }
    add("id_token", secret(tokens.id_token.raw().expose()));
    if let Some(refresh_token) = &tokens.refresh_token {
        add("refresh_token", secret(refresh_token.expose()));
    }
    add("scope", json!(tokens.scope));
    add("token_type", json!(tokens.token_type));
    format!("{:#}", Value::Object(set))
}
