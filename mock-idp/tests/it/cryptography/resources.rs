use client_keys::SigningKey;
use reqwest::Method;
use serde_json::json;

use crate::support::{
    Ask, Browser, CALLBACK, CLIENT, Mock, ProofOf, SECRET, VERIFIER, builder, start,
};

const RILEY: &str = "5cad5c30-6d24-11e9-870c-0242b78f8571";

/// A token for the accounts that is bound to the key.
async fn bound(mock: &Mock, key: &SigningKey) -> String {
    let code = Browser::new(mock).code(&Ask::full()).await;
    let proof = ProofOf::request(key, "POST", &mock.url("/token")).sign(key);
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let answer = mock.post_with("/token", &form, &[("dpop", &proof)]).await;
    answer.text("access_token")
}

#[tokio::test]
async fn a_bound_token_opens_the_consumer_api_with_a_proof_of_its_key_only() {
    let mock = start().await;
    let (key, thief) = (
        SigningKey::generate("ES256").unwrap(),
        SigningKey::generate("ES256").unwrap(),
    );
    let token = bound(&mock, &key).await;
    let url = format!(
        "{}/a/consumer/api/v0/users/{RILEY}/accounts",
        mock.base_url()
    );
    let proof = |key: &SigningKey, jti: &str| {
        let proof = ProofOf::request(key, "GET", &url).for_token(&token);
        proof.with("jti", json!(jti))
    };
    let ask = async |scheme: &str, proof: &str| {
        let authorization = format!("{scheme} {token}");
        let headers = [("authorization", authorization.as_str()), ("dpop", proof)];
        let headers = if proof.is_empty() {
            &headers[..1]
        } else {
            &headers
        };
        let query = format!("{url}?proofs=know+no+query");
        mock.get(&query, headers).await
    };
    let issuer = mock.issuer();
    let challenge = |error: &str| {
        format!(
            "DPoP realm=\"{issuer}\", error=\"{error}\", \
             algs=\"PS256 PS384 ES256 ES256K ES384 ES512 EdDSA\""
        )
    };

    let good = proof(&key, "1").sign(&key);
    assert_eq!(ask("DPoP", &good).await.status, 200, "{:?}", mock.reason());
    let rows = [
        (
            "DPoP",
            good,
            "invalid_token",
            "DPoP proof JWT Replay detected",
        ),
        (
            "Bearer",
            String::new(),
            "invalid_token",
            "failed jkt verification",
        ),
        (
            "DPoP",
            proof(&thief, "2").sign(&thief),
            "invalid_token",
            "failed jkt verification",
        ),
        (
            "DPoP",
            String::new(),
            "invalid_request",
            "DPoP scheme without a proof",
        ),
        (
            "Bearer",
            proof(&key, "3").sign(&key),
            "invalid_request",
            "a proof, and authorization header scheme is not DPoP",
        ),
        (
            "DPoP",
            proof(&key, "4")
                .with("htu", json!(mock.url("/me")))
                .sign(&key),
            "invalid_dpop_proof",
            "htu of the proof is another address",
        ),
        (
            "DPoP",
            proof(&key, "5").with("ath", json!("another")).sign(&key),
            "invalid_dpop_proof",
            "ath of the proof is not the hash of the access token",
        ),
    ];
    for (scheme, proof, error, reason) in rows {
        let answer = ask(scheme, &proof).await;
        assert_eq!(answer.status, 401, "{reason}");
        assert_eq!(mock.reason().unwrap(), reason);
        assert_eq!(
            answer.header("www-authenticate"),
            Some(challenge(error).as_str())
        );
    }
}

#[tokio::test]
async fn a_proof_is_for_the_address_as_it_is_called_whatever_bank_it_is_of() {
    let config = "[[institutions]]\nid = \"north\"\n";
    let mock = Mock::of(builder().config(config))
        .await
        .of_institution("north");
    let key = SigningKey::generate("ES256").unwrap();
    let token = bound(&mock, &key).await;
    let base = format!("{}/fi/north/a/consumer/api/v0/users/{RILEY}", origin(&mock));
    let encoded = RILEY.replacen('-', "%2D", 1);
    let spelt = format!(
        "{}/fi/north/a/consumer/api/v0/users/{encoded}/accounts",
        origin(&mock)
    );
    let authorization = format!("DPoP {token}");
    for (method, url, status) in [
        (Method::HEAD, format!("{base}/accounts"), 200),
        (Method::PUT, format!("{base}/fetch"), 200),
        (Method::GET, spelt, 200),
    ] {
        let right = ProofOf::request(&key, method.as_str(), &url)
            .for_token(&token)
            .sign(&key);
        let elsewhere = url.replace("/fi/north", "");
        let wrong = ProofOf::request(&key, method.as_str(), &elsewhere)
            .for_token(&token)
            .sign(&key);
        for (proof, status) in [(wrong, 401), (right, status)] {
            let headers = [("authorization", authorization.as_str()), ("dpop", &proof)];
            let answer = mock.send(method.clone(), &url, &headers, None).await;
            assert_eq!(answer.status, status, "{method} {url} {:?}", mock.reason());
        }
    }
}

/// Where the provider listens.
fn origin(mock: &Mock) -> String {
    url::Url::parse(mock.issuer())
        .unwrap()
        .origin()
        .ascii_serialization()
}
