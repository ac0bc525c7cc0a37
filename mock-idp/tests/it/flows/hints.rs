use crate::support::{Ask, Browser, Mock, start, start_with_clients};

async fn id_token(mock: &Mock, browser: &mut Browser<'_>) -> String {
    let code = browser.code(&Ask::plain()).await;
    mock.redeem(&code).await.text("id_token")
}

fn silent(hint: &str) -> Ask {
    Ask::plain()
        .with("prompt", "none")
        .with("id_token_hint", hint)
}

#[tokio::test]
async fn a_right_hint_is_taken_even_after_its_expiry() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let hint = id_token(&mock, &mut browser).await;
    let told = browser.visit(&silent(&hint)).await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
    mock.pass(7200);
    let told = browser.visit(&silent(&hint)).await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
}

#[tokio::test]
async fn a_hint_at_another_user_asks_for_that_user() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let riley = id_token(&mock, &mut browser).await;
    let mut jordan = Browser::new(&mock);
    jordan.authorize_as("jordansmith", &Ask::plain()).await;
    let params = jordan.visit(&silent(&riley)).await.redirect_params();
    assert_eq!(params["error"], "login_required");
    assert_eq!(
        params["error_description"],
        "id_token_hint and authenticated subject do not match"
    );
    let page = jordan
        .page(&Ask::plain().with("id_token_hint", &riley))
        .await;
    assert!(page.body.contains("id=\"username\""), "{}", page.wire());
    let again = jordan.log_in(&page, "jordansmith", "banno").await;
    let again = jordan.follow(&again).await;
    assert!(again.body.contains("id=\"username\""), "{}", again.wire());
    let told = jordan.log_in(&again, "rileydoe", "banno").await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
}

#[tokio::test]
async fn a_foreign_hint_is_refused() {
    let mock = start_with_clients().await;
    let mut browser = Browser::new(&mock);
    let code = browser.code(&Ask::of("rs256")).await;
    let credentials = [("client_id", "rs256"), ("client_secret", "rs256-secret")];
    let answer = mock.redeem_with(&code, &credentials).await;
    let others = answer.text("id_token");
    let access_token = answer.text("access_token");
    let elsewhere = start().await;
    let of_another_issuer = id_token(&elsewhere, &mut Browser::new(&elsewhere)).await;
    let code = browser.code(&Ask::of("trusted")).await;
    let credentials = [
        ("client_id", "trusted"),
        ("client_secret", "trusted-secret"),
    ];
    let of_another_client = mock.redeem_with(&code, &credentials).await.text("id_token");
    let rows = [
        (others, "not an ID token of this issuer"),
        (access_token, "issued to another client"),
        (of_another_issuer, "of another issuer"),
        (of_another_client, "issued to another client"),
    ];
    for (hint, why) in rows {
        let params = browser.visit(&silent(&hint)).await.redirect_params();
        assert_eq!(params["error"], "invalid_request");
        assert_eq!(
            params["error_description"],
            "could not validate id_token_hint"
        );
        let reason = format!("id_token_hint not valid: {why}");
        assert_eq!(mock.reason(), Some(reason));
    }
}
