use crate::support::{Ask, Browser, Mock, jws, start, start_with_clients};

const SID: &str = r#"{"id_token":{"sid":null,"auth_time":null}}"#;

fn ask(client: &str) -> Ask {
    Ask::of(client).with("claims", SID)
}

/// `sid` and `auth_time` of the ID token that a code brings.
async fn session_of(mock: &Mock, browser: &mut Browser<'_>, ask: &Ask) -> (String, i64) {
    let code = browser.code(ask).await;
    let answer = mock.redeem(&code).await;
    let payload = jws(mock, &answer.text("id_token")).await.payload;
    let sid = payload["sid"].as_str().unwrap().to_owned();
    (sid, payload["auth_time"].as_i64().unwrap())
}

#[tokio::test]
async fn sid_is_constant_for_a_session_and_client() {
    let mock = start_with_clients().await;
    let quickstart = ask(crate::support::CLIENT);
    let mut browser = Browser::new(&mock);
    let first = session_of(&mock, &mut browser, &quickstart).await;
    mock.pass(100);
    let again = session_of(&mock, &mut browser, &quickstart).await;
    assert_eq!(first, again, "auth_time is the login");
    let mut elsewhere = Browser::new(&mock);
    let other = session_of(&mock, &mut elsewhere, &quickstart).await;
    assert_ne!(first.0, other.0);

    let code = browser.code(&ask("rs256")).await;
    let credentials = [("client_id", "rs256"), ("client_secret", "rs256-secret")];
    let answer = mock.redeem_with(&code, &credentials).await;
    let payload = jws(&mock, &answer.text("id_token")).await.payload;
    assert_ne!(payload["sid"], first.0);
}

#[tokio::test]
async fn the_session_cookie_is_new_after_each_login() {
    let mock = start().await;
    let quickstart = ask(crate::support::CLIENT);
    let mut browser = Browser::new(&mock);
    let before = session_of(&mock, &mut browser, &quickstart).await;
    let planted = browser.session().unwrap().to_owned();
    mock.pass(5);
    let again = quickstart.with("prompt", "login");
    let after = session_of(&mock, &mut browser, &again).await;
    assert_ne!(browser.session(), Some(planted.as_str()));
    assert_eq!(
        after,
        (before.0, before.1 + 5),
        "the same user keeps the sid"
    );

    let mut thief = Browser::new(&mock);
    let login = thief.page(&Ask::plain()).await;
    thief.other_cookies = Some(format!("mock_idp_session_mock-bank={planted}").into_bytes());
    let page = thief.get(&login.url).await;
    assert!(page.body.contains("id=\"username\""), "{}", page.wire());
}

#[tokio::test]
async fn the_session_ends_fourteen_days_after_its_last_use() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    browser.code(&Ask::plain()).await;
    mock.pass(14 * 86_400 - 1);
    let told = browser.visit(&Ask::plain().with("prompt", "none")).await;
    assert!(told.redirect_params().contains_key("code"), "{told:?}");
    assert!(
        told.header("set-cookie")
            .unwrap()
            .contains("Max-Age=1209600")
    );
    mock.pass(14 * 86_400 - 1);
    let refused = browser.visit(&Ask::plain().with("prompt", "later")).await;
    assert_eq!(refused.redirect_params()["error"], "invalid_request");
    mock.pass(14 * 86_400);
    let told = browser.visit(&Ask::plain().with("prompt", "none")).await;
    assert_eq!(told.redirect_params()["error"], "login_required");
}

#[tokio::test]
async fn another_user_inherits_nothing() {
    let mock = start().await;
    let quickstart = ask(crate::support::CLIENT);
    let mut browser = Browser::new(&mock);
    let riley = session_of(&mock, &mut browser, &quickstart).await;
    let rileys_cookie = browser.session().unwrap().to_owned();

    let login = quickstart.clone().with("prompt", "login");
    let params = browser.authorize_as("jordansmith", &login).await;
    let answer = mock.redeem(&params["code"]).await;
    let payload = jws(&mock, &answer.text("id_token")).await.payload;
    assert_eq!(payload["sub"], "8f14e45f-ceea-467f-a9d5-1b0b7a3c2e61");
    assert_ne!(payload["sid"], riley.0);

    // Riley's own session is over.
    let mut old = Browser::new(&mock);
    old.other_cookies = Some(format!("mock_idp_session_mock-bank={rileys_cookie}").into_bytes());
    let told = old.visit(&Ask::plain().with("prompt", "none")).await;
    assert_eq!(told.redirect_params()["error"], "login_required");
}

#[tokio::test]
async fn two_tabs_end_in_two_codes() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let first = browser.page(&Ask::plain().with("state", "1")).await;
    let second = browser.page(&Ask::plain().with("state", "2")).await;
    let next = browser.log_in(&first, "rileydoe", "banno").await;
    let consent = browser.follow(&next).await;
    let told = browser.allow(&consent).await;
    assert_eq!(told.redirect_params()["state"], "1");
    // The other tab is shown again: nothing is left to ask.
    let told = browser.get(&second.url).await;
    assert_eq!(told.redirect_params()["state"], "2");
    assert!(told.redirect_params().contains_key("code"));
}

#[tokio::test]
async fn cookies_of_other_programs_on_this_machine_do_no_harm() {
    let mock = start().await;
    for others in [
        &b"flag"[..],
        b"=nameless",
        b"bad=%ff%fe",
        b"latin=\xe4\xf6",
        b"session=a; ; ;b=c=d",
        b"json={\"a\":[1,2]}",
    ] {
        let mut browser = Browser::new(&mock);
        browser.other_cookies = Some(others.to_vec());
        let params = browser.authorize(&Ask::plain()).await;
        assert!(params.contains_key("code"), "{params:?}");
    }
}
