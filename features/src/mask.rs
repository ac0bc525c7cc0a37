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

/// Masks the secrets of an answer's body: members of a JSON object, hidden fields of a page's form, queries of
/// addresses; anything else stays.
pub(crate) fn body(text: &str) -> String {
    if let Ok(Value::Object(mut members)) = serde_json::from_str(text) {
        for (name, value) in &mut members {
            if let (true, Value::String(secret)) = (is_secret(name), &value) {
                *value = Value::String(mask(secret));
            }
        }
        return Value::Object(members).to_string();
    }
    let fields: String = text.split_inclusive('>').map(hidden_field).collect();
    addresses(&fields)
}

/// Masks the secrets of addresses that stand in a text, such as that of a redirect.
fn addresses(text: &str) -> String {
    let parts = text.split_inclusive(['?', '&', ';', '#']);
    let masked = parts.map(|part| match part.split_once('=') {
        Some((name, rest)) if is_secret(name) => {
            let is_end = |letter: char| letter.is_whitespace() || "&;#\"'<".contains(letter);
            let (secret, rest) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
            format!("{name}={}{rest}", mask(secret))
        }
        _ => part.to_owned(),
    });
    masked.collect()
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
    match name {
        "authorization" | "cookie" | "set-cookie" => mask(value),
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
            super::body(r#"<form><input type="hidden" name="code" value="abcdefghijkl"></form>"#),
            super::body("Redirecting to https://app.example/cb?code=abcdefghijkl&amp;state=s."),
            super::body(r#"<a href="/cb?state=s&amp;code=abcdefghijkl">on</a>"#),
            super::header("authorization", "abcdefghijkl"),
            super::typed("secret=banno&code=abcdefghijkl", &["secret".to_owned()]),
        ] {
            assert!(
                shown.contains("abcdef") && !shown.contains("abcdefg"),
                "{shown}"
            );
            assert!(!shown.contains("banno"), "{shown}");
        }
    }
}
