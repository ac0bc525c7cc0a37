use toml::de::{DeTable, DeValue};

use super::ConfigError;

/// Refuses keys that nobody reads, so that a typing error does not pass for a default.
pub(super) fn check(file: &str, text: &str) -> Result<(), ConfigError> {
    let root = DeTable::parse(text).map_err(|error| syntax(file, text, &error))?;
    let unknown = |key: &toml::Spanned<_>, known: &[&str]| {
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        ConfigError::UnknownKey {
            file: file.to_owned(),
            line: line(text, key.span().start),
            key: name.to_string(),
            near: nearest(name, known.iter().copied()),
        }
    };
    for (key, value) in root.get_ref() {
        if key.get_ref() != "environments" {
            return Err(unknown(key, &["environments"]));
        }
        for environment in tables(value.get_ref()) {
            for (key, value) in environment {
                if !ENVIRONMENT.contains(&key.get_ref().as_ref()) {
                    return Err(unknown(key, ENVIRONMENT));
                }
                if key.get_ref() == "claims"
                    && let DeValue::Table(claims) = value.get_ref()
                    && let Some(key) = claims
                        .keys()
                        .find(|key| !CLAIMS.contains(&key.get_ref().as_ref()))
                {
                    return Err(unknown(key, CLAIMS));
                }
            }
        }
    }
    Ok(())
}

/// The parser's complaint with its place.
pub(super) fn syntax(file: &str, text: &str, error: &toml::de::Error) -> ConfigError {
    ConfigError::Syntax {
        file: file.to_owned(),
        line: line(text, error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    }
}

/// The known name that a wrong one was probably meant to be.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|(distance, known)| *distance <= known.len() / 2)
        .min()
        .map(|(_, known)| known.to_owned())
}

fn tables<'a, 'i>(environments: &'a DeValue<'i>) -> impl Iterator<Item = &'a DeTable<'i>> {
    let table = match environments {
        DeValue::Table(table) => Some(table),
        _ => None,
    };
    table
        .into_iter()
        .flat_map(|table| table.values())
        .filter_map(|value| match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => None,
        })
}

fn line(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

const ENVIRONMENT: &[&str] = &[
    "api_base_url",
    "ca",
    "claims",
    "client_id",
    "client_id_env",
    "client_secret",
    "client_secret_env",
    "clock_tolerance",
    "id_token_signed_response_alg",
    "issuer",
    "max_age",
    "post_logout_redirect_uri",
    "print_tokens",
    "prompt",
    "redirect_uri",
    "response_mode",
    "scopes",
    "token_endpoint_auth_method",
    "trusted_audiences",
];
const CLAIMS: &[&str] = &["id_token", "userinfo"];
