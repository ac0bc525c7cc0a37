use serde_json::json;
use wiremock::ResponseTemplate;

use super::{PAGE, count, link, show, signed_in, texts};
use crate::support::{Browser, FakeProvider, Reply};

#[tokio::test]
async fn while_the_bank_works_a_page_tells_how_far_it_is_and_asks_again_by_itself() {
    let provider = FakeProvider::start().await;
    let balances = "EnrichmentAccountBalances";
    provider.bank().events = vec![
        vec![],
        vec!["TaskStarted", balances, balances],
        vec!["TaskStarted", balances, balances, "TaskEnded"],
    ];
    let (_client, mut browser) = signed_in(&provider).await;
    let response = browser.get(PAGE).await;
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let html = response.text().await.unwrap();
    assert!(
        html.contains(r#"<meta http-equiv="refresh" content="3">"#),
        "{html}"
    );
    assert_eq!(texts(&html, "#progress #waited"), ["0"]);
    assert_eq!(texts(&html, "#no-events"), ["Nothing has come yet."]);
    assert_eq!(link(&html, "#look-again"), PAGE);
    provider.clock.advance(3);
    let (_, html) = show(&mut browser, PAGE).await;
    assert_eq!(texts(&html, "#waited"), ["3"]);
    assert_eq!(
        texts(&html, "#events li"),
        ["TaskStarted", "EnrichmentAccountBalances × 2"]
    );
    let (_, html) = show(&mut browser, PAGE).await;
    assert_eq!(texts(&html, "#accounts h1"), ["Your accounts"]);
    let calls = provider.calls("/users/").await;
    assert_eq!(count(&calls, "PUT "), 1, "a reload starts no other fetch");
    assert!(!calls.iter().any(|call| call.contains("sinceVersion")));
    show(&mut browser, PAGE).await;
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 2);
}

#[tokio::test]
async fn two_tabs_at_once_look_at_one_fetch() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"]];
    let (client, browser) = signed_in(&provider).await;
    let visits = (0..10).map(|_| async {
        let mut tab = Browser::new(&client);
        tab.cookie = browser.cookie.clone();
        tab.get(PAGE).await.status().as_u16()
    });
    let statuses = futures_util::future::join_all(visits).await;
    assert_eq!(statuses, [200; 10]);
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 1);
}

#[tokio::test]
async fn a_stuck_task_ends_in_an_error_page_and_the_next_visit_begins_anew() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"]];
    let (_client, mut browser) = signed_in(&provider).await;
    for _ in 0..2 {
        assert_eq!(show(&mut browser, PAGE).await.0, 200);
        provider.clock.advance(59);
        assert_eq!(show(&mut browser, PAGE).await.0, 200);
        provider.clock.advance(1);
        let (status, html) = show(&mut browser, PAGE).await;
        assert_eq!(status, 504);
        assert_eq!(texts(&html, "#error-name"), ["task-stuck"]);
        assert!(
            html.contains("Task task-1 has not ended after 60 s; the last events were TaskStarted")
        );
        assert_eq!(link(&html, "#error-page a"), PAGE);
    }
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 2);
}

#[tokio::test]
async fn a_fetch_that_was_left_behind_gives_way_to_a_new_one() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"], vec!["TaskEnded"]];
    let (_client, mut browser) = signed_in(&provider).await;
    show(&mut browser, PAGE).await;
    let tokens = json!({"access_token": "access-2", "token_type": "Bearer"});
    provider.reply("refresh_token", Reply::json(200, &tokens));
    provider.clock.advance(660);
    let (_, html) = show(&mut browser, PAGE).await;
    assert_eq!(texts(&html, "#accounts h1"), ["Your accounts"]);
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 2);
}

#[tokio::test]
async fn a_bank_that_is_down_for_a_while_costs_neither_the_session_nor_the_fetch() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"], vec!["TaskEnded"]];
    let (_client, mut browser) = signed_in(&provider).await;
    show(&mut browser, PAGE).await;
    let down = ResponseTemplate::new(503);
    provider.bank().instead.insert("task", down);
    let (status, html) = show(&mut browser, PAGE).await;
    assert_eq!(status, 503);
    assert_eq!(texts(&html, "#error-name"), ["api-unavailable"]);
    assert!(html.contains("x-request-id req-") && html.contains("Try again later"));
    provider.bank().instead.clear();
    assert_eq!(show(&mut browser, PAGE).await.0, 200);
    assert_eq!(count(&provider.calls("/users/").await, "PUT "), 1);
}
