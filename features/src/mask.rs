use serde_json::Value;

use crate::params::Params;

/// Masks the secrets of a query or form body.
pub(crate) fn form(encoded: &str) -> String {
    let params = Params::decode(encoded);
    let mut masked = Params::default();
    for name in params.names() {
        let value = params.get(name).unwrap_or_default();
        masked.set(
            name,
            if is_secret(name) {
                mask(value)
            } else {
                value.to_owned()
            },
        );
    }
    if masked.names().len() == params.names().len() {
        masked.encoded()
    } else {
        format!("{} (names repeat)", params.names().join("&"))
    }
}

/// Masks a form body, and wholly what a person has typed into it: passwords are short.
pub(crate) fn typed(encoded: &str, names: &[String]) -> String {
    let mut params = Params::decode(encoded);
    for name in names {
        params.set(name, "***");
    }
    form(&params.encoded())
}

/// Masks the secrets in the query and in the fragment of an address.
pub(crate) fn address(url: &str) -> String {
    if let Some((before, fragment)) = url.split_once('#') {
        return format!("{}#{}", address(before), form(fragment));
    }
    match url.split_once('?') {
        Some((before, query)) => format!("{before}?{}", form(query)),
        None => url.to_owned(),
    }
}

/// Masks the secrets of an answer's body: members of JSON, a token that is all of it, hidden fields of a page's form,
/// parameters of addresses; anything else stays.
pub(crate) fn body(text: &str) -> String {
    match serde_json::from_str(text) {
        Ok(mut value @ (Value::Object(_) | Value::Array(_))) => {
            members(&mut value);
            value.to_string()
        }
        _ if text.starts_with("eyJ") => mask(text),
        _ => {
            let masked: String = text.split_inclusive('>').map(hidden_field).collect();
            in_addresses(&masked)
        }
    }
}

/// Masks the members of JSON that are secrets, however deep.
fn members(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                match value {
                    Value::String(secret) if is_secret(name) => *secret = mask(secret),
                    other => members(other),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(members),
        _ => {}
    }
}

/// Masks the secrets of addresses in a text, such as that of a redirect for browsers that do not follow it.
fn in_addresses(text: &str) -> String {
    let mut out = String::new();
    let is_of_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.rsplit(|it| !is_of_name(it)).next();
        let end = after.find(|it: char| !is_of_name(it) && !"-.~%+".contains(it));
        let (value, behind) = after.split_at(end.unwrap_or(after.len()));
        out.push_str(before);
        out.push('=');
        if name.is_some_and(is_secret) {
            out.push_str(&mask(value));
        } else {
            out.push_str(value);
        }
        rest = behind;
    }
    out + rest
}

/// Masks the value of a hidden field with a secret, such as the code on its way by `form_post`.
fn hidden_field(tag: &str) -> String {
    let attribute = |name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        rest.split('"').next()
    };
    match (attribute("name"), attribute("value")) {
        (Some(name), Some(value)) if is_secret(name) && !value.is_empty() => {
            tag.replace(value, &mask(value))
        }
        _ => tag.to_owned(),
    }
}

/// Masks a header whose value is a credential.
pub(crate) fn header(name: &str, value: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "authorization" | "proxy-authorization" | "cookie" | "set-cookie" | "dpop" => mask(value),
        "location" => address(value),
        _ => value.to_owned(),
    }
}

/// Enough to tell two secrets apart, too little to use one.
fn mask(secret: &str) -> String {
    let shown: String = secret.chars().take(6).collect();
    format!("{shown}***")
}

fn is_secret(name: &str) -> bool {
    matches!(
        name,
        "access_token"
            | "actor_token"
            | "assertion"
            | "client_assertion"
            | "client_secret"
            | "code"
            | "code_verifier"
            | "id_token"
            | "id_token_hint"
            | "password"
            | "refresh_token"
            | "subject_token"
            | "token"
            | "xsrf"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        for shown in [
            super::form("grant_type=x&code=abcdefghijkl"),
            super::address("https://app.example/cb?code=abcdefghijkl&state=s"),
            super::address("https://app.example/cb#code=abcdefghijkl&state=s"),
            super::body(r#"{"access_token":"abcdefghijkl","expires_in":600}"#),
            super::body(r#"{"grants":[{"token":"abcdefghijkl"}]}"#),
            super::body(r#"<form><input type="hidden" name="code" value="abcdefghijkl"></form>"#),
            super::body(
                "Redirecting to https://app.example/cb?state=s&amp;code=abcdefghijkl&amp;iss=x.",
            ),
            super::body(r#"<a href="/cb?code=abcdefghijkl">on</a>"#),
            super::header("authorization", "abcdefghijkl"),
            super::header("Authorization", "abcdefghijkl"),
            super::header("DPoP", "abcdefghijkl"),
            super::typed("secret=banno&code=abcdefghijkl", &["secret".to_owned()]),
        ] {
            assert!(
                shown.contains("abcdef") && !shown.contains("abcdefg"),
                "{shown}"
            );
            assert!(!shown.contains("banno"), "{shown}");
        }
        assert_eq!(super::body("eyJhbGciOiJFUzI1NiJ9.e30.c2ln"), "eyJhbG***");
    }
}
