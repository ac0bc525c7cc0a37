//! The reviewed list of what is advertised and not served is held to its word.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mock_idp::config::Config;
use serde::Deserialize;

use crate::support::{Answer, Ask, Browser, CLIENT, Mock, SECRET, start};

const LIST: &str = include_str!("../../../../fixtures/advertised_but_absent.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    absent: Vec<Absent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Absent {
    field: String,
    values: Vec<String>,
    uses: String,
    refused: Option<Refused>,
    registration: Option<String>,
    why: String,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    status: u16,
    error: String,
}

fn list() -> Vec<Absent> {
    toml::from_str::<List>(LIST).unwrap().absent
}

#[tokio::test]
async fn what_is_listed_as_absent_is_advertised_once_with_a_reason() {
    let mock = start().await;
    let document = mock.get("/.well-known/openid-configuration", &[]).await;
    let document = document.json();
    let mut seen = BTreeSet::new();
    for absent in list() {
        let field = &absent.field;
        assert!(!absent.values.is_empty(), "{field}");
        assert!(!absent.uses.is_empty() && !absent.why.is_empty(), "{field}");
        let fates = [absent.refused.is_some(), absent.registration.is_some()];
        assert!(fates[0] ^ fates[1], "{field} has one fate");
        for value in &absent.values {
            let advertised = document[field].as_array().unwrap();
            assert!(
                advertised.contains(&value.as_str().into()),
                "{field} {value}"
            );
            assert!(
                seen.insert((field.clone(), value.clone())),
                "{field} {value}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_listed_as_absent_is_refused_as_the_list_says() {
    let mock = start().await;
    for absent in list() {
        let Some(refused) = &absent.refused else {
            continue;
        };
        for value in &absent.values {
            let answer = used(&mock, &absent.field, value).await;
            let told = Refused {
                status: answer.status,
                error: answer.text("error"),
            };
            assert_eq!(told, *refused, "{} {value}", absent.field);
        }
    }
}

#[test]
fn no_client_can_be_registered_for_what_is_listed_as_absent() {
    for absent in list() {
        let Some(key) = &absent.registration else {
            continue;
        };
        for value in &absent.values {
            let toml = format!(
                "[[clients]]\nclient_id = \"app\"\nclient_secret = \"s\"\n\
                 redirect_uris = [\"https://app.example/cb\"]\n{key} = \"{value}\"\n"
            );
            let told = Config::from_text(&toml, "mock.toml")
                .unwrap_err()
                .to_string();
            let expected = format!("mock.toml:5: unknown key `{key}`");
            assert!(told.starts_with(&expected), "{told}");
        }
    }
}

#[tokio::test]
async fn a_proof_at_the_token_endpoint_binds_nothing() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("code", &code),
        ("redirect_uri", crate::support::CALLBACK),
        ("code_verifier", crate::support::VERIFIER),
    ];
    let proof = jws("ES256");
    let answer = mock.post_with("/token", &form, &[("dpop", &proof)]).await;
    assert_eq!(answer.text("token_type"), "Bearer");
    assert_eq!(mock.me(&answer.text("access_token")).await.status, 200);
}

/// The answer to a client that uses what the metadata advertises.
async fn used(mock: &Mock, field: &str, value: &str) -> Answer {
    let assertion = |alg: &str| {
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        [
            ("grant_type", "authorization_code".to_owned()),
            ("code", "c".to_owned()),
            ("client_id", CLIENT.to_owned()),
            ("client_assertion_type", kind.to_owned()),
            ("client_assertion", jws(alg)),
        ]
    };
    let form = match field {
        "grant_types_supported" => vec![
            ("grant_type", value.to_owned()),
            ("client_id", CLIENT.to_owned()),
            ("client_secret", SECRET.to_owned()),
        ],
        "token_endpoint_auth_methods_supported" => assertion("ES256").to_vec(),
        "token_endpoint_auth_signing_alg_values_supported" => assertion(value).to_vec(),
        "dpop_signing_alg_values_supported" => {
            let proof = jws(value);
            let headers = [("authorization", "DPoP token"), ("dpop", &proof)];
            return mock.get("/me", &headers).await;
        }
        other => panic!("nobody knows how to use {other} {value}"),
    };
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    mock.post("/token", &form).await
}

/// Something with the shape of a signed JWT.
fn jws(alg: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let header = part(&format!(r#"{{"alg":"{alg}"}}"#));
    let claims = part(&format!(r#"{{"iss":"{CLIENT}","sub":"{CLIENT}"}}"#));
    format!("{header}.{claims}.{}", part("signature"))
}
