use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use insta::assert_snapshot;
use sha2::{Digest as _, Sha256};

use crate::support::{Answer, Ask, Browser, CALLBACK, CLIENT, FORM, Mock, SECRET, VERIFIER};
use crate::support::{jws, start};

/// The answer with its JWTs decoded, their signatures verified, and what hangs on the port of this
/// run, `at_hash`, checked and named.
async fn decoded(mock: &Mock, answer: &Answer) -> String {
    let mut body = answer.json();
    let access_token = answer.text("access_token");
    let access = jws(mock, &access_token).await;
    let mut id = jws(mock, &answer.text("id_token")).await;
    let hash = Sha256::digest(access_token.as_bytes());
    assert_eq!(
        id.payload["at_hash"],
        URL_SAFE_NO_PAD.encode(&hash[..16]),
        "OIDC Core 3.1.3.6"
    );
    id.payload["at_hash"] = "[of the access token]".into();
    body["access_token"] = "[below]".into();
    body["id_token"] = "[below]".into();
    format!(
        "{}\n{body:#}\n\naccess token {access}\n\nID token {id}",
        answer.wire_head()
    )
    .replace(mock.base_url(), "{base}")
}

#[tokio::test]
async fn a_code_is_redeemed_for_every_claim_of_the_quickstart() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::full()).await;
    mock.pass(10);
    let answer = mock.redeem(&code).await;
    assert_snapshot!(decoded(&mock, &answer).await, @r#"
        200
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin

        {
          "access_token": "[below]",
          "expires_in": 600,
          "id_token": "[below]",
          "refresh_token": "2ZqFiCarH3gzwt-IjViXwi4RVywlfBU2T1Nr7Q5xqTo",
          "scope": "openid address email phone profile https://api.banno.com/consumer/auth/offline_access https://api.banno.com/consumer/auth/accounts.readonly https://api.banno.com/consumer/auth/transactions.detail.readonly",
          "token_type": "Bearer"
        }

        access token {"alg":"ES256","typ":"at+jwt","kid":"sig-ec2-0"}
        {
          "jti": "2HnVXWV9ox1pkzkv5AH3J6N3gJj6uINbUbAO7vkmaDM",
          "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
          "iat": 1790000010,
          "exp": 1790000610,
          "scope": "openid address email phone profile https://api.banno.com/consumer/auth/offline_access https://api.banno.com/consumer/auth/accounts.readonly https://api.banno.com/consumer/auth/transactions.detail.readonly",
          "client_id": "05166b79-4f61-484d-a4b4-2a225926bf4b",
          "iss": "{base}/a/consumer/api/v0/oidc",
          "aud": "{base}/a/consumer/api/v0"
        }

        ID token {"alg":"ES256","typ":"JWT","kid":"sig-ec2-0"}
        {
          "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
          "address": {
            "locality": "Seattle",
            "postal_code": "981090000",
            "region": "WA",
            "street_address": "400 Broad St"
          },
          "email": "rileydoe@jackhenry.dev",
          "phone_number": "+15552368",
          "family_name": "Doe",
          "given_name": "Riley",
          "name": "Riley Doe",
          "picture": "{base}/a/consumer/api/node/public-profile-photo/NWNhZDVjMzAtNmQyNC0xMWU5LTg3MGMtMDI0MmI3OGY4NTcx",
          "preferred_username": "rileydoe",
          "locale": "en-US",
          "birthdate": "1951-03-02",
          "https://api.banno.com/consumer/claim/institution_id": "899f4398-106d-409a-9ed4-a72346778076",
          "nonce": "no",
          "at_hash": "[of the access token]",
          "sid": "22db33e5-6085-4d94-8f9c-714dc43efc37",
          "aud": "05166b79-4f61-484d-a4b4-2a225926bf4b",
          "exp": 1790003610,
          "iat": 1790000010,
          "iss": "{base}/a/consumer/api/v0/oidc"
        }
        "#);
}

#[tokio::test]
async fn a_refresh_token_is_rotated_and_the_id_token_keeps_its_nonce() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::full()).await;
    let first = mock.redeem(&code).await;
    mock.pass(3600);
    let answer = mock.refresh(&first.text("refresh_token")).await;
    assert_snapshot!(decoded(&mock, &answer).await, @r#"
        200
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin

        {
          "access_token": "[below]",
          "expires_in": 600,
          "id_token": "[below]",
          "refresh_token": "jZoraFbtk0zFVAG5d7mJxIuJfUnKm2rSb5EjtNeKlYA",
          "scope": "openid address email phone profile https://api.banno.com/consumer/auth/offline_access https://api.banno.com/consumer/auth/accounts.readonly https://api.banno.com/consumer/auth/transactions.detail.readonly",
          "token_type": "Bearer"
        }

        access token {"alg":"ES256","typ":"at+jwt","kid":"sig-ec2-0"}
        {
          "jti": "Ff8AifVhKZjX4AazVmD_rJ0tEFnlZESWHCq_waAYeEM",
          "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
          "iat": 1790003600,
          "exp": 1790004200,
          "scope": "openid address email phone profile https://api.banno.com/consumer/auth/offline_access https://api.banno.com/consumer/auth/accounts.readonly https://api.banno.com/consumer/auth/transactions.detail.readonly",
          "client_id": "05166b79-4f61-484d-a4b4-2a225926bf4b",
          "iss": "{base}/a/consumer/api/v0/oidc",
          "aud": "{base}/a/consumer/api/v0"
        }

        ID token {"alg":"ES256","typ":"JWT","kid":"sig-ec2-0"}
        {
          "sub": "5cad5c30-6d24-11e9-870c-0242b78f8571",
          "address": {
            "locality": "Seattle",
            "postal_code": "981090000",
            "region": "WA",
            "street_address": "400 Broad St"
          },
          "email": "rileydoe@jackhenry.dev",
          "phone_number": "+15552368",
          "family_name": "Doe",
          "given_name": "Riley",
          "name": "Riley Doe",
          "picture": "{base}/a/consumer/api/node/public-profile-photo/NWNhZDVjMzAtNmQyNC0xMWU5LTg3MGMtMDI0MmI3OGY4NTcx",
          "preferred_username": "rileydoe",
          "locale": "en-US",
          "birthdate": "1951-03-02",
          "https://api.banno.com/consumer/claim/institution_id": "899f4398-106d-409a-9ed4-a72346778076",
          "nonce": "no",
          "at_hash": "[of the access token]",
          "sid": "22db33e5-6085-4d94-8f9c-714dc43efc37",
          "aud": "05166b79-4f61-484d-a4b4-2a225926bf4b",
          "exp": 1790007200,
          "iat": 1790003600,
          "iss": "{base}/a/consumer/api/v0/oidc"
        }
        "#);
    assert_ne!(answer.text("refresh_token"), first.text("refresh_token"));
}

#[tokio::test]
async fn without_an_offline_scope_there_is_no_refresh_token_and_without_openid_no_id_token() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let code = browser.code(&Ask::plain()).await;
    let keys = |answer: &Answer| -> Vec<String> {
        answer.json().as_object().unwrap().keys().cloned().collect()
    };
    let plain = mock.redeem(&code).await;
    assert_eq!(
        keys(&plain),
        [
            "access_token",
            "expires_in",
            "id_token",
            "scope",
            "token_type"
        ]
    );
    let code = browser.code(&Ask::plain().with("scope", "email")).await;
    let email = mock.redeem(&code).await;
    assert_eq!(
        keys(&email),
        ["access_token", "expires_in", "scope", "token_type"]
    );
}

#[tokio::test]
async fn unknown_scopes_vanish_silently() {
    let mock = start().await;
    let ask = Ask::plain().with("scope", "openid no-such-scope email");
    let code = Browser::new(&mock).code(&ask).await;
    assert_eq!(mock.redeem(&code).await.text("scope"), "openid email");
}

#[tokio::test]
async fn the_secret_may_come_in_the_basic_header() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let wrong = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:wrong")));
    let refused = mock
        .post_with("/token", &form, &[("authorization", &wrong)])
        .await;
    assert_snapshot!(refused.wire(), @r#"
        401
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin
        www-authenticate: Basic realm="{base}/a/consumer/api/v0/oidc", error="invalid_client", error_description="client authentication failed"

        {"error":"invalid_client","error_description":"client authentication failed"}
        "#);
    let answer = mock
        .post_with("/token", &form, &[("authorization", &basic)])
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn a_charset_on_the_form_s_media_type_does_no_harm() {
    let mock = start().await;
    let media_type = format!("{}; charset=UTF-8", FORM.1);
    let answer = mock
        .send(
            reqwest::Method::POST,
            "/token",
            &[("content-type", &media_type)],
            Some("grant_type=x"),
        )
        .await;
    assert!(
        answer.body.contains("no client authentication"),
        "{answer:?}"
    );
}
