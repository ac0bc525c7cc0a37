use crate::support::{Ask, Browser, jws, start_with_clients};

#[tokio::test]
async fn a_client_may_have_its_id_tokens_signed_with_rsa() {
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    for (client, secret, alg) in [
        ("rs256", "rs256-secret", "RS256"),
        ("ps256", "ps256-secret", "PS256"),
    ] {
        let code = browser.code(&Ask::of(client)).await;
        let credentials = [("client_id", client), ("client_secret", secret)];
        let answer = mock.redeem_with(&code, &credentials).await;
        let id_token = answer.text("id_token");
        let header = jws(&mock, &id_token).await.header;
        assert_eq!(header["alg"], alg);
        assert_eq!(header["kid"], "sig-rs-0");
        let access_token = answer.text("access_token");
        assert_eq!(jws(&mock, &access_token).await.header["alg"], "ES256");
        assert_eq!(mock.me(&access_token).await.status, 200);

        let hinted = Ask::of(client)
            .with("prompt", "none")
            .with("id_token_hint", &id_token);
        let told = browser.visit(&hinted).await;
        assert!(told.redirect_params().contains_key("code"), "{told:?}");
    }
}

#[tokio::test]
async fn a_public_client_redeems_without_a_secret_and_is_refused_with_one() {
    let mock = start_with_clients().await;
    let code = Browser::new(&mock).code(&Ask::of("public")).await;
    let with = [("client_id", "public"), ("client_secret", "any")];
    assert_eq!(mock.redeem_with(&code, &with).await.status, 401);
    let without = [("client_id", "public"), ("client_secret", "")];
    assert_eq!(mock.redeem_with(&code, &without).await.status, 200);
}

#[tokio::test]
async fn a_public_client_s_refresh_tokens_rotate_too() {
    let mock = start_with_clients().await;
    let ask = Ask::offline().with("client_id", "public");
    let code = Browser::new(&mock).code(&ask).await;
    let without = [("client_id", "public"), ("client_secret", "")];
    let first = mock
        .redeem_with(&code, &without)
        .await
        .text("refresh_token");
    let second = mock.refresh_with(&first, &without).await;
    assert_eq!(second.status, 200);
    assert_ne!(second.text("refresh_token"), first);
}

#[tokio::test]
async fn a_trusted_client_s_users_are_not_asked_for_consent() {
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let login = browser
        .page(&Ask::full().with("client_id", "trusted"))
        .await;
    let told = browser.log_in(&login, "rileydoe", "banno").await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
}

#[tokio::test]
async fn a_lenient_client_need_not_use_pkce() {
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let credentials = [
        ("client_id", "lenient"),
        ("client_secret", "lenient-secret"),
    ];
    let without = Ask::of("lenient")
        .without("code_challenge")
        .without("code_challenge_method");
    let code = browser.code(&without).await;
    // A verifier for which there was no challenge is a downgrade (RFC 9700 4.8.2).
    assert_eq!(mock.redeem_with(&code, &credentials).await.status, 400);
    let no_verifier = [&credentials[..], &[("code_verifier", "")]].concat();
    assert_eq!(mock.redeem_with(&code, &no_verifier).await.status, 200);

    // Who sends a challenge is held to it.
    let code = browser.code(&Ask::of("lenient")).await;
    assert_eq!(mock.redeem_with(&code, &no_verifier).await.status, 400);
    assert_eq!(mock.redeem_with(&code, &credentials).await.status, 200);
}

#[tokio::test]
async fn a_client_gets_no_more_than_its_list_of_scopes() {
    let mock = start_with_clients().await;
    let ask = Ask::of("narrow").with("scope", "openid profile unknown");
    let code = Browser::new(&mock).code(&ask).await;
    let credentials = [("client_id", "narrow"), ("client_secret", "narrow-secret")];
    let answer = mock.redeem_with(&code, &credentials).await;
    assert_eq!(answer.text("scope"), "openid profile");
}
