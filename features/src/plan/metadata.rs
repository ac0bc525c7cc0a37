use anyhow::{Context as _, ensure};
use serde_json::{Map, Value};
use url::Url;

use super::{Notes, jwk_set};
use crate::scene::Scene;
use crate::user_agent::{Answer, Request};

/// The provider's metadata and keys (OpenID Connect Discovery 1.0 3 and 4, RFC 8414 2).
pub(crate) async fn check(scene: &mut Scene) -> anyhow::Result<()> {
    let url = scene.provider.metadata_url();
    let answer = scene.http.send(Request::get(Url::parse(&url)?)).await?;
    let metadata = read(&answer)?;
    check_issuer(&metadata, &scene.provider.issuer)?;
    check_addresses(&metadata)?;
    check_lists(&metadata)?;
    note(&metadata, &mut scene.plan.notes);
    let jwks_uri = scene.provider.endpoint("jwks_uri")?;
    let jwks = scene.http.send(Request::get(jwks_uri)).await?;
    ensure!(jwks.status == 200, "the keys are not there: {jwks}");
    jwk_set::check(&jwks.json()?, &mut scene.plan.notes)
}

fn read(answer: &Answer) -> anyhow::Result<Map<String, Value>> {
    ensure!(
        answer.status == 200,
        "EnsureDiscoveryEndpointResponseStatusCodeIs200: the status is {}",
        answer.status
    );
    let content_type = answer.header("content-type").unwrap_or_default();
    ensure!(
        content_type.split(';').next().map(str::trim) == Some("application/json"),
        "CheckDiscoveryEndpointReturnedJsonContentType: the content type is {content_type:?}"
    );
    match answer.json()? {
        Value::Object(members) => Ok(members),
        other => anyhow::bail!("the metadata is no object: {other}"),
    }
}

fn check_issuer(metadata: &Map<String, Value>, issuer: &str) -> anyhow::Result<()> {
    let told = metadata.get("issuer").and_then(Value::as_str);
    let told = told.context("CheckDiscEndpointIssuer: there is no issuer")?;
    ensure!(
        told.trim_end_matches('/') == issuer.trim_end_matches('/'),
        "CheckDiscEndpointIssuer: issuer is {told}, and the metadata was found below {issuer}"
    );
    let url = Url::parse(told).context("CheckDiscEndpointIssuerIsValidUrl")?;
    let is_plain = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    ensure!(
        url.scheme() == "https" && is_plain,
        "CheckDiscEndpointIssuerIsValidUrl: issuer is {told}"
    );
    Ok(())
}

fn check_addresses(metadata: &Map<String, Value>) -> anyhow::Result<()> {
    for needed in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        ensure!(
            metadata.contains_key(needed),
            "ValidateServerMetadataAgainstSchema: there is no {needed}"
        );
    }
    for (name, value) in metadata {
        if name.ends_with("_endpoint") || name == "jwks_uri" || name == "check_session_iframe" {
            let url = value.as_str().and_then(|url| Url::parse(url).ok());
            ensure!(
                url.is_some_and(|url| url.scheme() == "https"),
                "CheckDiscEndpointAllEndpointsAreHttps: {name} is {value}"
            );
        }
    }
    Ok(())
}

fn check_lists(metadata: &Map<String, Value>) -> anyhow::Result<()> {
    for (name, value) in metadata {
        let is_list = name.ends_with("_values_supported")
            || name.ends_with("_types_supported")
            || name.ends_with("_methods_supported")
            || name.ends_with("_modes_supported")
            || [
                "scopes_supported",
                "claims_supported",
                "ui_locales_supported",
                "claims_locales_supported",
            ]
            .contains(&name.as_str());
        ensure!(
            !is_list || words(value).is_some(),
            "ValidateServerMetadataAgainstSchema: {name} is no list of strings: {value}"
        );
        let is_flag = name.ends_with("_parameter_supported")
            || name.ends_with("_session_supported")
            || name.starts_with("require_")
            || [
                "frontchannel_logout_supported",
                "backchannel_logout_supported",
            ]
            .contains(&name.as_str());
        ensure!(
            !is_flag || value.is_boolean(),
            "ValidateServerMetadataAgainstSchema: {name} is neither true nor false: {value}"
        );
    }
    let list = |name: &str| metadata.get(name).and_then(words);
    let known = |name: &str, condition: &str, known: &dyn Fn(&str) -> bool| {
        let words = list(name).with_context(|| format!("{condition}: there is no {name}"))?;
        ensure!(!words.is_empty(), "{condition}: {name} is empty");
        let odd = words.into_iter().find(|word| !known(word));
        ensure!(odd.is_none(), "{condition}: {name} has {odd:?}");
        anyhow::Ok(())
    };
    known(
        "response_types_supported",
        "OIDCCCheckDiscEndpointResponseTypesSupported",
        &|word| {
            word.split(' ')
                .all(|part| ["code", "id_token", "token", "none"].contains(&part))
        },
    )?;
    known(
        "subject_types_supported",
        "CheckDiscEndpointSubjectTypesSupported",
        &|word| ["public", "pairwise"].contains(&word),
    )?;
    ensure!(
        list("id_token_signing_alg_values_supported").is_some_and(|algs| algs.contains(&"RS256")),
        "OIDCCCheckDiscEndpointIdTokenSigningAlgValuesSupported: there is no RS256"
    );
    if metadata.contains_key("grant_types_supported") {
        let condition = "OIDCCCheckDiscEndpointGrantTypesSupported";
        known("grant_types_supported", condition, &|_| true)?;
    }
    if metadata.contains_key("scopes_supported") {
        let is_scope = |word: &str| {
            let may_be = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
            !word.is_empty() && word.bytes().all(may_be)
        };
        known(
            "scopes_supported",
            "CheckDiscEndpointScopesSupportedSyntax",
            &is_scope,
        )?;
        ensure!(
            list("scopes_supported").is_some_and(|scopes| scopes.contains(&"openid")),
            "CheckDiscEndpointScopesSupportedContainsOpenId: there is no openid"
        );
    }
    if let Some(methods) = list("code_challenge_methods_supported").filter(|it| !it.is_empty()) {
        ensure!(
            methods
                .iter()
                .any(|method| ["S256", "plain"].contains(method)),
            "EnsureServerConfigurationCodeChallengeMethodsSupported: {methods:?}"
        );
    }
    Ok(())
}

/// What the suite warns of.
fn note(metadata: &Map<String, Value>, notes: &mut Notes) {
    for name in ["userinfo_endpoint", "claims_supported", "scopes_supported"] {
        notes.expect(
            metadata.contains_key(name),
            "ValidateServerMetadataAgainstSchema",
            || format!("there is no {name}"),
        );
    }
    for name in metadata.keys() {
        notes.expect(
            REGISTERED.contains(&name.as_str()),
            "CheckForUnexpectedParametersInServerMetadata",
            || format!("{name} is registered nowhere"),
        );
    }
    let algs = metadata.get("request_object_signing_alg_values_supported");
    let algs = algs.and_then(words);
    notes.expect(
        algs.is_none_or(|algs| algs.contains(&"RS256")),
        "CheckDiscEndpointRequestObjectSigningAlgValuesSupported",
        || "request objects may not be signed with RS256".to_owned(),
    );
}

fn words(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}

/// The registry "OAuth Authorization Server Metadata" of IANA, as far as OpenID providers use it.
const REGISTERED: [&str; 69] = [
    "acr_values_supported",
    "authorization_encryption_alg_values_supported",
    "authorization_encryption_enc_values_supported",
    "authorization_endpoint",
    "authorization_response_iss_parameter_supported",
    "authorization_signing_alg_values_supported",
    "backchannel_authentication_endpoint",
    "backchannel_authentication_request_signing_alg_values_supported",
    "backchannel_logout_session_supported",
    "backchannel_logout_supported",
    "backchannel_token_delivery_modes_supported",
    "backchannel_user_code_parameter_supported",
    "check_session_iframe",
    "claim_types_supported",
    "claims_locales_supported",
    "claims_parameter_supported",
    "claims_supported",
    "client_id_metadata_document_supported",
    "code_challenge_methods_supported",
    "device_authorization_endpoint",
    "display_values_supported",
    "dpop_signing_alg_values_supported",
    "end_session_endpoint",
    "frontchannel_logout_session_supported",
    "frontchannel_logout_supported",
    "grant_types_supported",
    "id_token_encryption_alg_values_supported",
    "id_token_encryption_enc_values_supported",
    "id_token_signing_alg_values_supported",
    "introspection_encryption_alg_values_supported",
    "introspection_encryption_enc_values_supported",
    "introspection_endpoint",
    "introspection_endpoint_auth_methods_supported",
    "introspection_endpoint_auth_signing_alg_values_supported",
    "introspection_signing_alg_values_supported",
    "issuer",
    "jwks_uri",
    "mtls_endpoint_aliases",
    "op_policy_uri",
    "op_tos_uri",
    "protected_resources",
    "pushed_authorization_request_endpoint",
    "registration_endpoint",
    "request_object_encryption_alg_values_supported",
    "request_object_encryption_enc_values_supported",
    "request_object_signing_alg_values_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_pushed_authorization_requests",
    "require_request_uri_registration",
    "require_signed_request_object",
    "response_modes_supported",
    "response_types_supported",
    "revocation_endpoint",
    "revocation_endpoint_auth_methods_supported",
    "revocation_endpoint_auth_signing_alg_values_supported",
    "scopes_supported",
    "service_documentation",
    "signed_metadata",
    "subject_types_supported",
    "tls_client_certificate_bound_access_tokens",
    "token_endpoint",
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "ui_locales_supported",
    "userinfo_encryption_alg_values_supported",
    "userinfo_encryption_enc_values_supported",
    "userinfo_endpoint",
    "userinfo_signing_alg_values_supported",
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ISSUER: &str = "https://op.example";

    fn good() -> Value {
        json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://op.example/auth",
            "token_endpoint": "https://op.example/token",
            "userinfo_endpoint": "https://op.example/me",
            "jwks_uri": "https://op.example/jwks",
            "response_types_supported": ["code", "code id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid"],
            "claims_supported": ["sub"],
            "grant_types_supported": ["authorization_code"],
            "code_challenge_methods_supported": ["S256"],
        })
    }

    fn outcome(name: &str, value: Value) -> anyhow::Result<Vec<String>> {
        let mut metadata = good();
        if value.is_null() {
            metadata.as_object_mut().unwrap().remove(name);
        } else {
            metadata[name] = value;
        }
        let metadata = metadata.as_object().unwrap();
        check_issuer(metadata, ISSUER)?;
        check_addresses(metadata)?;
        check_lists(metadata)?;
        let mut notes = Notes::default();
        note(metadata, &mut notes);
        Ok(notes.warnings.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn each_member_that_the_suite_looks_at_can_fail() {
        assert_eq!(
            outcome("claims_supported", json!(["sub"])).unwrap(),
            [""; 0]
        );
        let rows = [
            ("issuer", json!("https://other.example")),
            ("issuer", json!("http://op.example")),
            ("issuer", Value::Null),
            ("token_endpoint", Value::Null),
            ("userinfo_endpoint", json!("http://op.example/me")),
            ("jwks_uri", json!("/jwks")),
            ("response_types_supported", json!([])),
            ("response_types_supported", json!(["device"])),
            ("subject_types_supported", json!(["private"])),
            ("subject_types_supported", Value::Null),
            ("id_token_signing_alg_values_supported", json!(["ES256"])),
            ("id_token_signing_alg_values_supported", json!("RS256")),
            ("grant_types_supported", json!([])),
            ("scopes_supported", json!(["email"])),
            ("scopes_supported", json!(["openid", "two words"])),
            ("code_challenge_methods_supported", json!(["s256"])),
            ("claims_parameter_supported", json!("true")),
            ("require_pushed_authorization_requests", json!(0)),
        ];
        for (name, value) in rows {
            let told = outcome(name, value.clone());
            assert!(told.is_err(), "{name} = {value}: {told:?}");
        }
    }

    #[test]
    fn what_the_suite_warns_of_is_noted() {
        let rows = [
            (
                "scopes_supported",
                Value::Null,
                "there is no scopes_supported",
            ),
            (
                "userinfo_endpoint",
                Value::Null,
                "there is no userinfo_endpoint",
            ),
            (
                "vendor_member",
                json!(1),
                "vendor_member is registered nowhere",
            ),
            (
                "request_object_signing_alg_values_supported",
                json!(["ES256"]),
                "with RS256",
            ),
        ];
        for (name, value, says) in rows {
            let told = outcome(name, value).unwrap();
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].contains(says), "{told:?}");
        }
    }
}
