use client_keys::SigningKey;
use serde_json::json;

use crate::support::{
    Ask, Browser, CALLBACK, CLIENT, CLIENTS, Mock, ProofOf, SECRET, at_me, at_token, builder,
    es256, jws, me_with, over, redeem_with_proof, register, start_with_clients, token_with,
};

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
        let answer = redeem_with_proof(&mock, &code, &[], &proof).await;
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
            me_with(&mock, "DPoP", &access_token, &proof.sign(&key))
                .await
                .status,
            200
        );
    }
}

#[tokio::test]
async fn a_public_client_s_refresh_token_is_bound_and_a_confidential_one_s_is_not() {
    let (key, other) = (es256(), es256());
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let proof =
        |key: &SigningKey, jti: &str| at_token(&mock, key).with("jti", json!(jti)).sign(key);

    let code = browser
        .code(&Ask::offline().with("client_id", "public"))
        .await;
    let first = redeem_with_proof(&mock, &code, &PUBLIC, &proof(&key, "1")).await;
    let refresh_token = first.text("refresh_token");
    let refresh = over(
        &[
            ("grant_type", "refresh_token"),
            ("refresh_token", &refresh_token),
        ],
        &PUBLIC,
    );
    let told = token_with(&mock, &refresh, &proof(&other, "2")).await;
    assert_eq!(
        (told.status, told.text("error")),
        (400, "invalid_grant".to_owned())
    );
    assert_eq!(mock.reason().unwrap(), "failed jkt verification");
    let bare = mock.post("/token", &refresh).await;
    assert_eq!(bare.status, 400);
    let second = token_with(&mock, &refresh, &proof(&key, "3")).await;
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
    let first = redeem_with_proof(&mock, &code, &[], &proof(&key, "4")).await;
    let refresh_token = first.text("refresh_token");
    let refresh = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.as_str()),
    ];
    let second = token_with(&mock, &refresh, &proof(&other, "5")).await;
    assert_eq!(second.text("token_type"), "DPoP");
    let third = mock.refresh(&second.text("refresh_token")).await;
    assert_eq!(third.text("token_type"), "Bearer");
}

#[tokio::test]
async fn a_code_that_was_asked_for_with_dpop_jkt_is_redeemed_with_that_key_or_burnt() {
    let (key, other) = (es256(), es256());
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let proof =
        |key: &SigningKey, jti: &str| at_token(&mock, key).with("jti", json!(jti)).sign(key);
    // The thumbprint is what a token is bound to.
    let code = browser.code(&Ask::plain()).await;
    let answer = redeem_with_proof(&mock, &code, &[], &proof(&key, "0")).await;
    let payload = jws(&mock, &answer.text("access_token")).await.payload;
    let jkt = payload["cnf"]["jkt"].as_str().unwrap();
    let ask = Ask::plain().with("dpop_jkt", jkt);

    let code = browser.code(&ask).await;
    assert_eq!(
        redeem_with_proof(&mock, &code, &[], &proof(&key, "1"))
            .await
            .status,
        200
    );
    let code = browser.code(&ask).await;
    assert_eq!(
        redeem_with_proof(&mock, &code, &[], &proof(&other, "2"))
            .await
            .text("error"),
        "invalid_grant"
    );
    assert_eq!(
        mock.reason().unwrap(),
        "DPoP proof key thumbprint does not match dpop_jkt"
    );
    assert_eq!(
        redeem_with_proof(&mock, &code, &[], &proof(&key, "3"))
            .await
            .status,
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
    let (key, other) = (es256(), es256());
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
                ("redirect_uri", CALLBACK),
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
        redeem_with_proof(&mock, &code, &[], &proof)
            .await
            .text("error"),
        "invalid_grant"
    );
    assert_eq!(mock.reason().unwrap(), told);
}

#[tokio::test]
async fn a_client_with_bound_tokens_only_gets_none_without_a_proof() {
    let key = es256();
    let mock = Mock::of(builder().config(CLIENTS)).await;
    let metadata = json!({ "client_secret": "s", "dpop_bound_access_tokens": true });
    register(&mock, "bound", &metadata);
    let code = Browser::new(&mock).code(&Ask::of("bound")).await;
    let credentials = [("client_id", "bound"), ("client_secret", "s")];
    let refused = mock.redeem_with(&code, &credentials).await;
    assert_eq!(refused.text("error"), "invalid_grant");
    assert_eq!(mock.reason().unwrap(), "DPoP proof JWT not provided");
    let proof = at_token(&mock, &key).sign(&key);
    let answer = redeem_with_proof(&mock, &code, &credentials, &proof).await;
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

#[tokio::test]
async fn a_name_that_has_come_is_known_wherever_the_client_sends_it_and_to_nobody_else() {
    let key = es256();
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let code = browser.code(&Ask::plain()).await;
    let at_token = at_token(&mock, &key).with("jti", json!("one")).sign(&key);
    let answer = redeem_with_proof(&mock, &code, &[], &at_token).await;
    let token = answer.text("access_token");
    let at_me = at_me(&mock, &key, &token)
        .with("jti", json!("one"))
        .sign(&key);
    assert_eq!(me_with(&mock, "DPoP", &token, &at_me).await.status, 401);
    assert_eq!(mock.reason().unwrap(), "DPoP proof JWT Replay detected");
    let code = browser.code(&Ask::of("public")).await;
    let others = redeem_with_proof(&mock, &code, &PUBLIC, &at_token).await;
    assert_eq!(others.status, 200, "{:?}", mock.reason());
}

/// The proof is remembered from its use on, so one from five minutes ahead outlives what is remembered.
#[tokio::test]
async fn a_proof_is_remembered_for_five_minutes_from_its_use_on() {
    let key = es256();
    let mock = start_with_clients().await;
    let ahead = at_token(&mock, &key)
        .with("iat", json!(crate::support::NOW + 300))
        .sign(&key);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "unknown"),
    ];
    let mut browser = Browser::new(&mock);
    for (passes, replayed) in [(0, false), (299, true), (1, false)] {
        mock.pass(passes);
        let code = browser.code(&Ask::plain()).await;
        let answer = redeem_with_proof(&mock, &code, &[], &ahead).await;
        assert_eq!(answer.status == 400, replayed, "{passes}");
    }
    // What fails before the proof's turn does not use it up.
    let unused = at_token(&mock, &key)
        .with("jti", json!("2"))
        .with("iat", json!(crate::support::NOW + 300))
        .sign(&key);
    assert_eq!(token_with(&mock, &form, &unused).await.status, 400);
    let code = browser.code(&Ask::plain()).await;
    assert_eq!(
        redeem_with_proof(&mock, &code, &[], &unused).await.status,
        200
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_send_one_proof_at_once_one_is_believed() {
    let key = es256();
    let mock = Mock::of(builder().config(CLIENTS).workers(2)).await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let proof = at_token(&mock, &key).sign(&key);
    let answer = redeem_with_proof(&mock, &code, &[], &proof).await;
    let token = answer.text("access_token");
    let proof = at_me(&mock, &key, &token).sign(&key);
    let all = (0..50).map(|_| me_with(&mock, "DPoP", &token, &proof));
    let all = futures_util::future::join_all(all).await;
    assert_eq!(all.iter().filter(|answer| answer.status == 200).count(), 1);
}
