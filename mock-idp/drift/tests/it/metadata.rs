use drift::{Published, Severity, compare};
use serde_json::{Value, json};

use crate::given::{ISSUER, address, found, lines, published, set, with, worst};

#[test]
fn the_same_documents_have_no_difference() {
    assert_eq!(lines(&found(|_| {})), [""; 0]);
}

#[test]
fn the_host_is_no_difference() {
    let elsewhere = "https://digital.garden-fi.com/a/consumer/api/v0/oidc";
    let mock = published();
    let mut provider = published();
    let text = Value::from(provider.metadata).to_string();
    let moved: Value = serde_json::from_str(&text.replace(ISSUER, elsewhere)).unwrap();
    provider.metadata = moved.as_object().unwrap().clone();
    let address = address()
        .as_str()
        .replace(ISSUER, elsewhere)
        .parse()
        .unwrap();
    assert_eq!(lines(&compare(&mock, &provider, &address)), [""; 0]);
}

#[test]
fn a_member_weighs_what_its_absence_does_to_an_application() {
    let rows = [
        ("acr_values_supported", Severity::Notable),
        ("authorization_endpoint", Severity::Breaking),
        (
            "authorization_response_iss_parameter_supported",
            Severity::Notable,
        ),
        ("claims_parameter_supported", Severity::Breaking),
        ("claims_supported", Severity::Notable),
        ("code_challenge_methods_supported", Severity::Notable),
        ("dpop_signing_alg_values_supported", Severity::Breaking),
        ("end_session_endpoint", Severity::Breaking),
        // The default lacks refresh_token and token exchange.
        ("grant_types_supported", Severity::Breaking),
        (
            "id_token_encryption_alg_values_supported",
            Severity::Breaking,
        ),
        (
            "id_token_encryption_enc_values_supported",
            Severity::Breaking,
        ),
        ("id_token_signing_alg_values_supported", Severity::Breaking),
        ("introspection_endpoint", Severity::Breaking),
        ("issuer", Severity::Breaking),
        ("jwks_uri", Severity::Breaking),
        ("pushed_authorization_request_endpoint", Severity::Breaking),
        ("request_uri_parameter_supported", Severity::Info),
        // The default lacks form_post.
        ("response_modes_supported", Severity::Breaking),
        ("response_types_supported", Severity::Breaking),
        ("revocation_endpoint", Severity::Breaking),
        ("scopes_supported", Severity::Notable),
        ("subject_types_supported", Severity::Breaking),
        ("token_endpoint", Severity::Breaking),
        // The default is client_secret_basic alone.
        ("token_endpoint_auth_methods_supported", Severity::Breaking),
        (
            "token_endpoint_auth_signing_alg_values_supported",
            Severity::Notable,
        ),
        (
            "userinfo_encryption_alg_values_supported",
            Severity::Breaking,
        ),
        (
            "userinfo_encryption_enc_values_supported",
            Severity::Breaking,
        ),
        ("userinfo_endpoint", Severity::Breaking),
        ("userinfo_signing_alg_values_supported", Severity::Breaking),
    ];
    for (member, severity) in rows {
        let findings = with(member, Value::Null);
        assert_eq!(worst(&findings), Some(severity), "{member} {findings:?}");
    }
    // Their defaults are the mock's values.
    for member in ["request_parameter_supported", "claim_types_supported"] {
        assert_eq!(lines(&with(member, Value::Null)), [""; 0], "{member}");
    }
    let told = rows.len() + 2;
    assert_eq!(published().metadata.len(), told, "a member has no row here");
}

#[test]
fn a_member_of_another_type_is_breaking() {
    for (member, value) in published().metadata {
        let odd = if value.is_array() {
            json!("code")
        } else {
            json!([7])
        };
        let findings = with(&member, odd);
        assert_eq!(
            worst(&findings),
            Some(Severity::Breaking),
            "{member} {findings:?}"
        );
    }
}

#[test]
fn an_element_weighs_what_its_absence_does_to_an_application() {
    let rows: [(&str, &[&str], &[&str]); 10] = [
        (
            "id_token_signing_alg_values_supported",
            &["RS256"],
            &[
                r#"breaking $.id_token_signing_alg_values_supported[-] mock="ES256""#,
                r#"breaking $.id_token_signing_alg_values_supported[-] mock="PS256""#,
            ],
        ),
        (
            "id_token_signing_alg_values_supported",
            &["ES256", "PS256", "HS256"],
            &[
                r#"breaking $.id_token_signing_alg_values_supported[-] mock="RS256""#,
                r#"notable $.id_token_signing_alg_values_supported[+] provider="HS256""#,
            ],
        ),
        (
            "token_endpoint_auth_methods_supported",
            &["client_secret_basic", "private_key_jwt", "none"],
            &[
                r#"breaking $.token_endpoint_auth_methods_supported[-] mock="client_secret_post""#,
                r#"info $.token_endpoint_auth_methods_supported[+] provider="none""#,
            ],
        ),
        (
            "token_endpoint_auth_signing_alg_values_supported",
            &["RS256", "PS256", "ES256", "HS256"],
            &[
                r#"breaking $.token_endpoint_auth_signing_alg_values_supported[-] mock="EdDSA""#,
                r#"notable $.token_endpoint_auth_signing_alg_values_supported[+] provider="HS256""#,
            ],
        ),
        (
            "code_challenge_methods_supported",
            &["plain"],
            &[
                r#"breaking $.code_challenge_methods_supported[-] mock="S256""#,
                r#"notable $.code_challenge_methods_supported[+] provider="plain""#,
            ],
        ),
        (
            "response_modes_supported",
            &["query", "fragment", "jwt"],
            &[
                r#"breaking $.response_modes_supported[-] mock="form_post""#,
                r#"notable $.response_modes_supported[+] provider="jwt""#,
            ],
        ),
        (
            "response_types_supported",
            &["code", "code id_token"],
            &[
                r#"breaking $.response_types_supported[-] mock="none""#,
                r#"notable $.response_types_supported[+] provider="code id_token""#,
            ],
        ),
        (
            "grant_types_supported",
            &["authorization_code", "refresh_token", "client_credentials"],
            &[
                r#"breaking $.grant_types_supported[-] mock="urn:ietf:params:oauth:grant-type:token-exchange""#,
                r#"notable $.grant_types_supported[+] provider="client_credentials""#,
            ],
        ),
        (
            "subject_types_supported",
            &["pairwise"],
            &[
                r#"notable $.subject_types_supported[-] mock="public""#,
                r#"info $.subject_types_supported[+] provider="pairwise""#,
            ],
        ),
        (
            "claim_types_supported",
            &["normal", "aggregated"],
            &[r#"info $.claim_types_supported[+] provider="aggregated""#],
        ),
    ];
    for (member, list, expected) in rows {
        assert_eq!(lines(&with(member, json!(list))), expected, "{member}");
    }
}

#[test]
fn of_long_lists_only_what_differs_is_found() {
    let mut scopes = published().metadata["scopes_supported"]
        .as_array()
        .unwrap()
        .clone();
    scopes.retain(|scope| scope != "openid" && scope != "phone");
    scopes.push("https://example.com/loyalty".into());
    let expected = [
        r#"breaking $.scopes_supported[-] mock="openid""#,
        r#"notable $.scopes_supported[-] mock="phone""#,
        r#"notable $.scopes_supported[+] provider="https://example.com/loyalty""#,
    ];
    assert_eq!(lines(&with("scopes_supported", scopes.into())), expected);
}

#[test]
fn algorithms_of_assertions_are_of_no_concern_where_no_client_may_send_one() {
    let findings = found(|provider| {
        set(
            provider,
            "token_endpoint_auth_methods_supported",
            json!(["client_secret_post"]),
        );
        set(
            provider,
            "token_endpoint_auth_signing_alg_values_supported",
            json!(null),
        );
    });
    let about_algorithms = |line: &String| line.contains("signing_alg");
    assert!(
        !lines(&findings).iter().any(about_algorithms),
        "{findings:?}"
    );
}

#[test]
fn order_is_information() {
    let findings = found(|provider| {
        let modes = json!(["query", "form_post", "fragment"]);
        set(provider, "response_modes_supported", modes);
        let issuer = provider.metadata.shift_remove("issuer").unwrap();
        provider.metadata.insert("issuer".to_owned(), issuer);
    });
    assert_eq!(
        lines(&findings),
        ["info $.response_modes_supported", "info $"]
    );
}

#[test]
fn what_no_rule_knows_is_information_and_told_briefly() {
    let findings = found(|provider| {
        set(
            provider,
            "service_documentation",
            json!("https://example.com/docs"),
        );
        set(provider, "ui_locales_supported", json!(["en", "es"]));
        set(provider, "x 'quoted'", json!({ "a": 1 }));
    });
    let expected = [
        r#"info $.service_documentation provider="https://example.com/docs""#,
        r#"info $.ui_locales_supported provider="a list of 2""#,
        r#"info $["x 'quoted'"] provider="an object of 1""#,
    ];
    assert_eq!(lines(&findings), expected);
}

#[test]
fn switches_are_held_against_their_defaults() {
    let rows = [
        (
            "require_pushed_authorization_requests",
            true,
            Some(Severity::Breaking),
        ),
        ("require_pushed_authorization_requests", false, None),
        (
            "require_signed_request_object",
            true,
            Some(Severity::Breaking),
        ),
        ("request_parameter_supported", true, Some(Severity::Notable)),
        (
            "request_uri_parameter_supported",
            true,
            Some(Severity::Notable),
        ),
        ("backchannel_logout_supported", true, Some(Severity::Info)),
        (
            "claims_parameter_supported",
            false,
            Some(Severity::Breaking),
        ),
    ];
    for (member, value, severity) in rows {
        assert_eq!(worst(&with(member, json!(value))), severity, "{member}");
    }
}

#[test]
fn endpoints_are_compared_as_seen_from_the_issuer() {
    let rows = [
        (
            "token_endpoint",
            format!("{ISSUER}/oauth/token"),
            Severity::Notable,
        ),
        (
            "token_endpoint",
            "https://login.example.com/token".to_owned(),
            Severity::Notable,
        ),
        (
            "token_endpoint",
            "http://connect.glacierbank.com/token".to_owned(),
            Severity::Breaking,
        ),
        (
            "userinfo_endpoint",
            format!("{ISSUER}/me#"),
            Severity::Breaking,
        ),
        ("userinfo_endpoint", "/me".to_owned(), Severity::Breaking),
        (
            "registration_endpoint",
            format!("{ISSUER}/reg"),
            Severity::Info,
        ),
    ];
    for (member, value, severity) in rows {
        let findings = with(member, json!(value));
        assert_eq!(
            worst(&findings),
            Some(severity),
            "{member} {value} {findings:?}"
        );
        assert_eq!(findings.len(), 1, "{member} {value} {findings:?}");
    }
}

#[test]
fn what_the_profile_lacks_is_notable() {
    let mut mock = published();
    for member in [
        "revocation_endpoint",
        "dpop_signing_alg_values_supported",
        "claims_parameter_supported",
    ] {
        mock.metadata.shift_remove(member);
    }
    let compare = |provider: &Published| compare(&mock, provider, &address());
    let findings = compare(&published());
    assert_eq!(worst(&findings), Some(Severity::Notable), "{findings:?}");
    assert_eq!(findings.len(), 1 + 7 + 1, "{findings:?}");
    assert_eq!(lines(&compare(&mock)), [""; 0]);
}
