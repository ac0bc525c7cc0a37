use crate::support::{Ask, Browser, jws, start};

#[tokio::test]
async fn prompt_none_is_silent_for_who_is_signed_in_and_has_consented() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    let told = browser.visit(&Ask::plain().with("prompt", "none")).await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
}

#[tokio::test]
async fn prompt_none_tells_what_consent_is_missing() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    let silent = Ask::plain().with("prompt", "none");
    let rows = [
        (
            silent.clone().with("scope", "openid phone"),
            "requested scopes not granted",
        ),
        (
            silent.with("claims", r#"{"userinfo":{"birthdate":null}}"#),
            "requested claims not granted",
        ),
    ];
    for (ask, description) in rows {
        let params = browser.visit(&ask).await.redirect_params();
        assert_eq!(params["error"], "consent_required");
        assert_eq!(params["error_description"], description);
        assert_eq!(mock.reason().as_deref(), Some(description));
    }
}

#[tokio::test]
async fn prompt_login_asks_for_the_password_and_brings_auth_time() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    mock.pass(30);
    let page = browser.page(&Ask::plain().with("prompt", "login")).await;
    let told = browser.log_in(&page, "rileydoe", "banno").await;
    let answer = mock.redeem(&told.redirect_params()["code"]).await;
    let payload = jws(&mock, &answer.text("id_token")).await.payload;
    assert_eq!(payload["auth_time"], crate::support::NOW + 30);
}

#[tokio::test]
async fn max_age_asks_again_when_the_login_is_older() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    mock.pass(100);
    let within = Ask::plain().with("max_age", "100");
    let code = browser.visit(&within).await.redirect_params()["code"].clone();
    let answer = mock.redeem(&code).await;
    let payload = jws(&mock, &answer.text("id_token")).await.payload;
    assert_eq!(payload["auth_time"], crate::support::NOW);

    let beyond = Ask::plain().with("max_age", "99");
    let page = browser.page(&beyond).await;
    assert!(page.body.contains("id=\"username\""), "{}", page.wire());
    let told = browser.log_in(&page, "rileydoe", "banno").await;
    assert!(told.redirect_params().contains_key("code"));

    mock.pass(100);
    let silent = browser.visit(&beyond.with("prompt", "none")).await;
    let params = silent.redirect_params();
    assert_eq!(params["error"], "login_required");
    assert_eq!(
        params["error_description"],
        "End-User authentication could not be obtained"
    );
    assert_eq!(
        mock.reason().as_deref(),
        Some("authentication is older than max_age")
    );
}

#[tokio::test]
async fn max_age_zero_is_prompt_login() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    let page = browser.page(&Ask::plain().with("max_age", "0")).await;
    assert!(page.body.contains("id=\"username\""), "{}", page.wire());
    let told = browser.log_in(&page, "rileydoe", "banno").await;
    assert!(told.redirect_params().contains_key("code"));
}

#[tokio::test]
async fn an_essential_acr_cannot_be_had() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    let claims = r#"{"id_token":{"acr":{"essential":true,"value":"urn:x"}}}"#;
    let ask = Ask::plain().with("claims", claims).with("prompt", "none");
    let params = browser.visit(&ask).await.redirect_params();
    assert_eq!(params["error"], "login_required");
    assert_eq!(
        params["error_description"],
        "requested ACR could not be obtained"
    );
}
