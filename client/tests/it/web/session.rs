use crate::support::{Browser, FakeProvider, start_client};

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let response = browser.get("/auth").await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    let (pair, attributes) = cookie.split_once(';').unwrap();
    let id = pair.strip_prefix("banno_client_session=").unwrap();
    assert_eq!(id.len(), 43, "256 bits");
    // Without TLS it cannot be Secure.
    assert_eq!(attributes, " HttpOnly; SameSite=Lax; Path=/");
}

#[tokio::test]
async fn the_session_id_is_renewed_at_login() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.begin("/auth").await;
    let planted = browser.cookie.clone();
    browser.log_in(&provider, "/auth").await;
    assert_ne!(browser.cookie, planted);
    assert_eq!(browser.get("/me").await.status(), 200);
    // Whoever planted the old id has nothing by it.
    let mut attacker = Browser::new(&client);
    attacker.cookie = planted;
    assert_eq!(attacker.get("/me").await.status(), 302);
    // The next login renews it again.
    let first = browser.cookie.clone();
    browser.log_in(&provider, "/auth").await;
    assert_ne!(browser.cookie, first);
    let mut old = Browser::new(&client);
    old.cookie = first;
    assert_eq!(old.get("/me").await.status(), 302);
}

#[tokio::test]
async fn an_id_that_the_server_did_not_give_is_none() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.cookie = Some("banno_client_session=planted".to_owned());
    let response = browser.get("/auth").await;
    assert!(response.headers().contains_key("set-cookie"));
}

#[tokio::test]
async fn a_response_is_taken_by_the_browser_that_began_and_once() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let query = browser.begin("/auth").await;
    let callback = format!(
        "/auth/cb?error=access_denied&state={}&iss={}",
        query["state"], provider.issuer
    );
    let mut other = Browser::new(&client);
    other.begin("/auth").await;
    let html = other.get(&callback).await.text().await.unwrap();
    assert!(html.contains("state-unknown"), "{html}");
    let html = browser.get(&callback).await.text().await.unwrap();
    assert!(html.contains("access-denied"), "{html}");
    let html = browser.get(&callback).await.text().await.unwrap();
    assert!(html.contains("state-unknown"), "{html}");
}

#[tokio::test]
async fn a_login_waits_for_an_hour() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    // Signed in, so that the session outlives the login that is begun in it.
    browser.log_in(&provider, "/auth").await;
    let query = browser.begin("/auth").await;
    provider.clock.advance(3600);
    let callback = format!(
        "/auth/cb?code=c&state={}&iss={}",
        query["state"], provider.issuer
    );
    let html = browser.get(&callback).await.text().await.unwrap();
    assert!(html.contains("state-unknown"), "{html}");
}

#[tokio::test]
async fn a_session_is_over_after_two_weeks() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    provider.clock.advance(14 * 24 * 3600 - 1);
    assert_eq!(browser.get("/hello").await.status(), 200);
    provider.clock.advance(1);
    assert_eq!(browser.get("/hello").await.status(), 302);
}

#[tokio::test]
async fn a_browser_may_have_eight_logins_under_way() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let mut states = Vec::new();
    for _ in 0..9 {
        states.push(browser.begin("/auth").await["state"].clone());
    }
    let callback = |state: &str| {
        let issuer = &provider.issuer;
        format!("/auth/cb?error=access_denied&state={state}&iss={issuer}")
    };
    assert_eq!(browser.get(&callback(&states[0])).await.status(), 400);
    assert_eq!(browser.get(&callback(&states[1])).await.status(), 403);
    assert_eq!(browser.get(&callback(&states[8])).await.status(), 403);
}

#[tokio::test]
async fn a_second_tab_finishes_its_login_after_the_first() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let second = browser.begin("/auth?returnPath=/hello").await;
    let before = browser.cookie.clone();
    assert_eq!(browser.log_in(&provider, "/auth").await, "/me");
    let between = browser.cookie.clone();
    assert_ne!(between, before);
    let id_token = provider.sign(&provider.claims(&second["nonce"]));
    let tokens = FakeProvider::token_response(&id_token);
    let to = browser.finish(&provider, &second["state"], &tokens).await;
    assert_eq!(to, "/hello");
    assert_ne!(browser.cookie, between);
    assert_eq!(browser.get("/me").await.status(), 200);
}

#[tokio::test]
async fn logins_that_move_to_a_renewed_session_count_among_the_eight() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let oldest = browser.begin("/auth").await["state"].clone();
    let next = browser.begin("/auth").await["state"].clone();
    browser.log_in(&provider, "/auth").await;
    for _ in 0..7 {
        browser.begin("/auth").await;
    }
    let issuer = &provider.issuer;
    let callback = |state: &str| format!("/auth/cb?error=access_denied&state={state}&iss={issuer}");
    assert_eq!(browser.get(&callback(&oldest)).await.status(), 400);
    assert_eq!(browser.get(&callback(&next)).await.status(), 403);
}

#[tokio::test]
async fn cookies_of_other_programs_that_cannot_be_read_are_passed_over() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    for foreign in [&b"name=M\xfcller"[..], b"no value", b"=", b"a=\"; ;b=%"] {
        let mut browser = Browser::new(&client);
        browser.foreign_cookie = Some(foreign);
        assert_eq!(browser.log_in(&provider, "/auth").await, "/me");
        assert_eq!(browser.get("/me").await.status(), 200);
        // Such a session can be closed, too.
        let old = browser.cookie.clone();
        browser.log_in(&provider, "/auth").await;
        let mut late = Browser::new(&client);
        late.cookie = old;
        assert_eq!(late.get("/me").await.status(), 302);
    }
}
