use jwe_reader::SigningKey;
use serde_json::{Value, json};

use crate::support::{
    Answer, Ask, Browser, CLIENT, CLIENTS, Mock, NOW, ProofOf, SECRET, VERIFIER, builder, jws,
    over, register, start_with_clients,
};

fn key() -> SigningKey {
    SigningKey::generate("ES256").unwrap()
}

fn at_token(mock: &Mock, key: &SigningKey) -> ProofOf {
    ProofOf::request(key, "POST", &mock.url("/token"))
}

fn at_me(mock: &Mock, key: &SigningKey, token: &str) -> ProofOf {
    ProofOf::request(key, "GET", &mock.url("/me")).for_token(token)
}

/// Asks the token endpoint with a proof.
async fn token(mock: &Mock, form: &[(&str, &str)], proof: &str) -> Answer {
    let usual = [("client_id", CLIENT), ("client_secret", SECRET)];
    let is_named = form.iter().any(|(name, _)| *name == "client_id");
    let usual = if is_named { &[][..] } else { &usual };
    mock.post_with("/token", &over(usual, form), &[("dpop", proof)])
        .await
}

async fn redeem(mock: &Mock, code: &str, form: &[(&str, &str)], proof: &str) -> Answer {
    let usual = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", crate::support::CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    token(mock, &over(&usual, form), proof).await
}

async fn me(mock: &Mock, scheme: &str, token: &str, proof: &str) -> Answer {
    let authorization = format!("{scheme} {token}");
    let headers = [("authorization", authorization.as_str()), ("dpop", proof)];
    let headers = if proof.is_empty() {
        &headers[..1]
    } else {
        &headers
    };
    mock.get("/me", headers).await
}

const PUBLIC: [(&str, &str); 2] = [("client_id", "public"), ("client_secret", "")];

#[tokio::test]
async fn tokens_are_bound_to_the_key_of_every_algorithm_that_the_metadata_lists() {
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    for alg in [
        "PS256", "PS384", "ES256", "ES256K", "ES384", "ES512", "EdDSA",
    ] {
        let key = SigningKey::generate(alg).unwrap();
        let code = browser.code(&Ask::plain()).await;
        let proof = at_token(&mock, &key).with("jti", json!(alg)).sign(&key);
        let answer = redeem(&mock, &code, &[], &proof).await;
        assert_eq!(
            answer.text("token_type"),
            "DPoP",
            "{alg} {:?}",
            mock.reason()
        );
        let access_token = answer.text("access_token");
        let payload = jws(&mock, &access_token).await.payload;
        assert_eq!(payload["cnf"]["jkt"].as_str().unwrap().len(), 43);
        assert_eq!(
            payload.as_object().unwrap().keys().next_back().unwrap(),
            "cnf"
        );

        let proof = at_me(&mock, &key, &access_token).with("jti", json!(["me", alg].join(" ")));
        assert_eq!(
            me(&mock, "DPoP", &access_token, &proof.sign(&key))
                .await
                .status,
            200
        );
    }
}

#[tokio::test]
async fn a_bound_token_opens_nothing_without_its_key() {
    let (key, thief) = (key(), key());
    let mock = start_with_clients().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let proof = at_token(&mock, &key).sign(&key);
    let token = redeem(&mock, &code, &[], &proof).await.text("access_token");
    let algs = "algs=\"PS256 PS384 ES256 ES256K ES384 ES512 EdDSA\"";

    let stolen = me(&mock, "Bearer", &token, "").await;
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
    assert_eq!(me(&mock, "DPoP", &token, &proof).await.status, 401);
    assert_eq!(mock.reason().unwrap(), "failed jkt verification");

    let missing = me(&mock, "DPoP", &token, "").await;
    assert_eq!(missing.status, 400);
    assert_eq!(
        missing.text("error_description"),
        "`DPoP` header not provided"
    );
    let proof = at_me(&mock, &key, &token).with("jti", json!("good"));
    let bearer = me(&mock, "Bearer", &token, &proof.sign(&key)).await;
    assert_eq!(bearer.status, 400);
    let told = "authorization header scheme must be `DPoP` when DPoP is used";
    assert_eq!(bearer.text("error_description"), told);
    assert_eq!(
        me(&mock, "DPoP", &token, &proof.sign(&key)).await.status,
        200
    );
    let again = me(&mock, "DPoP", &token, &proof.sign(&key)).await;
    assert_eq!(again.status, 401);
    assert_eq!(mock.reason().unwrap(), "DPoP proof JWT Replay detected");
    mock.pass(300);
    let late = proof.with("iat", json!(NOW + 300)).sign(&key);
    assert_eq!(me(&mock, "DPoP", &token, &late).await.status, 200);
}

/// A proof for each rule that it breaks, with what the wire tells and the reason.
fn broken(mock: &Mock, good: &impl Fn() -> ProofOf) -> Vec<(ProofOf, &'static str, &'static str)> {
    let private = json!({ "kty": "EC", "crv": "P-256", "x": "eA", "y": "eQ", "d": "ZA" });
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
            "jwk of the proof is not a public key that can be used",
        ),
        (
            good().with_header("jwk", SigningKey::generate("ES256").unwrap().public_jwk()),
            BINDING,
            "the signature of the proof is not that of its jwk",
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
    let key = key();
    let mock = start_with_clients().await;
    let good = || at_me(&mock, &key, "t");
    for (proof, description, reason) in broken(&mock, &good) {
        let answer = me(&mock, "DPoP", "t", &proof.sign(&key)).await;
        assert_eq!(answer.status, 401, "{reason}");
        assert_eq!(answer.text("error"), "invalid_dpop_proof");
        assert_eq!(answer.text("error_description"), description);
        assert_eq!(mock.reason().unwrap(), reason);
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("DPoP realm="), "{challenge}");
    }
    for proof in ["x", "a.b", "a.b.c, a.b.c"] {
        let answer = me(&mock, "DPoP", "t", proof).await;
        assert_eq!(answer.text("error_description"), BINDING, "{proof}");
    }
    // With nothing wrong, it is the token that is.
    let odd = good()
        .with(
            "htu",
            json!(mock.url("/./me?a=b#c").replace("http:", "HTTP:")),
        )
        .with_header("typ", json!("application/DPoP+jwt"));
    assert_eq!(
        me(&mock, "DPoP", "t", &odd.sign(&key)).await.text("error"),
        "invalid_token"
    );
}

#[tokio::test]
async fn a_public_client_s_refresh_token_is_bound_and_a_confidential_one_s_is_not() {
    let (key, other) = (key(), key());
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let proof =
        |key: &SigningKey, jti: &str| at_token(&mock, key).with("jti", json!(jti)).sign(key);

    let code = browser
        .code(&Ask::offline().with("client_id", "public"))
        .await;
    let first = redeem(&mock, &code, &PUBLIC, &proof(&key, "1")).await;
    let refresh_token = first.text("refresh_token");
    let refresh = over(
        &[
            ("grant_type", "refresh_token"),
            ("refresh_token", &refresh_token),
        ],
        &PUBLIC,
    );
    let told = token(&mock, &refresh, &proof(&other, "2")).await;
    assert_eq!(
        (told.status, told.text("error")),
        (400, "invalid_grant".to_owned())
    );
    assert_eq!(mock.reason().unwrap(), "failed jkt verification");
    let bare = mock.post("/token", &refresh).await;
    assert_eq!(bare.status, 400);
    let second = token(&mock, &refresh, &proof(&key, "3")).await;
    assert_eq!(second.text("token_type"), "DPoP");
    let refresh_token = second.text("refresh_token");
    let introspected = mock
        .post(
            "/token/introspection",
            &over(&[("token", &refresh_token)], &PUBLIC),
        )
        .await;
    assert_eq!(
        introspected.json()["cnf"]["jkt"].as_str().unwrap().len(),
        43
    );

    let code = browser.code(&Ask::offline()).await;
    let first = redeem(&mock, &code, &[], &proof(&key, "4")).await;
    let refresh_token = first.text("refresh_token");
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.as_str()),
    ];
    let second = token(&mock, &refresh, &proof(&other, "5")).await;
    assert_eq!(second.text("token_type"), "DPoP");
    let third = mock.refresh(&second.text("refresh_token")).await;
    assert_eq!(third.text("token_type"), "Bearer");
}

#[tokio::test]
async fn a_code_that_was_asked_for_with_dpop_jkt_is_redeemed_with_that_key_or_burnt() {
    let (key, other) = (key(), key());
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let proof =
        |key: &SigningKey, jti: &str| at_token(&mock, key).with("jti", json!(jti)).sign(key);
    // The thumbprint is what a token is bound to.
    let code = browser.code(&Ask::plain()).await;
    let answer = redeem(&mock, &code, &[], &proof(&key, "0")).await;
    let payload = jws(&mock, &answer.text("access_token")).await.payload;
    let jkt = payload["cnf"]["jkt"].as_str().unwrap();
    let ask = Ask::plain().with("dpop_jkt", jkt);

    let code = browser.code(&ask).await;
    assert_eq!(
        redeem(&mock, &code, &[], &proof(&key, "1")).await.status,
        200
    );
    let code = browser.code(&ask).await;
    assert_eq!(
        redeem(&mock, &code, &[], &proof(&other, "2"))
            .await
            .text("error"),
        "invalid_grant"
    );
    assert_eq!(
        mock.reason().unwrap(),
        "DPoP proof key thumbprint does not match dpop_jkt"
    );
    assert_eq!(
        redeem(&mock, &code, &[], &proof(&key, "3")).await.status,
        400
    );
    assert_eq!(
        mock.reason().unwrap(),
        "authorization code already consumed"
    );
    let code = browser.code(&ask).await;
    assert_eq!(mock.redeem(&code).await.text("error"), "invalid_grant");
    assert_eq!(mock.reason().unwrap(), "DPoP proof JWT not provided");
}

#[tokio::test]
async fn a_proof_of_a_pushed_request_binds_its_code() {
    let (key, other) = (key(), key());
    let mock = start_with_clients().await;
    let push = |jti: &str, key: &SigningKey, dpop_jkt: &str| {
        let proof = ProofOf::request(key, "POST", &mock.url("/request"))
            .with("jti", json!(jti))
            .sign(key);
        let (mock, dpop_jkt) = (&mock, dpop_jkt.to_owned());
        async move {
            let form = [
                ("client_id", CLIENT),
                ("client_secret", SECRET),
                ("redirect_uri", crate::support::CALLBACK),
                ("response_type", "code"),
                ("scope", "openid"),
                (
                    "code_challenge",
                    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                ),
                ("code_challenge_method", "S256"),
                ("dpop_jkt", dpop_jkt.as_str()),
            ];
            mock.post_with("/request", &form, &[("dpop", &proof)]).await
        }
    };
    let pushed = push("1", &key, "").await;
    let again = push("1", &key, "").await;
    assert_eq!(
        again.text("error_description"),
        "DPoP proof JWT Replay detected"
    );
    let mismatch = push("2", &key, "another").await;
    let told = "DPoP proof key thumbprint does not match dpop_jkt";
    assert_eq!(mismatch.text("error_description"), told);

    let request_uri = pushed.text("request_uri");
    let ask = Ask::plain().with("request_uri", &request_uri);
    let code = Browser::new(&mock).code(&ask).await;
    let proof = at_token(&mock, &other).sign(&other);
    assert_eq!(
        redeem(&mock, &code, &[], &proof).await.text("error"),
        "invalid_grant"
    );
    assert_eq!(mock.reason().unwrap(), told);
}

#[tokio::test]
async fn a_client_with_bound_tokens_only_gets_none_without_a_proof() {
    let key = key();
    let mock = Mock::of(builder().config(CLIENTS)).await;
    let metadata = json!({ "client_secret": "s", "dpop_bound_access_tokens": true });
    register(&mock, "bound", &metadata);
    let code = Browser::new(&mock).code(&Ask::of("bound")).await;
    let credentials = [("client_id", "bound"), ("client_secret", "s")];
    let refused = mock.redeem_with(&code, &credentials).await;
    assert_eq!(refused.text("error"), "invalid_grant");
    assert_eq!(mock.reason().unwrap(), "DPoP proof JWT not provided");
    let proof = at_token(&mock, &key).sign(&key);
    let answer = redeem(&mock, &code, &credentials, &proof).await;
    assert_eq!(answer.text("token_type"), "DPoP");
    let token = answer.text("access_token");
    let told = mock
        .post(
            "/token/introspection",
            &over(&[("token", &token)], &credentials),
        )
        .await;
    let told = told.json();
    assert_eq!(told["token_type"], "DPoP");
    assert_eq!(told["cnf"], jws(&mock, &token).await.payload["cnf"]);
}
