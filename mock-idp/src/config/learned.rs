//! The configuration that makes the mock what another provider's metadata says, as far as it can be that.

use serde_json::{Map, Value, json};

use super::metadata::MetadataSection;
use super::metadata::list::{
    ASSERTIONS, AUTH_METHODS, CHALLENGES, GRANTS, ID_TOKEN_ALGS, ID_TOKEN_ENCS, ID_TOKENS, LEVELS,
    List, MODES, PROOFS, TYPES, USERINFO, USERINFO_ALGS, USERINFO_ENCS,
};

/// Sections of a configuration, as TOML, for what a provider of that name publishes.
#[must_use]
pub fn learned(name: &str, metadata: &Map<String, Value>) -> String {
    let mut institution = Map::new();
    institution.insert("id".to_owned(), id(name).into());
    institution.insert("name".to_owned(), name.into());
    if let Some(mut scopes) = words(metadata, "scopes_supported") {
        scopes.retain(|scope| is_scope(scope));
        if !scopes.iter().any(|scope| scope == "openid") {
            // Without it nobody signs in.
            scopes.insert(0, "openid".to_owned());
        }
        institution.insert("scopes".to_owned(), distinct(scopes).into());
    }
    if let Some(claims) = words(metadata, "claims_supported") {
        institution.insert("claims".to_owned(), distinct(claims).into());
    }
    let iss = metadata.get("authorization_response_iss_parameter_supported");
    let iss = iss.and_then(Value::as_bool).unwrap_or(false);
    let sections = json!({
        "institution": institution,
        "metadata": MetadataSection::of(metadata),
        "policies": { "authorization_response_iss": iss },
    });
    toml::to_string_pretty(&sections).unwrap_or_default()
}

impl MetadataSection {
    /// What the mock can be of that.
    fn of(metadata: &Map<String, Value>) -> Self {
        let there = |endpoint: &str| Some(metadata.contains_key(endpoint));
        let claims = metadata.get("claims_parameter_supported");
        let both = |algs: &List<_>, encs: &List<_>| {
            let (algs, encs) = (known(metadata, algs, &[]), known(metadata, encs, &[]));
            let is_whole = !algs.is_empty() && !encs.is_empty();
            if is_whole {
                (Some(algs), Some(encs))
            } else {
                (Some(Vec::new()), Some(Vec::new()))
            }
        };
        let id_token = both(&ID_TOKEN_ALGS, &ID_TOKEN_ENCS);
        let userinfo = both(&USERINFO_ALGS, &USERINFO_ENCS);
        Self {
            acr_values_supported: Some(known(metadata, &LEVELS, &[])),
            claims_parameter_supported: Some(claims.and_then(Value::as_bool).unwrap_or(false)),
            code_challenge_methods_supported: some(known(metadata, &CHALLENGES, &[])),
            grant_types_supported: Some(with(
                known(metadata, &GRANTS, &["authorization_code"]),
                "authorization_code",
            )),
            response_modes_supported: Some(with(
                known(metadata, &MODES, &["query", "fragment"]),
                "query",
            )),
            response_types_supported: Some(with(known(metadata, &TYPES, &[]), "code")),
            token_endpoint_auth_methods_supported: some(known(
                metadata,
                &AUTH_METHODS,
                &["client_secret_basic"],
            )),
            token_endpoint_auth_signing_alg_values_supported: some(known(
                metadata,
                &ASSERTIONS,
                &[],
            )),
            id_token_signing_alg_values_supported: some(known(metadata, &ID_TOKENS, &[])),
            id_token_encryption_alg_values_supported: id_token.0,
            id_token_encryption_enc_values_supported: id_token.1,
            userinfo_signing_alg_values_supported: Some(known(metadata, &USERINFO, &[])),
            userinfo_encryption_alg_values_supported: userinfo.0,
            userinfo_encryption_enc_values_supported: userinfo.1,
            dpop_signing_alg_values_supported: Some(known(metadata, &PROOFS, &[])),
            end_session_endpoint: there("end_session_endpoint"),
            introspection_endpoint: there("introspection_endpoint"),
            pushed_authorization_request_endpoint: there("pushed_authorization_request_endpoint"),
            revocation_endpoint: there("revocation_endpoint"),
            userinfo_endpoint: there("userinfo_endpoint"),
        }
    }
}

/// The words of a list that the mock knows, in the provider's order; `implied` are those of a document that leaves
/// the list out.
fn known<T: Copy + PartialEq>(
    metadata: &Map<String, Value>,
    list: &List<T>,
    implied: &[&str],
) -> Vec<String> {
    let implied = || implied.iter().copied().map(str::to_owned).collect();
    let mut words = words(metadata, list.key).unwrap_or_else(implied);
    words.retain(|word| list.knows(word));
    distinct(words)
}

/// A list that must not be empty is left out then: the mock stays what it is.
fn some(list: Vec<String>) -> Option<Vec<String>> {
    (!list.is_empty()).then_some(list)
}

/// The list with a word that it needs.
fn with(mut list: Vec<String>, word: &str) -> Vec<String> {
    if !list.iter().any(|there| there == word) {
        list.insert(0, word.to_owned());
    }
    list
}

fn words(metadata: &Map<String, Value>, member: &str) -> Option<Vec<String>> {
    let words = metadata.get(member)?.as_array()?.iter();
    let words = words.filter_map(Value::as_str).map(str::to_owned);
    Some(words.collect())
}

fn distinct(words: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let first = |word: &String| seen.insert(word.clone());
    words.into_iter().filter(first).collect()
}

/// RFC 6749 3.3.
fn is_scope(word: &str) -> bool {
    let may_be = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    !word.is_empty() && word.bytes().all(may_be)
}

/// A name as cookies and folders carry it.
fn id(name: &str) -> String {
    let fit = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let id: String = name.chars().map(fit).take(63).collect();
    let id = id.trim_matches('-');
    if id.is_empty() { "learned" } else { id }.to_owned()
}
