use crate::support::{Answer, Ask, Browser, jws, start};

fn wishes(page: &Answer) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.body);
    let names = scraper::Selector::parse("#names code").unwrap();
    html.select(&names).map(|name| name.inner_html()).collect()
}

#[tokio::test]
async fn consent_is_remembered_across_sessions() {
    let mock = start().await;
    Browser::new(&mock).code(&Ask::full()).await;
    let mut elsewhere = Browser::new(&mock);
    let login = elsewhere.page(&Ask::full()).await;
    let told = elsewhere.log_in(&login, "rileydoe", "banno").await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
}

#[tokio::test]
async fn consent_is_one_user_s() {
    let mock = start().await;
    Browser::new(&mock).code(&Ask::full()).await;
    let mut jordan = Browser::new(&mock);
    let login = jordan.page(&Ask::full()).await;
    let next = jordan.log_in(&login, "jordansmith", "banno").await;
    let consent = jordan.follow(&next).await;
    assert!(consent.body.contains("Jordan Smith"), "{}", consent.wire());
    assert!(wishes(&consent).contains(&"openid".to_owned()));
}

#[tokio::test]
async fn nobody_answers_for_somebody_else_who_has_signed_in_meanwhile() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::full()).await;
    let next = browser.log_in(&login, "rileydoe", "banno").await;
    let riley_s = browser.follow(&next).await;
    assert!(riley_s.body.contains("Riley Doe"), "{}", riley_s.wire());

    let other_tab = browser.page(&Ask::full().with("prompt", "login")).await;
    browser.log_in(&other_tab, "jordansmith", "banno").await;
    let told = browser.allow(&riley_s).await;
    assert_eq!(told.status, 303);
    assert!(
        told.location().contains("/interaction/"),
        "{}",
        told.location()
    );

    let jordan_s = browser.follow(&told).await;
    assert!(
        jordan_s.body.contains("Jordan Smith"),
        "{}",
        jordan_s.wire()
    );
    assert_eq!(browser.allow(&riley_s).await.status, 400);
    assert_eq!(
        mock.reason().as_deref(),
        Some("form token missing or wrong")
    );
    let code = browser.allow(&jordan_s).await.redirect_params()["code"].clone();
    let me = mock
        .me(&mock.redeem(&code).await.text("access_token"))
        .await;
    assert_eq!(me.json()["name"], "Jordan Smith");
}

#[tokio::test]
async fn only_what_is_new_is_asked_for() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    let scope = browser
        .page(&Ask::plain().with("scope", "openid phone"))
        .await;
    assert_eq!(wishes(&scope), ["phone"]);
    browser.allow(&scope).await;
    let claims = r#"{"id_token":{"birthdate":null,"sid":null,"auth_time":null}}"#;
    let claim = browser.page(&Ask::plain().with("claims", claims)).await;
    assert_eq!(wishes(&claim), ["birthdate"]);
}

#[tokio::test]
async fn a_denied_wish_is_not_granted_and_is_asked_for_again() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    let ask = Ask::plain().with("scope", "openid phone");
    let page = browser.page(&ask).await;
    let told = browser.submit(&page, &[("action", "deny")]).await;
    assert_eq!(told.redirect_params()["error"], "access_denied");
    assert_eq!(wishes(&browser.page(&ask).await), ["phone"]);
}

#[tokio::test]
async fn after_a_replay_the_user_is_asked_again() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let code = browser.code(&Ask::offline()).await;
    let refresh_token = mock.redeem(&code).await.text("refresh_token");
    mock.redeem(&code).await;
    let page = browser.page(&Ask::offline()).await;
    assert_eq!(wishes(&page).len(), 4, "{}", page.wire());
    let told = browser.allow(&page).await;
    let code = told.redirect_params()["code"].clone();
    let tokens = mock.redeem(&code).await;
    assert_eq!(mock.me(&tokens.text("access_token")).await.status, 200);
    // What the replay ended stays ended.
    assert_eq!(mock.refresh(&refresh_token).await.status, 400);
}

#[tokio::test]
async fn prompt_consent_asks_for_everything_once_more() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    let ask = Ask::plain().with("prompt", "consent");
    let page = browser.page(&ask).await;
    assert_eq!(wishes(&page), ["openid"]);
    let told = browser.allow(&page).await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
}

#[tokio::test]
async fn the_standard_offline_scope_needs_prompt_consent() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let ask = Ask::plain().with("scope", "openid offline_access");
    let code = browser.code(&ask).await;
    let without = mock.redeem(&code).await;
    assert_eq!(without.text("scope"), "openid");
    assert!(without.json().get("refresh_token").is_none());
    let code = browser.code(&ask.with("prompt", "consent")).await;
    let with = mock.redeem(&code).await;
    assert_eq!(with.text("scope"), "openid offline_access");
    assert!(with.json().get("refresh_token").is_some());
}

#[tokio::test]
async fn what_the_user_declines_is_not_granted_and_not_asked_for_again() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::full()).await;
    let told = browser.log_in(&login, "rileydoe", "banno").await;
    let consent = browser.follow(&told).await;
    let told = browser
        .allow_only(&consent, |wish| {
            !wish.contains("phone") && !wish.contains("birthdate")
        })
        .await;
    let tokens = mock.redeem(&told.redirect_params()["code"]).await;
    let scope = tokens.text("scope");
    assert!(
        scope.contains("email") && !scope.contains("phone"),
        "{scope}"
    );
    let payload = jws(&mock, &tokens.text("id_token")).await.payload;
    assert!(payload.get("birthdate").is_none(), "{payload}");
    assert!(payload.get("phone_number").is_none(), "{payload}");
    assert_eq!(payload["email"], "rileydoe@jackhenry.dev");

    let again = browser.visit(&Ask::full().with("prompt", "none")).await;
    let code = &again.redirect_params()["code"];
    assert!(!mock.redeem(code).await.text("scope").contains("phone"));

    let page = browser.page(&Ask::full().with("prompt", "consent")).await;
    let told = browser.allow(&page).await;
    let code = &told.redirect_params()["code"];
    assert!(
        mock.redeem(code).await.text("scope").contains("phone"),
        "who is asked anew may agree"
    );
}

#[tokio::test]
async fn a_form_without_choice_grants_everything() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::full()).await;
    let told = browser.log_in(&login, "rileydoe", "banno").await;
    let page = browser.follow(&told).await;
    let xsrf = page.body.split("name=\"xsrf\" value=\"").nth(1).unwrap();
    let xsrf = xsrf.split('"').next().unwrap();
    let form = [("xsrf", xsrf), ("action", "allow")];
    let told = browser.post(&format!("{}/consent", page.url), &form).await;
    let tokens = mock.redeem(&told.redirect_params()["code"]).await;
    assert!(tokens.text("scope").contains("phone"));
}

#[tokio::test]
async fn openid_cannot_be_declined_on_its_own() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::full()).await;
    let told = browser.log_in(&login, "rileydoe", "banno").await;
    let consent = browser.follow(&told).await;
    let told = browser.allow_only(&consent, |_| false).await;
    let tokens = mock.redeem(&told.redirect_params()["code"]).await;
    assert_eq!(tokens.text("scope"), "openid");
}
