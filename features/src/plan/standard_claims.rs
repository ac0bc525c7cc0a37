use anyhow::ensure;
use serde_json::{Map, Value};

/// The claims that a scope asks for (OIDC Core 5.4).
pub(crate) fn of_scope(scope: &str) -> &'static [&'static str] {
    match scope {
        "profile" => &[
            "name",
            "given_name",
            "family_name",
            "middle_name",
            "nickname",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
            "preferred_username",
        ],
        "email" => &["email", "email_verified"],
        "address" => &["address"],
        "phone" => &["phone_number", "phone_number_verified"],
        _ => &[],
    }
}

/// The types of standard claims (OIDC Core 5.1), and that none is empty.
pub(super) fn check(claims: &Map<String, Value>) -> anyhow::Result<()> {
    for (name, value) in claims {
        let is_right = match name.as_str() {
            "email_verified" | "phone_number_verified" => value.is_boolean(),
            "updated_at" => value.as_f64().is_some_and(|time| time < IN_MILLISECONDS),
            "address" => is_address(value),
            "sub" | "name" | "given_name" | "family_name" | "middle_name" | "nickname"
            | "profile" | "picture" | "website" | "gender" | "birthdate" | "zoneinfo"
            | "locale" | "preferred_username" | "email" | "phone_number" => is_text(value),
            _ => true,
        };
        ensure!(
            is_right,
            "ValidateStandardClaims: {name} is {value} (OIDC Core 5.1)"
        );
    }
    Ok(())
}

fn is_text(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| !text.trim().is_empty() && text != "null")
}

/// OIDC Core 5.1.1.
fn is_address(value: &Value) -> bool {
    let members = value.as_object();
    members.is_some_and(|members| !members.is_empty() && members.values().all(is_text))
}

/// Seconds are less for some thousand years, milliseconds more since 1973.
const IN_MILLISECONDS: f64 = 1e11;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_claim_has_its_type_and_none_is_empty() {
        let outcome = |claims: Value| check(claims.as_object().unwrap());
        outcome(json!({
            "name": "R", "updated_at": 1_700_000_000, "email_verified": false,
            "address": { "country": "US" }, "https://bank.example/claim": null,
        }))
        .unwrap();
        for wrong in [
            json!({ "name": 5 }),
            json!({ "name": " " }),
            json!({ "nickname": "null" }),
            json!({ "locale": null }),
            json!({ "email_verified": "true" }),
            json!({ "updated_at": "2026-01-01" }),
            json!({ "updated_at": 1_700_000_000_000_u64 }),
            json!({ "address": "1 Main St" }),
            json!({ "address": {} }),
            json!({ "address": { "country": 1 } }),
        ] {
            outcome(wrong).unwrap_err();
        }
    }
}
