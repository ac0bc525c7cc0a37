use banno_client::rp::{Error, Fault, IdTokenError, Registration, SigningAlgorithm};
use serde_json::{Value, json};

use crate::support::{FakeProvider, NOW, TestKey};

async fn verdict(
    register: impl FnOnce(&mut Registration),
    id_token: impl FnOnce(&FakeProvider, Value) -> String,
) -> Result<Value, IdTokenError> {
    let provider = FakeProvider::start().await;
    let mut registration = provider.registration();
    register(&mut registration);
    let relying_party = provider.relying_party(registration);
    let outcome = provider
        .log_in(&relying_party, |nonce| {
            id_token(&provider, provider.claims(nonce))
        })
        .await;
    let asked_userinfo = !provider.requests("/oidc/me").await.is_empty();
    assert!(!asked_userinfo, "userinfo is for after the checks");
    match outcome {
        Ok(tokens) => Ok(Value::Object(tokens.id_token.claims().clone())),
        Err(Error::IdToken(error)) => Err(error),
        Err(other) => panic!("not about the ID token: {other}"),
    }
}

async fn with_claims(change: impl FnOnce(&mut Value)) -> Result<Value, IdTokenError> {
    let sign = |provider: &FakeProvider, mut claims: Value| {
        change(&mut claims);
        provider.sign(&claims)
    };
    verdict(|_| {}, sign).await
}

async fn with_header(header: Value) -> Result<Value, IdTokenError> {
    let sign = |provider: &FakeProvider, claims: Value| {
        provider.key.sign(&header.to_string(), &claims.to_string())
    };
    verdict(|_| {}, sign).await
}

#[tokio::test]
async fn a_good_token_passes_and_keeps_the_order_of_its_claims() {
    let claims = with_claims(|_| {}).await.unwrap();
    let names: Vec<_> = claims.as_object().unwrap().keys().cloned().collect();
    let order = [
        "sub", "name", "at_hash", "aud", "exp", "iat", "iss", "nonce",
    ];
    assert_eq!(names, order);
}

#[tokio::test]
async fn each_broken_claim_has_its_own_error() {
    type Change = fn(&mut Value);
    let missing = |claim| IdTokenError::Missing { claim };
    let wrong_type = |claim| IdTokenError::WrongType { claim };
    let other = "https://other.example/oidc".to_owned();
    let table: Vec<(Change, IdTokenError)> = vec![
        (|it| remove(it, "iss"), missing("iss")),
        (|it| it["iss"] = json!(7), wrong_type("iss")),
        (
            |it| it["iss"] = json!("https://other.example/oidc"),
            IdTokenError::Issuer { received: other },
        ),
        (|it| remove(it, "aud"), missing("aud")),
        (|it| it["aud"] = json!({}), wrong_type("aud")),
        (|it| it["aud"] = json!([1]), wrong_type("aud")),
        (|it| it["aud"] = json!("other"), IdTokenError::Audience),
        (|it| it["aud"] = json!([]), IdTokenError::Audience),
        (
            |it| it["aud"] = json!([it["aud"], "other"]),
            IdTokenError::AudienceUntrusted {
                audience: "other".to_owned(),
            },
        ),
        (
            |it| it["azp"] = json!("other"),
            IdTokenError::AuthorizedParty,
        ),
        (|it| it["azp"] = json!(1), wrong_type("azp")),
        (|it| remove(it, "exp"), missing("exp")),
        (|it| it["exp"] = json!("soon"), wrong_type("exp")),
        (|it| it["exp"] = json!(NOW - 300), IdTokenError::Expired),
        (|it| remove(it, "iat"), missing("iat")),
        (
            |it| it["iat"] = json!(NOW + 301),
            IdTokenError::IssuedInFuture,
        ),
        (|it| it["iat"] = json!("now"), wrong_type("iat")),
        (|it| it["nbf"] = json!(NOW + 301), IdTokenError::NotYetValid),
        (|it| remove(it, "nonce"), missing("nonce")),
        (|it| it["nonce"] = json!("another"), IdTokenError::Nonce),
        (|it| it["nonce"] = Value::Null, wrong_type("nonce")),
        (
            |it| it["at_hash"] = json!("another"),
            IdTokenError::AccessTokenHash,
        ),
        (|it| it["at_hash"] = json!(1), wrong_type("at_hash")),
        (
            |it| it["auth_time"] = json!("then"),
            wrong_type("auth_time"),
        ),
        (|it| remove(it, "sub"), missing("sub")),
        (|it| it["sub"] = json!(1), wrong_type("sub")),
        (|it| it["sub"] = json!(""), IdTokenError::Subject),
        (
            |it| it["sub"] = json!("r".repeat(256)),
            IdTokenError::Subject,
        ),
        (|it| it["sub"] = json!("rüley"), IdTokenError::Subject),
    ];
    for (change, expected) in table {
        assert_eq!(with_claims(change).await.unwrap_err(), expected);
    }
}

#[tokio::test]
async fn what_the_standard_allows_passes() {
    let table: Vec<fn(&mut Value)> = vec![
        |it| it["aud"] = json!([it["aud"]]),
        |it| it["azp"] = it["aud"].clone(),
        |it| it["exp"] = json!(NOW - 299),
        |it| it["iat"] = json!(NOW + 300),
        |it| it["nbf"] = json!(NOW + 300),
        |it| remove(it, "at_hash"),
        |it| it["sub"] = json!("r".repeat(255)),
    ];
    for change in table {
        with_claims(change).await.unwrap();
    }
}

#[tokio::test]
async fn several_audiences_need_trust_and_an_authorized_party() {
    let trusting = |registration: &mut Registration| {
        registration.trusted_audiences = vec!["friend".to_owned()];
    };
    let two = |provider: &FakeProvider, mut claims: Value| {
        claims["aud"] = json!([claims["aud"], "friend"]);
        provider.sign(&claims)
    };
    let error = verdict(trusting, two).await.unwrap_err();
    assert_eq!(error, IdTokenError::AuthorizedPartyMissing);

    let named = |provider: &FakeProvider, mut claims: Value| {
        claims["azp"] = claims["aud"].clone();
        claims["aud"] = json!([claims["aud"], "friend"]);
        provider.sign(&claims)
    };
    verdict(trusting, named).await.unwrap();
}

#[tokio::test]
async fn max_age_asks_for_a_recent_login() {
    let max_age = |registration: &mut Registration| registration.max_age = Some(60);
    let at = |auth_time: u64| {
        move |provider: &FakeProvider, mut claims: Value| {
            claims["auth_time"] = json!(auth_time);
            provider.sign(&claims)
        }
    };
    let without = |provider: &FakeProvider, claims: Value| provider.sign(&claims);
    let missing = IdTokenError::Missing { claim: "auth_time" };
    assert_eq!(verdict(max_age, without).await.unwrap_err(), missing);
    let error = verdict(max_age, at(NOW - 361)).await.unwrap_err();
    assert_eq!(error, IdTokenError::AuthenticationTooOld);
    verdict(max_age, at(NOW - 360)).await.unwrap();
}

#[tokio::test]
async fn the_algorithm_is_the_configured_one_whatever_the_header_says() {
    for alg in ["none", "HS256", "RS256", "PS256", "ES384", "es256"] {
        let error = with_header(json!({"alg": alg, "kid": "sig-ec2-0"}))
            .await
            .unwrap_err();
        let received = alg.to_owned();
        let expected = "ES256";
        assert_eq!(error.fault(), Fault::Configuration);
        assert_eq!(error, IdTokenError::Algorithm { expected, received });
    }
    let error = with_header(json!({"kid": "sig-ec2-0"})).await.unwrap_err();
    assert_eq!(error.name(), "id-token-algorithm");
}

#[tokio::test]
async fn rs256_and_ps256_are_believed_where_they_are_configured() {
    for (algorithm, alg, wrong) in [
        (SigningAlgorithm::RS256, "RS256", "PS256"),
        (SigningAlgorithm::PS256, "PS256", "RS256"),
    ] {
        let key = TestKey::rsa("sig-rs-0");
        let register = |it: &mut Registration| it.id_token_signed_response_alg = algorithm;
        let sign = |alg: &'static str, key: &TestKey, provider: &FakeProvider, claims: &Value| {
            provider.serve_keys(&[provider.key.jwk(), key.jwk()]);
            key.sign(&key.header(alg).to_string(), &claims.to_string())
        };
        let right = verdict(register, |it, claims| sign(alg, &key, it, &claims)).await;
        right.unwrap();
        let other = verdict(register, |it, claims| sign(wrong, &key, it, &claims)).await;
        assert_eq!(other.unwrap_err().name(), "id-token-algorithm");
    }
}

#[tokio::test]
async fn critical_extensions_are_refused() {
    let header = json!({"alg": "ES256", "kid": "sig-ec2-0", "crit": ["b64"], "b64": true});
    let error = with_header(header).await.unwrap_err();
    assert_eq!(error, IdTokenError::CriticalHeader);
}

#[tokio::test]
async fn a_signature_by_another_key_or_over_another_text_is_refused() {
    let stranger = TestKey::ec("sig-ec2-0");
    let sign = |_: &FakeProvider, claims: Value| {
        let header = stranger.header("ES256").to_string();
        stranger.sign(&header, &claims.to_string())
    };
    assert_eq!(
        verdict(|_| {}, sign).await.unwrap_err(),
        IdTokenError::Signature
    );

    let swap = |provider: &FakeProvider, claims: Value| {
        let signed = provider.sign(&claims);
        let mut other = claims;
        other["sub"] = json!("mallory");
        let other = provider.sign(&other);
        let signature = signed.rsplit('.').next().unwrap();
        let message = other.rsplit_once('.').unwrap().0;
        format!("{message}.{signature}")
    };
    assert_eq!(
        verdict(|_| {}, swap).await.unwrap_err(),
        IdTokenError::Signature
    );

    let cut = |provider: &FakeProvider, claims: Value| {
        let signed = provider.sign(&claims);
        format!("{}.", signed.rsplit_once('.').unwrap().0)
    };
    assert_eq!(
        verdict(|_| {}, cut).await.unwrap_err(),
        IdTokenError::Signature
    );
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let table = [
        ("", IdTokenError::Malformed),
        ("one.two", IdTokenError::Malformed),
        ("a.b.c.d", IdTokenError::Malformed),
        ("e30.e30.c2ln.", IdTokenError::Malformed),
        ("?.e30.c2ln", IdTokenError::Malformed),
        ("WzFd.e30.c2ln", IdTokenError::Malformed),
        ("a.b.c.d.e", IdTokenError::Encrypted),
    ];
    for (token, expected) in table {
        let error = verdict(|_| {}, |_, _| token.to_owned()).await.unwrap_err();
        assert_eq!(error, expected, "{token}");
    }
}

#[tokio::test]
async fn a_claim_that_stands_twice_is_refused() {
    let sign = |provider: &FakeProvider, claims: Value| {
        let payload = claims.to_string().replacen('{', r#"{"sub":"mallory","#, 1);
        provider
            .key
            .sign(&provider.key.header("ES256").to_string(), &payload)
    };
    assert_eq!(
        verdict(|_| {}, sign).await.unwrap_err(),
        IdTokenError::Malformed
    );
}

fn remove(claims: &mut Value, claim: &str) {
    claims.as_object_mut().unwrap().shift_remove(claim);
}
