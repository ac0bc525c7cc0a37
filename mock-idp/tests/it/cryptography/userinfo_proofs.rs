use client_keys::SigningKey;
use serde_json::{Value, json};

use crate::support::{
    Ask, Browser, Mock, NOW, Unsigned, at_me, at_token, es256, me_with, redeem_with_proof,
    start_with_clients,
};

#[tokio::test]
async fn a_bound_token_opens_nothing_without_its_key() {
    let (key, thief) = (es256(), es256());
    let mock = start_with_clients().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let proof = at_token(&mock, &key).sign(&key);
    let token = redeem_with_proof(&mock, &code, &[], &proof)
        .await
        .text("access_token");
    let algs = "algs=\"PS256 PS384 ES256 ES256K ES384 ES512 EdDSA\"";

    let stolen = me_with(&mock, "Bearer", &token, "").await;
    assert_eq!(stolen.status, 401);
    let issuer = mock.issuer();
    let challenge = format!(
        "DPoP realm=\"{issuer}\", error=\"invalid_token\", \
         error_description=\"invalid token provided\", {algs}"
    );
    assert_eq!(stolen.header("www-authenticate"), Some(challenge.as_str()));
    assert_eq!(mock.reason().unwrap(), "failed jkt verification");

    // A proof that has come is used up, whatever came of it.
    let proof = at_me(&mock, &thief, &token)
        .with("jti", json!("thief"))
        .sign(&thief);
    assert_eq!(me_with(&mock, "DPoP", &token, &proof).await.status, 401);
    assert_eq!(mock.reason().unwrap(), "failed jkt verification");

    let missing = me_with(&mock, "DPoP", &token, "").await;
    assert_eq!(missing.status, 400);
    assert_eq!(
        missing.text("error_description"),
        "`DPoP` header not provided"
    );
    let proof = at_me(&mock, &key, &token).with("jti", json!("good"));
    let bearer = me_with(&mock, "Bearer", &token, &proof.sign(&key)).await;
    assert_eq!(bearer.status, 400);
    let told = "authorization header scheme must be `DPoP` when DPoP is used";
    assert_eq!(bearer.text("error_description"), told);
    assert_eq!(
        me_with(&mock, "DPoP", &token, &proof.sign(&key))
            .await
            .status,
        200
    );
    let again = me_with(&mock, "DPoP", &token, &proof.sign(&key)).await;
    assert_eq!(again.status, 401);
    assert_eq!(mock.reason().unwrap(), "DPoP proof JWT Replay detected");
    mock.pass(300);
    let late = proof.with("iat", json!(NOW + 300)).sign(&key);
    assert_eq!(me_with(&mock, "DPoP", &token, &late).await.status, 200);
}

/// A proof for each rule that it breaks, with what the wire tells and the reason.
fn broken(
    mock: &Mock,
    good: &impl Fn() -> Unsigned,
) -> Vec<(Unsigned, &'static str, &'static str)> {
    let mut private = good().jwk();
    private["d"] = json!("ZA");
    vec![
        (
            good().with_header("typ", json!("JWT")),
            BINDING,
            "typ of the proof is not dpop+jwt",
        ),
        (
            good().with_header("alg", json!("RS256")),
            BINDING,
            "alg of the proof is not offered",
        ),
        (
            good().with_header("alg", json!("none")),
            BINDING,
            "alg of the proof is not offered",
        ),
        (
            good().with_header("jwk", Value::Null),
            BINDING,
            "the proof has no jwk in its header",
        ),
        (
            good().with_header("jwk", private),
            BINDING,
            "jwk of the proof is not a public key that can be used: its `d` belongs to a private or secret key: \
             leave it out here, and keep it to the client",
        ),
        (
            good().with_header("jwk", SigningKey::generate("ES256").unwrap().public_jwk()),
            BINDING,
            "the signature of the proof is not that of its jwk",
        ),
        (
            good().with_header("crit", json!(["b64"])),
            BINDING,
            "the proof has crit or b64 in its header",
        ),
        (
            good().with("exp", json!(NOW)),
            BINDING,
            "the proof is expired",
        ),
        (
            good().with("nbf", json!(NOW + 1)),
            BINDING,
            "the proof is not valid yet",
        ),
        (
            good().with("iat", json!("now")),
            BINDING,
            "iat of the proof is not a number",
        ),
        (
            good().with("iat", Value::Null),
            "DPoP proof must have a iat number property",
            "the proof has no iat",
        ),
        (
            good().with("jti", json!("")),
            "DPoP proof must have a jti string property",
            "the proof has no jti",
        ),
        (
            good().with("nonce", json!(7)),
            "DPoP proof nonce must be a string",
            "nonce of the proof is not a text",
        ),
        (
            good().with("nonce", json!("n")),
            "DPoP nonces are not supported",
            "the proof has a nonce, and none was asked for",
        ),
        (
            good().with("iat", json!(NOW - 301)),
            "DPoP proof iat is not recent enough",
            "iat of the proof is more than five minutes off",
        ),
        (
            good().with("iat", json!(NOW + 301)),
            "DPoP proof iat is not recent enough",
            "iat of the proof is more than five minutes off",
        ),
        (
            good().with("htm", json!("get")),
            "DPoP proof htm mismatch",
            "htm of the proof is another method",
        ),
        (
            good().with("htu", json!(mock.url("/token"))),
            "DPoP proof htu mismatch",
            "htu of the proof is another address",
        ),
        (
            good().with("ath", Value::Null),
            "DPoP proof ath mismatch",
            "ath of the proof is not the hash of the access token",
        ),
    ]
}

const BINDING: &str = "invalid DPoP key binding";

#[tokio::test]
async fn a_proof_is_refused_by_the_rule_that_it_breaks() {
    let key = es256();
    let mock = start_with_clients().await;
    let good = || at_me(&mock, &key, "t");
    for (proof, description, reason) in broken(&mock, &good) {
        let answer = me_with(&mock, "DPoP", "t", &proof.sign(&key)).await;
        assert_eq!(answer.status, 401, "{reason}");
        assert_eq!(answer.text("error"), "invalid_dpop_proof");
        assert_eq!(answer.text("error_description"), description);
        assert_eq!(mock.reason().unwrap(), reason);
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("DPoP realm="), "{challenge}");
    }
    for proof in ["x", "a.b", "a.b.c, a.b.c"] {
        let answer = me_with(&mock, "DPoP", "t", proof).await;
        assert_eq!(answer.text("error_description"), BINDING, "{proof}");
        assert!(
            mock.reason()
                .unwrap()
                .starts_with("the proof is malformed: ")
        );
    }
    // Signed as it says, and still with an algorithm that is not offered.
    let rsa = SigningKey::generate("RS256").unwrap();
    let answer = me_with(&mock, "DPoP", "t", &at_me(&mock, &rsa, "t").sign(&rsa)).await;
    assert_eq!(answer.text("error_description"), BINDING);
    assert_eq!(mock.reason().unwrap(), "alg of the proof is not offered");
    // With nothing wrong, it is the token that is.
    let odd = good()
        .with(
            "htu",
            json!(mock.url("/./me?a=b#c").replace("http:", "HTTP:")),
        )
        .with_header("typ", json!("application/DPoP+jwt"));
    assert_eq!(
        me_with(&mock, "DPoP", "t", &odd.sign(&key))
            .await
            .text("error"),
        "invalid_token"
    );
}

#[tokio::test]
async fn a_proof_is_for_the_method_of_its_request() {
    let key = es256();
    let mock = start_with_clients().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let proof = at_token(&mock, &key).sign(&key);
    let token = redeem_with_proof(&mock, &code, &[], &proof)
        .await
        .text("access_token");
    let authorization = format!("DPoP {token}");
    for method in ["GET", "POST", "HEAD"] {
        for (proven, is_good) in [("PUT", false), (method, true)] {
            let proof = at_me(&mock, &key, &token);
            let proof = proof
                .with("htm", json!(proven))
                .with("jti", json!([method, proven].concat()));
            let proof = proof.sign(&key);
            let headers = [("authorization", authorization.as_str()), ("dpop", &proof)];
            let sent = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
            let answer = mock.send(sent, "/me", &headers, None).await;
            assert_eq!(
                answer.status == 200,
                is_good,
                "{method} {proven} {:?}",
                mock.reason()
            );
        }
    }
    let proof = at_me(&mock, &key, &token)
        .with("htm", json!("POST"))
        .sign(&key);
    let in_form = mock
        .post_with("/me", &[("access_token", &token)], &[("dpop", &proof)])
        .await;
    assert_eq!(in_form.status, 400);
    let told = "`DPoP` tokens must be provided via an authorization header";
    assert_eq!(in_form.text("error_description"), told);
}

#[tokio::test]
async fn a_token_that_is_not_bound_may_come_with_a_proof_of_any_key() {
    let key = es256();
    let mock = start_with_clients().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let token = mock.redeem(&code).await.text("access_token");
    let proof = at_me(&mock, &key, &token).sign(&key);
    assert_eq!(me_with(&mock, "DPoP", &token, &proof).await.status, 200);
    assert_eq!(me_with(&mock, "DPoP", &token, &proof).await.status, 401);
    assert_eq!(mock.reason().unwrap(), "DPoP proof JWT Replay detected");
}

/// As the library, which no longer finds them.
#[tokio::test]
async fn of_a_bound_token_that_is_over_nobody_is_told_that_it_was_bound() {
    let key = es256();
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let challenge_after = async |browser: &mut Browser<'_>, jti: &str, seconds: u64| {
        let code = browser.code(&Ask::plain()).await;
        let proof = at_token(&mock, &key)
            .with("jti", json!(jti))
            .with("iat", json!(mock.institution().now()));
        let proof = proof.sign(&key);
        let token = redeem_with_proof(&mock, &code, &[], &proof)
            .await
            .text("access_token");
        mock.pass(seconds);
        if seconds == 0 {
            mock.redeem(&code).await;
        }
        let told = mock.me(&token).await;
        (
            told.header("www-authenticate").unwrap()[..6].to_owned(),
            mock.reason().unwrap(),
        )
    };
    let expired = challenge_after(&mut browser, "1", 600).await;
    assert_eq!(
        expired,
        ("Bearer".to_owned(), "access token is expired".to_owned())
    );
    let replayed = challenge_after(&mut browser, "2", 0).await;
    assert_eq!(
        replayed,
        ("Bearer".to_owned(), "failed jkt verification".to_owned())
    );
    let alive = challenge_after(&mut browser, "3", 1).await;
    assert_eq!(
        alive,
        ("DPoP r".to_owned(), "failed jkt verification".to_owned())
    );
}
