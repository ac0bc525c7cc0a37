use serde_json::Value;

use crate::params::Params;

/// Masks the secrets of a query or form body.
pub(crate) fn form(encoded: &str) -> String {
    let params = Params::decode(encoded);
    let mut masked = Params::default();
    for name in params.names() {
        masked.set(name, value(name, params.get(name).unwrap_or_default()));
    }
    if masked.names().len() == params.names().len() {
        masked.encoded()
    } else {
        format!("{} (names repeat)", params.names().join("&"))
    }
}

/// Masks the value that has this name: wholly where it is a secret or a token, else the addresses in it.
fn value(name: &str, text: &str) -> String {
    if is_secret(name) || is_token(text) {
        mask(text)
    } else {
        in_addresses(text)
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
        _ if is_token(text) => mask(text),
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
                    Value::String(text) => *text = self::value(name, text),
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
    let ends = |it: char| it.is_whitespace() || "&;\"'<>".contains(it);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('=') {
        out.push_str(before);
        out.push('=');
        let name = before.rsplit(|it| !is_of_name(it)).next();
        if name.is_some_and(is_secret) && !after.starts_with(ends) {
            let (secret, behind) = after.split_at(after.find(ends).unwrap_or(after.len()));
            out.push_str(&mask(secret));
            rest = behind;
        } else {
            rest = after;
        }
    }
    out + rest
}

/// Masks the value of a field with a secret, such as the code on its way by `form_post`.
fn hidden_field(tag: &str) -> String {
    match (attribute(tag, "name"), attribute(tag, "value")) {
        (Some(name), Some(value)) if !value.is_empty() && (is_secret(name) || is_token(value)) => {
            tag.replace(value, &mask(value))
        }
        _ => tag.to_owned(),
    }
}

/// The value of an attribute, in quotes of either kind or in none.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let named = format!("{name}=");
    let mut found = tag.match_indices(&named);
    let (at, _) = found.find(|(at, _)| tag[..*at].ends_with(char::is_whitespace))?;
    let rest = &tag[at + named.len()..];
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next(),
        _ => rest.split([' ', '>', '/']).next(),
    }
}

/// Masks a header whose value is a credential.
pub(crate) fn header(name: &str, value: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "authorization" | "proxy-authorization" | "cookie" | "set-cookie" | "dpop" => mask(value),
        "location" => address(value),
        _ => in_addresses(value),
    }
}

/// Enough to tell two secrets apart, too little to use one.
fn mask(secret: &str) -> String {
    let length = secret.chars().count();
    let shown: String = secret.chars().take((length / 4).min(6)).collect();
    format!("{shown}***")
}

/// Whether it looks like a JSON Web Token.
fn is_token(text: &str) -> bool {
    text.starts_with("eyJ")
}

fn is_secret(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "access_token"
            | "actor_token"
            | "assertion"
            | "client_assertion"
            | "client_secret"
            | "code"
            | "code_verifier"
            | "device_code"
            | "id_token"
            | "id_token_hint"
            | "logout_token"
            | "password"
            | "refresh_token"
            | "registration_access_token"
            | "request_uri"
            | "response"
            | "subject_token"
            | "token"
            | "user_code"
            | "xsrf"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        for shown in [
            super::form("grant_type=x&code=abcdefghijklmnopqrstuvwxyz"),
            super::address("https://app.example/cb?code=abcdefghijklmnopqrstuvwxyz&state=s"),
            super::address("https://app.example/cb#code=abcdefghijklmnopqrstuvwxyz&state=s"),
            super::body(r#"{"access_token":"abcdefghijklmnopqrstuvwxyz","expires_in":600}"#),
            super::body(r#"{"grants":[{"token":"abcdefghijklmnopqrstuvwxyz"}]}"#),
            super::body(
                r#"<form><input type="hidden" name="code" value="abcdefghijklmnopqrstuvwxyz"></form>"#,
            ),
            super::body(
                "Redirecting to https://app.example/cb?state=s&amp;code=abcdefghijklmnopqrstuvwxyz&amp;iss=x.",
            ),
            super::body(r#"<a href="/cb?code=abcdefghijklmnopqrstuvwxyz">on</a>"#),
            super::body("<input type='hidden' name='code' value='abcdefghijklmnopqrstuvwxyz'>"),
            super::body("<input type=hidden name=code value=abcdefghijklmnopqrstuvwxyz>"),
            super::body(r#"{"to":"https://app.example/cb?code=abcdefghijklmnopqrstuvwxyz/0"}"#),
            super::form("to=https%3A%2F%2Fapp.example%2F%3Fcode%3Dabcdefghijklmnopqrstuvwxyz"),
            super::header("refresh", "0; url=/cb?code=abcdefghijklmnopqrstuvwxyz"),
            super::header("authorization", "abcdefghijklmnopqrstuvwxyz"),
            super::header("Authorization", "abcdefghijklmnopqrstuvwxyz"),
            super::header("DPoP", "abcdefghijklmnopqrstuvwxyz"),
            super::typed(
                "secret=banno&code=abcdefghijklmnopqrstuvwxyz",
                &["secret".to_owned()],
            ),
        ] {
            assert!(
                shown.contains("abcdef") && !shown.contains("abcdefg"),
                "{shown}"
            );
            assert!(!shown.contains("banno"), "{shown}");
        }
        assert_eq!(
            super::form("client_secret=secret&request=eyJhbGciOi"),
            "client_secret=s***&request=ey***"
        );
        assert_eq!(super::body("eyJhbGciOiJFUzI1NiJ9.e30.c2ln"), "eyJhbG***");
        assert_eq!(
            super::form("client_id=app&scope=a+b"),
            "client_id=app&scope=a+b"
        );
    }
}
