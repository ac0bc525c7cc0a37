use insta::assert_snapshot;
use reqwest::Method;

use crate::support::start;

#[tokio::test]
async fn discovery_has_the_fields_and_the_order_of_the_live_document() {
    let mock = start().await;
    let answer = mock.get("/.well-known/openid-configuration", &[]).await;
    assert_snapshot!(answer.wire_head(), @r#"
        200
        access-control-allow-origin: *
        content-type: application/json; charset=utf-8
        vary: Origin
        "#);
    let mut document = answer.json();
    for long in ["scopes_supported", "claims_supported"] {
        let count = document[long].as_array().unwrap().len();
        document[long] = format!("[{count} values]").into();
    }
    let document = format!("{document:#}").replace(mock.base_url(), "{base}");
    assert_snapshot!(document, @r#"
        {
          "acr_values_supported": [
            "https://api.banno.com/consumer/security-level/standard",
            "https://api.banno.com/consumer/security-level/enhanced",
            "https://api.banno.com/consumer/security-level/high",
            "https://api.banno.com/consumer/security-level/restricted"
          ],
          "authorization_endpoint": "{base}/a/consumer/api/v0/oidc/auth",
          "claims_parameter_supported": true,
          "claims_supported": "[52 values]",
          "code_challenge_methods_supported": [
            "S256"
          ],
          "grant_types_supported": [
            "authorization_code",
            "refresh_token"
          ],
          "issuer": "{base}/a/consumer/api/v0/oidc",
          "jwks_uri": "{base}/a/consumer/api/v0/oidc/jwks",
          "authorization_response_iss_parameter_supported": true,
          "response_modes_supported": [
            "query"
          ],
          "response_types_supported": [
            "code"
          ],
          "scopes_supported": "[116 values]",
          "subject_types_supported": [
            "public"
          ],
          "token_endpoint_auth_methods_supported": [
            "client_secret_basic",
            "client_secret_post"
          ],
          "token_endpoint": "{base}/a/consumer/api/v0/oidc/token",
          "id_token_signing_alg_values_supported": [
            "ES256",
            "PS256",
            "RS256"
          ],
          "request_parameter_supported": false,
          "request_uri_parameter_supported": false,
          "userinfo_endpoint": "{base}/a/consumer/api/v0/oidc/me",
          "claim_types_supported": [
            "normal"
          ]
        }
        "#);
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
