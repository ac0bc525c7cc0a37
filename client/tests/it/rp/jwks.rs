use banno_client::rp::{Error, JwksError, RelyingParty, SigningAlgorithm, Tokens};
use serde_json::json;

use crate::support::{FakeProvider, Reply, TestKey};

async fn log_in_with(
    provider: &FakeProvider,
    relying_party: &RelyingParty,
    key: &TestKey,
) -> Result<Tokens, Error> {
    let sign = |nonce: &str| {
        let header = key.header("ES256").to_string();
        key.sign(&header, &provider.claims(nonce).to_string())
    };
    provider.log_in(relying_party, sign).await
}

async fn fetches(provider: &FakeProvider) -> usize {
    provider.requests("/oidc/jwks").await.len()
}

fn is_unknown(error: &Error) -> bool {
    matches!(error, Error::Jwks(JwksError::KeyUnknown { .. }))
}

#[tokio::test]
async fn keys_are_fetched_once_and_kept() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    provider.logged_in(&relying_party).await;
    provider.logged_in(&relying_party).await;
    assert_eq!(fetches(&provider).await, 1);
    assert_eq!(
        provider
            .requests("/oidc/.well-known/openid-configuration")
            .await
            .len(),
        1
    );
}

#[tokio::test]
async fn a_rotated_key_is_found_by_one_refetch() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    provider.logged_in(&relying_party).await;
    let new = TestKey::ec("new");
    provider.serve_keys(&[new.jwk(), provider.key.jwk()]);
    log_in_with(&provider, &relying_party, &new).await.unwrap();
    assert_eq!(fetches(&provider).await, 2);
}

#[tokio::test]
async fn an_unknown_key_costs_one_fetch_per_token_and_five_a_minute() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    provider.logged_in(&relying_party).await;
    let stranger = TestKey::ec("stranger");
    for refetches in 1..=5 {
        let error = log_in_with(&provider, &relying_party, &stranger)
            .await
            .unwrap_err();
        assert!(is_unknown(&error), "{error:?}");
        assert_eq!(fetches(&provider).await, 1 + refetches);
    }
    let error = log_in_with(&provider, &relying_party, &stranger)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Jwks(JwksError::RefetchLimit)),
        "{error:?}"
    );
    assert_eq!(fetches(&provider).await, 6);
    // Known keys are believed all the while.
    provider.logged_in(&relying_party).await;
    provider.clock.advance(59);
    let error = log_in_with(&provider, &relying_party, &stranger)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Jwks(JwksError::RefetchLimit)),
        "{error:?}"
    );
    provider.clock.advance(1);
    let error = log_in_with(&provider, &relying_party, &stranger)
        .await
        .unwrap_err();
    assert!(is_unknown(&error), "{error:?}");
    assert_eq!(fetches(&provider).await, 7);
}

#[tokio::test]
async fn the_first_fetch_counts_for_the_token_that_caused_it() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let stranger = TestKey::ec("stranger");
    let error = log_in_with(&provider, &relying_party, &stranger)
        .await
        .unwrap_err();
    assert!(is_unknown(&error), "{error:?}");
    assert_eq!(fetches(&provider).await, 1);
}

#[tokio::test]
async fn a_withdrawn_key_is_believed_for_an_hour_at_most() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    provider.logged_in(&relying_party).await;
    provider.serve_keys(&[TestKey::ec("new").jwk()]);
    provider.clock.advance(3600);
    let error = log_in_with(&provider, &relying_party, &provider.key)
        .await
        .unwrap_err();
    assert!(is_unknown(&error), "{error:?}");
}

#[tokio::test]
async fn keys_of_other_types_curves_and_uses_are_passed_over() {
    let provider = FakeProvider::start().await;
    let encryption = {
        let mut jwk = TestKey::ec("sig-ec2-0").jwk();
        jwk["use"] = "enc".into();
        jwk
    };
    let other_alg = {
        let mut jwk = TestKey::ec("sig-ec2-0").jwk();
        jwk["alg"] = "ES512".into();
        jwk
    };
    provider.serve_keys(&[
        json!({"kty": "EC", "crv": "secp256k1", "kid": "sig-ec2-0", "x": "AA", "y": "AA"}),
        json!({"kty": "OKP", "crv": "Ed25519", "kid": "sig-ec2-0", "x": "AA"}),
        json!({"kty": "lattice", "kid": "sig-ec2-0"}),
        json!({"kty": "RSA", "kid": "sig-ec2-0", "n": "AQAB", "e": "AQAB"}),
        json!({"kty": "EC", "crv": "P-256", "kid": "sig-ec2-0"}),
        json!({"no": "kty"}),
        json!("no object"),
        encryption,
        other_alg,
        provider.key.jwk(),
    ]);
    let relying_party = provider.relying_party(provider.registration());
    provider.logged_in(&relying_party).await;
}

#[tokio::test]
async fn without_a_key_id_every_fitting_key_is_tried() {
    let provider = FakeProvider::start().await;
    let key = TestKey::ec("any").without_kid();
    let others = [
        TestKey::ec("other").without_kid().jwk(),
        key.jwk(),
        TestKey::rsa("rsa").without_kid().jwk(),
    ];
    provider.serve_keys(&others);
    let relying_party = provider.relying_party(provider.registration());
    log_in_with(&provider, &relying_party, &key).await.unwrap();
}

#[tokio::test]
async fn a_key_set_that_cannot_be_read_is_the_providers_fault() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    provider.reply("jwks", Reply::json(500, &json!({})));
    let error = log_in_with(&provider, &relying_party, &provider.key)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Jwks(JwksError::Status { status: 500 })),
        "{error:?}"
    );
    provider.reply("jwks", Reply::json(200, &json!({"keys": 1})));
    let error = log_in_with(&provider, &relying_party, &provider.key)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Jwks(JwksError::Malformed(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_key_for_encryption_or_of_few_bits_signs_nothing() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    let mut encryption = provider.key.jwk();
    encryption["use"] = "enc".into();
    provider.serve_keys(&[encryption]);
    let error = log_in_with(&provider, &relying_party, &provider.key)
        .await
        .unwrap_err();
    assert!(is_unknown(&error), "{error:?}");

    let mut registration = provider.registration();
    registration.id_token_signed_response_alg = SigningAlgorithm::RS256;
    let relying_party = provider.relying_party(registration);
    // 1024 bits.
    let modulus = "gAAA".to_owned() + &"AAAA".repeat(41) + "AAA";
    provider.serve_keys(&[json!({"kty": "RSA", "kid": "weak", "n": modulus, "e": "AQAB"})]);
    let error = provider
        .log_in(&relying_party, |nonce| {
            let header = json!({"alg": "RS256", "kid": "weak"}).to_string();
            let payload = provider.claims(nonce).to_string();
            provider.key.sign(&header, &payload)
        })
        .await
        .unwrap_err();
    assert!(is_unknown(&error), "{error:?}");
}
