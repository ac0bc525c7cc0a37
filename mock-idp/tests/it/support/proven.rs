//! Requests that come with a DPoP proof.

use client_keys::SigningKey;

use super::{Answer, CALLBACK, CLIENT, Mock, ProofOf, SECRET, Unsigned, VERIFIER, over};

pub(crate) fn es256() -> SigningKey {
    SigningKey::generate("ES256").unwrap()
}

pub(crate) fn at_token(mock: &Mock, key: &SigningKey) -> Unsigned {
    ProofOf::request(key, "POST", &mock.url("/token"))
}

pub(crate) fn at_me(mock: &Mock, key: &SigningKey, token: &str) -> Unsigned {
    ProofOf::request(key, "GET", &mock.url("/me")).for_token(token)
}

/// Asks the token endpoint with a proof.
pub(crate) async fn token_with(mock: &Mock, form: &[(&str, &str)], proof: &str) -> Answer {
    let usual = [("client_id", CLIENT), ("client_secret", SECRET)];
    let is_named = form.iter().any(|(name, _)| *name == "client_id");
    let usual = if is_named { &[][..] } else { &usual };
    mock.post_with("/token", &over(usual, form), &[("dpop", proof)])
        .await
}

pub(crate) async fn redeem_with_proof(
    mock: &Mock,
    code: &str,
    form: &[(&str, &str)],
    proof: &str,
) -> Answer {
    let usual = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    token_with(mock, &over(&usual, form), proof).await
}

pub(crate) async fn me_with(mock: &Mock, scheme: &str, token: &str, proof: &str) -> Answer {
    let authorization = format!("{scheme} {token}");
    let headers = [("authorization", authorization.as_str()), ("dpop", proof)];
    let headers = if proof.is_empty() {
        &headers[..1]
    } else {
        &headers
    };
    mock.get("/me", headers).await
}
