//! The document that describes the control plane.

use reqwest::Method;

use super::{mock, send};

#[test]
fn the_document_that_is_served_is_the_one_of_the_code() {
    let served = include_str!("../../../src/control/openapi.json");
    assert!(
        served == mock_idp::control::generated_document(),
        "run `cargo run -p mock-idp --example openapi > openapi.json && mv openapi.json mock-idp/src/control/`"
    );
}

#[tokio::test]
async fn the_document_names_every_operation_once_and_all_are_served() {
    let mock = mock().await;
    let document = send(&mock, Method::GET, "/openapi.json", &[], None)
        .await
        .json();
    assert_eq!(document["openapi"], "3.1.0");
    let mut names = std::collections::BTreeSet::new();
    let mut operations = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations += 1;
            assert!(
                names.insert(operation["operationId"].as_str().unwrap().to_owned()),
                "{operation}"
            );
            assert!(operation["summary"].is_string(), "{method} {path}");
            let path = path.replace("{id}", "nobody").replace(['{', '}'], "");
            let method: Method = method.to_uppercase().parse().unwrap();
            let answer = send(&mock, method.clone(), &path, &[], None).await;
            for missing in ["no-such-address", "method-not-allowed"] {
                assert!(!answer.body.contains(missing), "{method} {path}");
            }
        }
    }
    assert_eq!(operations, 46);
}
