use insta::assert_snapshot;
use reqwest::Method;

use crate::support::start;

/// Metadata of a live Banno institution, captured on 2026-09-14.
const CAPTURED: &str = include_str!("../../../../fixtures/live/openid-configuration.json");

#[tokio::test]
async fn discovery_is_that_of_a_live_institution_byte_for_byte() {
    let mock = start().await;
    let answer = mock.get("/.well-known/openid-configuration", &[]).await;
    assert_snapshot!(answer.wire_head(), @r#"
        200
        access-control-allow-origin: *
        content-type: application/json; charset=utf-8
        vary: Origin
        "#);
    let expected = CAPTURED.replace("https://connect.glacierbank.com", mock.base_url());
    // The file ends with a newline, which the institution did not send.
    assert_eq!(answer.body, expected.trim_end());
}

#[tokio::test]
async fn discovery_stands_at_the_root_of_the_host_too() {
    let mock = start().await;
    let at_issuer = mock.get("/.well-known/openid-configuration", &[]).await;
    let root = format!("{}/.well-known/openid-configuration", mock.base_url());
    let at_root = mock.get(&root, &[]).await;
    assert_eq!(at_root.wire(), at_issuer.wire());
}

#[tokio::test]
async fn the_key_set_publishes_the_ec_key_first_and_no_private_part() {
    let mock = start().await;
    let answer = mock.get("/jwks", &[]).await;
    assert_snapshot!(answer.wire_head(), @r#"
        200
        access-control-allow-origin: *
        content-type: application/jwk-set+json; charset=utf-8
        vary: Origin
        "#);
    let mut keys = answer.json();
    for key in keys["keys"].as_array_mut().unwrap() {
        for (member, value) in key.as_object_mut().unwrap() {
            if ["x", "y", "n"].contains(&member.as_str()) {
                *value = format!("[{} characters]", value.as_str().unwrap().len()).into();
            }
        }
    }
    assert_snapshot!(format!("{keys:#}"), @r#"
        {
          "keys": [
            {
              "kty": "EC",
              "use": "sig",
              "kid": "sig-ec2-0",
              "alg": "ES256",
              "crv": "P-256",
              "x": "[43 characters]",
              "y": "[43 characters]"
            },
            {
              "kty": "RSA",
              "use": "sig",
              "kid": "sig-rs-0",
              "e": "AQAB",
              "n": "[342 characters]"
            }
          ]
        }
        "#);
}

#[tokio::test]
async fn head_is_answered_as_get_is_but_without_a_body() {
    let mock = start().await;
    let root = format!("{}/", mock.base_url());
    let style = format!("{root}mock-idp/style.css");
    let photo = format!(
        "{root}a/consumer/api/node/public-profile-photo/\
         NWNhZDVjMzAtNmQyNC0xMWU5LTg3MGMtMDI0MmI3OGY4NTcx"
    );
    let paths = [
        "/.well-known/openid-configuration",
        "/jwks",
        "/auth",
        "/me",
        "/interaction/none",
        &root,
        &style,
        &photo,
    ];
    for path in paths {
        let got = mock.get(path, &[]).await;
        let head = mock.send(Method::HEAD, path, &[], None).await;
        assert_eq!(head.wire_head(), got.wire_head(), "{path}");
        assert_eq!(head.body, "", "{path}");
    }
}
