use super::check_reason;
use crate::support::{Answer, Ask, Browser, Mock, start};

fn check(mock: &Mock, answer: &Answer, description: &str, reason: &str) {
    assert_eq!(answer.status, 400, "{}", answer.wire());
    let shown = format!("<dd id=\"error_description\">{description}</dd>");
    assert!(answer.body.contains(&shown), "{}", answer.body);
    assert!(answer.body.contains("id=\"error-page\""));
    check_reason(mock, answer, Some(description), reason);
}

const NO_COOKIE: &str = "interaction session id cookie not found";
const OVER: &str = "authorization request has expired";

#[tokio::test]
async fn an_interaction_belongs_to_the_browser_that_began_it() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let page = browser.page(&Ask::plain()).await;
    let reason = "interaction cookie missing or of another interaction";

    let mut stranger = Browser::new(&mock);
    let answer = stranger.get(&page.url).await;
    check(&mock, &answer, NO_COOKIE, reason);
    let answer = stranger.log_in(&page, "rileydoe", "banno").await;
    check(&mock, &answer, NO_COOKIE, reason);
    assert_eq!(stranger.session(), None);
    let answer = stranger.submit(&page, &[("action", "cancel")]).await;
    check(&mock, &answer, NO_COOKIE, reason);

    // Nothing is consumed.
    let next = browser.log_in(&page, "rileydoe", "banno").await;
    let consent = browser.follow(&next).await;
    let answer = stranger.allow(&consent).await;
    check(&mock, &answer, NO_COOKIE, reason);
    let told = browser.allow(&consent).await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
}

#[tokio::test]
async fn a_form_has_to_carry_the_value_of_its_page() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let page = browser.page(&Ask::plain()).await;
    let begins = page.body.find("name=\"xsrf\" value=\"").unwrap() + 19;
    for wrong in ["", "wrong"] {
        let mut forged = page.clone();
        forged.body.replace_range(begins - 1..begins + 42, wrong);
        for action in ["login", "cancel"] {
            let fields = [
                ("username", "rileydoe"),
                ("password", "banno"),
                ("action", action),
            ];
            let answer = browser.submit(&forged, &fields).await;
            check(
                &mock,
                &answer,
                "xsrf token invalid",
                "form token missing or wrong",
            );
        }
    }
    assert_eq!(browser.session(), None);
    assert_eq!(browser.log_in(&page, "rileydoe", "banno").await.status, 303);
}

#[tokio::test]
async fn an_interaction_is_over_after_an_hour_and_after_its_answer() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let page = browser.page(&Ask::plain()).await;
    mock.pass(3599);
    assert_eq!(browser.get(&page.url).await.status, 200);
    mock.pass(1);
    let answer = browser.get(&page.url).await;
    check(&mock, &answer, OVER, "interaction is expired");
    let answer = browser.log_in(&page, "rileydoe", "banno").await;
    check(&mock, &answer, OVER, "interaction is expired");

    let page = browser.page(&Ask::plain()).await;
    let told = browser.submit(&page, &[("action", "cancel")]).await;
    assert_eq!(told.status, 303);
    let answer = browser.log_in(&page, "rileydoe", "banno").await;
    check(&mock, &answer, OVER, "interaction not found");
    let answer = browser.get(&mock.url("/interaction/never")).await;
    let reason = "interaction cookie missing or of another interaction";
    check(&mock, &answer, NO_COOKIE, reason);
}

#[tokio::test]
async fn consent_without_a_login_leads_back_to_the_login_page() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let mut page = browser.page(&Ask::plain()).await;
    page.body = page.body.replace("/login\"", "/consent\"");
    let answer = browser.allow(&page).await;
    let login = browser.follow(&answer).await;
    assert!(login.body.contains("id=\"username\""), "{}", login.wire());
}
