//! Signing in without a page, where the institution allows it.

use mock_idp::journal::Endpoint;

use crate::support::{Ask, Browser, Mock, builder, jws};

async fn mock(allow: &str) -> Mock {
    let config = format!("[leniencies]\nallow_auto_login = {allow}\n");
    Mock::of(builder().config(&config)).await
}

fn hinting(user: &str) -> Ask {
    Ask::full().with("login_hint", &format!("auto:{user}"))
}

/// Who the code of the answer is for.
async fn who(mock: &Mock, browser: &mut Browser<'_>, ask: &Ask) -> String {
    let answer = browser.visit(ask).await;
    let code = answer.redirect_params().remove("code");
    let code = code.unwrap_or_else(|| panic!("a page or an error: {}", answer.wire()));
    let tokens = mock.redeem(&code).await;
    let sub = jws(mock, &tokens.text("id_token")).await.payload["sub"].clone();
    let user = mock.institution().user(sub.as_str().unwrap()).cloned();
    user.unwrap().username.clone()
}

#[tokio::test]
async fn a_hint_signs_its_user_in_and_agrees_to_everything() {
    let mock = mock("true").await;
    let mut browser = Browser::new(&mock);
    assert_eq!(
        who(&mock, &mut browser, &hinting("rileydoe")).await,
        "rileydoe"
    );
    let used: Vec<_> = mock.journal().entries().into_iter().collect();
    let authorization = used
        .iter()
        .find(|entry| entry.endpoint == Endpoint::Authorization);
    let leniencies = &authorization.unwrap().leniencies;
    assert_eq!(
        serde_json::json!(leniencies),
        serde_json::json!(["allow_auto_login"])
    );

    let silent = browser.visit(&Ask::full().with("prompt", "none")).await;
    assert!(
        silent.redirect_params().contains_key("code"),
        "it is signed in: {}",
        silent.wire()
    );
    assert_eq!(
        who(&mock, &mut browser, &hinting("jordansmith")).await,
        "jordansmith"
    );
    let fresh = hinting("jordansmith").with("prompt", "login consent");
    assert_eq!(who(&mock, &mut browser, &fresh).await, "jordansmith");
    assert_eq!(
        who(&mock, &mut browser, &hinting("secondfactor")).await,
        "secondfactor"
    );
}

#[tokio::test]
async fn without_the_leniency_a_hint_is_a_hint() {
    let mock = Mock::of(builder()).await;
    let page = Browser::new(&mock).page(&hinting("rileydoe")).await;
    assert!(
        page.body.contains("auto:rileydoe"),
        "it stands in the field for the user name"
    );
    let lenient = self::mock("true").await;
    let plain = Ask::full().with("login_hint", "rileydoe");
    assert_eq!(Browser::new(&lenient).page(&plain).await.status, 200);
}

#[tokio::test]
async fn a_silent_request_stays_silent() {
    let mock = mock("\"rileydoe\"").await;
    let silent = hinting("rileydoe").with("prompt", "none");
    let answer = Browser::new(&mock).visit(&silent).await;
    assert_eq!(answer.redirect_params()["error"], "login_required");
}

#[tokio::test]
async fn who_cannot_sign_in_gets_the_page_and_the_journal_says_why() {
    let mock = mock("true").await;
    for (user, reason) in [
        ("locked", "account locked"),
        ("expired", "password expired"),
        (
            "nobody",
            "nobody to sign in without a page has that user name",
        ),
    ] {
        let page = Browser::new(&mock).page(&hinting(user)).await;
        assert_eq!(page.status, 200);
        let refusals = mock.journal().refusals();
        assert_eq!(refusals.last().unwrap().reason, reason);
    }
}

#[tokio::test]
async fn the_usual_user_is_signed_in_unless_somebody_is() {
    let mock = mock("\"jordansmith\"").await;
    assert_eq!(
        who(&mock, &mut Browser::new(&mock), &Ask::full()).await,
        "jordansmith"
    );
    let mut other = Browser::new(&mock);
    assert_eq!(
        who(&mock, &mut other, &hinting("rileydoe")).await,
        "rileydoe"
    );
    assert_eq!(
        who(&mock, &mut other, &Ask::full()).await,
        "rileydoe",
        "who is signed in stays"
    );
    let again = Ask::full().with("prompt", "consent");
    assert_eq!(
        other.page(&again).await.status,
        200,
        "and is asked by the page"
    );
}

#[tokio::test]
async fn a_hinted_subject_who_is_somebody_else_gets_the_page() {
    let mock = mock("true").await;
    let mut browser = Browser::new(&mock);
    let code = browser
        .visit(&hinting("rileydoe"))
        .await
        .redirect_params()
        .remove("code");
    let tokens = mock.redeem(&code.unwrap()).await;
    let hint = tokens.text("id_token");
    let ask = hinting("jordansmith").with("id_token_hint", &hint);
    assert_eq!(browser.page(&ask).await.status, 200);
}
