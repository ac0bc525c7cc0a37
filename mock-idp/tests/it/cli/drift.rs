//! `mock-idp drift`: what it finds at providers, what it says of those that it cannot look at, and how it ends.

use std::process::Output;
use std::time::Duration;

use mock_idp::MockIdp;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock as Answer, MockServer, ResponseTemplate};

use super::{folder, one_line, program};
use crate::support::{Mock, builder};

/// Runs `mock-idp` beside whoever it talks to in this process.
pub(super) async fn run(args: &[&str]) -> Output {
    let args: Vec<_> = args.iter().copied().map(str::to_owned).collect();
    let run = move || {
        let data_dir = folder();
        let mut command = program(data_dir.path());
        command.args(args).timeout(Duration::from_secs(60)).output()
    };
    tokio::task::spawn_blocking(run).await.unwrap().unwrap()
}

pub(super) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// The only line of what it says when it cannot look.
async fn failure(args: &[&str], code: i32) -> String {
    let output = run(args).await;
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    assert!(output.stdout.is_empty());
    one_line(&text(output.stderr))
}

#[tokio::test]
async fn the_mock_does_not_differ_from_itself_by_whichever_address() {
    let mock = crate::support::start().await;
    let well_known = mock.url("/.well-known/openid-configuration");
    for address in [mock.issuer(), mock.base_url(), &well_known] {
        let output = run(&["drift", address, "--fail-on", "any"]).await;
        assert_eq!(output.status.code(), Some(0), "{address} {output:?}");
        let expected = format!(
            "{}\n  against the profile of the fixtures\n\n0 breaking, 0 notable, 0 info\n",
            mock.issuer()
        );
        assert_eq!(text(output.stdout), expected);
    }
}

const OTHER: &str = r#"
[institution]
scopes = ["openid", "profile", "membership"]

[policies]
authorization_response_iss = false

[metadata]
id_token_signing_alg_values_supported = ["RS256"]
revocation_endpoint = false
"#;

#[tokio::test]
async fn a_difference_is_told_with_its_path_and_its_severity_is_the_exit_code() {
    let mock = Mock::of(builder().config(OTHER)).await;
    let output = run(&["drift", mock.issuer(), "--output", "json"]).await;
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["issuer"], mock.issuer());
    let has = |severity: &str, path: &str, word: &str| {
        let findings = report["findings"].as_array().unwrap();
        findings.iter().any(|it| {
            let there = it["mock"] == word || it["provider"] == word;
            it["severity"] == severity && it["path"] == path && there
        })
    };
    let algs = "$.id_token_signing_alg_values_supported[-]";
    assert!(has("breaking", algs, "ES256"), "{report}");
    assert!(has("notable", "$.scopes_supported[-]", "email"), "{report}");
    assert!(
        has("notable", "$.scopes_supported[+]", "membership"),
        "{report}"
    );
    assert_eq!(report["breaking"], json!(3), "{report}");

    for (fail_on, code) in [("any", 1), ("notable", 1), ("breaking", 1), ("never", 0)] {
        let output = run(&["drift", mock.issuer(), "--fail-on", fail_on]).await;
        assert_eq!(output.status.code(), Some(code), "{fail_on}");
        assert!(text(output.stdout).ends_with(" info\n"));
    }
}

#[tokio::test]
async fn the_threshold_lies_between_severities() {
    let config = "[policies]\nauthorization_response_iss = false\n";
    let mock = Mock::of(builder().config(config)).await;
    for (fail_on, code) in [("any", 1), ("notable", 1), ("breaking", 0)] {
        let output = run(&["drift", mock.issuer(), "--fail-on", fail_on]).await;
        assert_eq!(output.status.code(), Some(code), "{fail_on}");
    }
}

#[tokio::test]
async fn a_profile_of_ones_own_takes_the_place_of_the_fixtures() {
    let mock = Mock::of(builder().config(OTHER)).await;
    let folder = folder();
    let file = folder.path().join("other.toml");
    std::fs::write(&file, OTHER).unwrap();
    let file = file.to_str().unwrap();
    let output = run(&["drift", mock.issuer(), "--config", file, "--fail-on", "any"]).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(text(output.stdout).contains(&format!("against {file}\n")));
}

#[tokio::test]
async fn the_authority_to_trust_is_named() {
    let folder = folder();
    let idp = MockIdp::builder()
        .tls(true)
        .data_dir(folder.path())
        .start()
        .await
        .unwrap();
    let ca = idp
        .ca()
        .and_then(local_ca::LocalCa::certificate_path)
        .unwrap();
    let output = run(&["drift", idp.issuer(), "--ca", ca.to_str().unwrap()]).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");

    let told = failure(&["drift", idp.issuer()], 3).await;
    assert!(
        told.contains("shows a certificate that is not trusted"),
        "{told}"
    );
    assert!(
        told.ends_with("--ca FILE names the authority to trust"),
        "{told}"
    );

    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let told = failure(&["drift", idp.issuer(), "--ca", empty.to_str().unwrap()], 2).await;
    assert!(told.contains("no CERTIFICATE block"), "{told}");
    idp.stop().await;
}

#[tokio::test]
async fn a_name_below_localhost_is_this_machine() {
    let config = "[[institutions]]\nid = \"south\"\nhost = \"south.localhost\"\n";
    let mock = Mock::of(builder().config(config))
        .await
        .of_institution("south");
    assert!(mock.issuer().starts_with("http://south.localhost:"));
    let output = run(&["drift", mock.issuer(), "--fail-on", "any"]).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[tokio::test]
async fn an_address_that_cannot_be_one_is_a_mistake_of_the_command_line() {
    let rows = [
        ("bank.example", "`bank.example` is no address of a provider"),
        ("ftp://bank.example", "is no address of a provider"),
        ("https://bank.example?a=b", "is no address of a provider"),
        ("http://bank.example", "must be https"),
        (
            "https://me:secret@bank.example",
            "must not have a user name or password in it",
        ),
    ];
    for (address, part) in rows {
        let told = failure(&["drift", address], 2).await;
        assert!(told.contains(part), "{told}");
        assert!(!told.contains("secret"), "{told}");
    }
}

/// What is said of a provider whose metadata is that answer.
async fn told_of(answer: ResponseTemplate) -> String {
    let server = MockServer::start().await;
    let metadata = Answer::given(method("GET")).and(path("/bank/.well-known/openid-configuration"));
    metadata.respond_with(answer).mount(&server).await;
    let address = format!("{}/bank", server.uri());
    let told = failure(&["drift", &address, "--timeout-seconds", "1"], 3).await;
    assert!(told.contains(&address), "{told}");
    told.replace(&server.uri(), "")
}

#[tokio::test]
async fn what_cannot_be_compared_is_told_with_what_was_answered_and_the_mend() {
    let page = "<!DOCTYPE html>\n<title>Maintenance</title>";
    let html = |status| ResponseTemplate::new(status).set_body_raw(page, "text/html");
    let place = "/bank/.well-known/openid-configuration";
    let rows = [
        (
            html(503),
            "answers 503 (text/html), beginning `<!DOCTYPE html>`; the provider or something in front of it is out \
             of order; try again later",
        ),
        (
            html(404),
            "answers 404 (text/html), beginning `<!DOCTYPE html>`; give the issuer: the address that `iss` has in \
             its ID tokens",
        ),
        (
            html(200),
            "answers text/html, which is no JSON: expected value at line 1 column 1, beginning `<!DOCTYPE html>`; is \
             the address the issuer's?",
        ),
        (
            ResponseTemplate::new(302)
                .insert_header("location", "https://elsewhere.example/\u{9b}31m"),
            "answers 302 and leads to `https://elsewhere.example/",
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!(["a list"])),
            "answers JSON that is no object; give the issuer of an OpenID Connect provider",
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!({ "issuer": "https://bank.example" })),
            "is metadata without `jwks_uri`, which OIDC Discovery 3 requires; is it a provider's?",
        ),
        (
            ResponseTemplate::new(200)
                .set_body_raw(vec![b' '; 1024 * 1024 + 1], "application/json"),
            "answers more than 1048576 bytes; no metadata and no key set is as long",
        ),
        (
            html(200).set_delay(Duration::from_secs(10)),
            "has not answered within 1 s; --timeout-seconds waits longer",
        ),
    ];
    for (answer, expected) in rows {
        let told = told_of(answer).await;
        assert!(
            told.starts_with(&format!("error: {place} {expected}")),
            "{told}"
        );
        assert!(!told.contains(char::is_control), "{told:?}");
    }
}

#[tokio::test]
async fn keys_are_fetched_from_where_it_is_safe_and_no_part_of_them_is_told() {
    for jwks_uri in ["http://bank.example/jwks", "file:///etc/passwd", "jwks"] {
        let metadata = json!({ "issuer": "https://bank.example", "jwks_uri": jwks_uri });
        let told = told_of_metadata(&metadata, None).await;
        assert!(
            told.contains(&format!("names `{jwks_uri}`, which is not asked")),
            "{told}"
        );
    }
    let metadata = json!({ "issuer": "https://bank.example", "jwks_uri": "{here}/jwks" });
    let broken = r#"{"keys":[{"kty":"RSA","d":"c2VjcmV0"},"#;
    let told = told_of_metadata(&metadata, Some(broken)).await;
    assert!(
        told.contains("/jwks answers application/json, which is no JSON"),
        "{told}"
    );
    assert!(!told.contains("c2VjcmV0"), "{told}");
}

async fn told_of_metadata(metadata: &Value, jwks: Option<&str>) -> String {
    let server = MockServer::start().await;
    let metadata = metadata.to_string().replace("{here}", &server.uri());
    for (place, body) in [
        ("/.well-known/openid-configuration", Some(&*metadata)),
        ("/jwks", jwks),
    ] {
        let body = body.unwrap_or_default();
        let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
        Answer::given(path(place))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    failure(&["drift", &server.uri()], 3).await
}
