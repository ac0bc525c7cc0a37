use client_keys::SigningKey;
use serde_json::{Value, json};

use crate::support::{Ask, Assertion, Browser, Mock, over, register, start};

fn key() -> SigningKey {
    SigningKey::generate("ES256").unwrap()
}

/// A client whose keys are these.
async fn mock_with(keys: Value, alg: Value) -> Mock {
    let mock = start().await;
    let metadata = json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": alg,
        "jwks": { "keys": keys },
    });
    register(&mock, "signs", &metadata);
    mock
}

async fn mock_of(key: &SigningKey) -> Mock {
    mock_with(json!([key.public_jwk()]), Value::Null).await
}

/// Asks for introspection, which tells most plainly whether a client has authenticated.
async fn status(mock: &Mock, assertion: &str) -> u16 {
    let form = over(&[("token", "t")], &Assertion::form(assertion));
    mock.post("/token/introspection", &form).await.status
}

#[tokio::test]
async fn a_client_signs_in_with_every_algorithm_that_the_metadata_lists() {
    for alg in ["RS256", "PS256", "ES256", "EdDSA"] {
        let key = SigningKey::generate(alg).unwrap();
        let mock = mock_with(json!([key.public_jwk()]), json!(alg)).await;
        let code = Browser::new(&mock).code(&Ask::of("signs")).await;
        let assertion = Assertion::of("signs", &key, &mock.url("/token")).sign(&key);
        let [no_secret, kind, assertion] = Assertion::form(&assertion);
        let form = [("client_id", ""), no_secret, kind, assertion];
        let answer = mock.redeem_with(&code, &form).await;
        assert_eq!(answer.status, 200, "{alg} {:?}", mock.reason());
    }
}

#[tokio::test]
async fn every_endpoint_that_clients_call_takes_an_assertion() {
    let key = key();
    let mock = mock_of(&key).await;
    for (path, form, status) in [
        (
            "/token",
            vec![("grant_type", "refresh_token"), ("refresh_token", "r")],
            400,
        ),
        ("/token/introspection", vec![("token", "t")], 200),
        ("/token/revocation", vec![("token", "t")], 200),
        (
            "/request",
            vec![
                ("response_type", "code"),
                ("scope", "openid"),
                (
                    "code_challenge",
                    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                ),
                ("code_challenge_method", "S256"),
                ("client_id", "signs"),
            ],
            201,
        ),
    ] {
        // Each takes its own address, besides the issuer and the token endpoint.
        for (number, audience) in [path, "", "/token"].into_iter().enumerate() {
            let assertion = Assertion::of("signs", &key, &mock.url(audience));
            let assertion = assertion.with("jti", json!(format!("{number} {path}")));
            let assertion = assertion.sign(&key);
            let answer = mock
                .post(path, &over(&form, &Assertion::form(&assertion)))
                .await;
            assert_eq!(
                answer.status,
                status,
                "{path} {audience} {:?}",
                mock.reason()
            );
        }
        let elsewhere = Assertion::of("signs", &key, &mock.url("/me")).sign(&key);
        let answer = mock
            .post(path, &over(&form, &Assertion::form(&elsewhere)))
            .await;
        assert_eq!(answer.status, 401, "{path}");
    }
}

#[tokio::test]
async fn whatever_is_wrong_with_an_assertion_looks_alike_and_has_its_own_reason() {
    let (key, other) = (key(), key());
    let named = json!({ "kid": "k" });
    let mut jwk = key.public_jwk();
    jwk["kid"] = named["kid"].clone();
    let mock = mock_with(json!([jwk]), json!("ES256")).await;
    let url = mock.url("/token");
    let now = crate::support::NOW;
    let good = || Assertion::of("signs", &key, &url);
    let rows = [
        (good().with_header("alg", "RS256"), "alg mismatch"),
        (good().with_header("alg", "none"), "alg mismatch"),
        (
            good().with("exp", Value::Null),
            "expiration must be specified in the client_assertion",
        ),
        (
            good().with("jti", Value::Null),
            "unique jti must be provided in the client_assertion",
        ),
        (
            good().with("iss", Value::Null),
            "iss must be provided in the client_assertion",
        ),
        (
            good().with("iss", json!("other")),
            "iss must be the client_id",
        ),
        (
            good().with("aud", Value::Null),
            "aud must be provided in the client_assertion",
        ),
        (
            good().with("aud", json!(["https://op.example", url.to_uppercase()])),
            "list of audience (aud) must include the endpoint url, issuer identifier or token endpoint url",
        ),
        (
            good().with_header("kid", "other"),
            "no key of the client has that kid and is for that alg",
        ),
        (
            good().with("exp", json!(now - 15)),
            "client_assertion expired",
        ),
        (
            good().with("nbf", json!(now + 16)),
            "client_assertion not active yet",
        ),
        (good().with("exp", json!("soon")), "invalid exp value"),
        (good().with("iat", json!("now")), "invalid iat value"),
        (good().with("jti", json!(7)), "invalid jti value"),
    ];
    let refused = |assertion: String| {
        let mock = &mock;
        async move {
            let form = over(&[("token", "t")], &Assertion::form(&assertion));
            let answer = mock.post("/token/introspection", &form).await;
            assert_eq!(answer.status, 401);
            assert_eq!(
                answer.body,
                r#"{"error":"invalid_client","error_description":"client authentication failed"}"#
            );
            mock.reason().unwrap()
        }
    };
    for (assertion, reason) in rows {
        assert_eq!(refused(assertion.sign(&key)).await, reason);
    }
    let forged = refused(good().sign(&other)).await;
    assert_eq!(forged, "signature of client_assertion verification failed");
    let of_nobody = Assertion::of("nobody", &key, &url).sign(&key);
    assert_eq!(refused(of_nobody).await, "client not found");
    // None of these has used the name up.
    assert_eq!(status(&mock, &good().sign(&key)).await, 200);
}

#[tokio::test]
async fn an_assertion_is_good_once_and_within_fifteen_seconds_of_the_clock() {
    let key = key();
    let mock = mock_of(&key).await;
    let now = crate::support::NOW;
    let good = || Assertion::of("signs", &key, mock.issuer());
    for (claim, value) in [
        ("exp", now - 14),
        ("nbf", now + 15),
        ("iat", now + 1_000_000),
    ] {
        let assertion = good().with(claim, json!(value)).with("jti", json!(claim));
        assert_eq!(status(&mock, &assertion.sign(&key)).await, 200, "{claim}");
    }
    let once = good().sign(&key);
    assert_eq!(status(&mock, &once).await, 200);
    assert_eq!(status(&mock, &once).await, 401);
    let reason = mock.reason().unwrap();
    assert_eq!(reason, "client assertion tokens must only be used once");
    // Another assertion of that name is the same one, until the first would have expired.
    let later = good().with("exp", json!(now + 1000)).sign(&key);
    mock.pass(74);
    assert_eq!(status(&mock, &later).await, 401);
    mock.pass(1);
    assert_eq!(status(&mock, &later).await, 200);
}

#[tokio::test]
async fn of_many_who_send_one_assertion_at_once_one_is_believed() {
    let key = key();
    let mock = mock_of(&key).await;
    let once = Assertion::of("signs", &key, mock.issuer()).sign(&key);
    let all = (0..50).map(|_| status(&mock, &once));
    let all = futures_util::future::join_all(all).await;
    assert_eq!(all.iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(all.iter().filter(|status| **status == 401).count(), 49);
}

#[tokio::test]
async fn a_secret_is_nothing_to_a_client_that_signs_and_the_other_way_round() {
    let key = key();
    let mock = mock_of(&key).await;
    let secret = [
        ("client_id", "signs"),
        ("client_secret", "s"),
        ("token", "t"),
    ];
    assert_eq!(mock.post("/token/introspection", &secret).await.status, 401);
    let told = mock.reason().unwrap();
    assert!(
        told.starts_with("the provided authentication mechanism"),
        "{told}"
    );
    let quickstart = Assertion::of(crate::support::CLIENT, &key, mock.issuer()).sign(&key);
    assert_eq!(status(&mock, &quickstart).await, 401);
    assert_eq!(mock.reason().unwrap(), told);
}
