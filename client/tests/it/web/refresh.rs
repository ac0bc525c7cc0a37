use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Browser, FakeProvider, Reply, start_client};

fn refreshed(access_token: &str, refresh_token: &str) -> Value {
    json!({
        "access_token": access_token, "refresh_token": refresh_token,
        "expires_in": 600, "token_type": "Bearer",
    })
}

async fn refreshes(provider: &FakeProvider) -> usize {
    let requests = provider.token_requests().await;
    let is_refresh =
        |form: &&std::collections::HashMap<String, String>| form["grant_type"] == "refresh_token";
    requests.iter().filter(is_refresh).count()
}

async fn bearers(provider: &FakeProvider) -> Vec<String> {
    let requests = provider.requests("/oidc/me").await;
    let bearer = |it: &wiremock::Request| it.headers["authorization"].to_str().unwrap().to_owned();
    requests.iter().map(bearer).collect()
}

#[tokio::test]
async fn tokens_are_refreshed_half_a_minute_before_they_expire() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    provider.reply(
        "refresh_token",
        Reply::json(200, &refreshed("access-2", "refresh-2")),
    );
    provider.clock.advance(569);
    browser.get("/me").await;
    assert_eq!(refreshes(&provider).await, 0);
    provider.clock.advance(1);
    assert_eq!(browser.get("/me").await.status(), 200);
    assert_eq!(refreshes(&provider).await, 1);
    assert_eq!(bearers(&provider).await.last().unwrap(), "Bearer access-2");
    // The rotated refresh token is the one that is used next.
    provider.clock.advance(600);
    browser.get("/me").await;
    let last = provider.token_requests().await.pop().unwrap();
    assert_eq!(last["refresh_token"], "refresh-2");
}

#[tokio::test]
async fn twenty_visits_at_once_refresh_once() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    reply_when_all_wait(&provider, 200, &refreshed("access-2", "refresh-2"));
    provider.clock.advance(600);
    let statuses = visit_twenty_times(&client, &browser).await;
    assert_eq!(statuses, [200; 20]);
    assert_eq!(refreshes(&provider).await, 1);
    let used = bearers(&provider).await;
    assert_eq!(
        used.iter().filter(|it| *it == "Bearer access-2").count(),
        20
    );
}

#[tokio::test]
async fn twenty_visits_share_a_failed_refresh() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    reply_when_all_wait(&provider, 400, &json!({"error": "invalid_grant"}));
    provider.clock.advance(600);
    let statuses = visit_twenty_times(&client, &browser).await;
    assert_eq!(statuses, [302; 20], "all are sent to sign in again");
    assert_eq!(refreshes(&provider).await, 1);
}

#[tokio::test]
async fn a_provider_that_is_down_for_a_while_costs_no_session() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    provider.clock.advance(600);
    reply_when_all_wait(&provider, 503, &json!({}));
    assert_eq!(visit_twenty_times(&client, &browser).await, [502; 20]);
    assert_eq!(refreshes(&provider).await, 1);
    // Tokens that live so short that they are due again at once are shared all the same.
    let mut tokens = refreshed("access-2", "refresh-2");
    tokens["expires_in"] = json!(10);
    reply_when_all_wait(&provider, 200, &tokens);
    assert_eq!(visit_twenty_times(&client, &browser).await, [200; 20]);
    assert_eq!(refreshes(&provider).await, 2);
}

#[tokio::test]
async fn a_refused_access_token_is_refreshed_once_and_tried_again() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    provider.reply(
        "refresh_token",
        Reply::json(200, &refreshed("access-2", "refresh-2")),
    );
    provider.refuse_access_token("access-1");
    assert_eq!(browser.get("/me").await.status(), 200);
    assert_eq!(refreshes(&provider).await, 1);
    let used = bearers(&provider).await;
    assert_eq!(
        used[used.len() - 2..],
        ["Bearer access-1", "Bearer access-2"]
    );
    assert_eq!(browser.get("/me").await.status(), 200);
    assert_eq!(refreshes(&provider).await, 1);
}

#[tokio::test]
async fn an_access_token_that_is_refused_when_fresh_ends_the_session() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    provider.reply(
        "refresh_token",
        Reply::json(200, &refreshed("access-2", "refresh-2")),
    );
    provider.refuse_access_token("access-1");
    provider.refuse_access_token("access-2");
    let response = browser.get("/me").await;
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "/login.html?returnPath=/me");
    assert_eq!(refreshes(&provider).await, 1);
    assert_eq!(browser.get("/hello").await.status(), 302);
}

#[tokio::test]
async fn an_access_token_that_is_refused_without_a_refresh_token_ends_the_session() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    let query = browser.begin("/auth").await;
    let id_token = provider.sign(&provider.claims(&query["nonce"]));
    let mut tokens = FakeProvider::token_response(&id_token);
    tokens.as_object_mut().unwrap().remove("refresh_token");
    browser.finish(&provider, &query["state"], &tokens).await;
    assert_eq!(browser.get("/me").await.status(), 200);
    // A provider that was started anew knows nothing of what it gave before.
    provider.refuse_access_token("access-1");
    let response = browser.get("/me").await;
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "/login.html?returnPath=/me");
    let response = browser.get("/hello").await;
    assert_eq!(
        response.headers()["location"],
        "/login.html?returnPath=/hello"
    );
}

#[tokio::test]
async fn a_withdrawn_grant_ends_the_session() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    let refusal = json!({"error": "invalid_grant"});
    provider.reply("refresh_token", Reply::json(400, &refusal));
    provider.clock.advance(600);
    let response = browser.get("/me").await;
    assert_eq!(response.headers()["location"], "/login.html?returnPath=/me");
    assert_eq!(browser.get("/hello").await.status(), 302);
}

#[tokio::test]
async fn a_userinfo_answer_about_somebody_else_is_not_shown() {
    let provider = FakeProvider::start().await;
    let (client, _) = start_client(&provider, |it| it).await;
    let mut browser = Browser::new(&client);
    browser.log_in(&provider, "/auth").await;
    let claims = json!({"sub": "mallory", "email": "mallory@example.com"});
    provider.reply("userinfo", Reply::json(200, &claims));
    let response = browser.get("/me").await;
    assert_eq!(response.status(), 502);
    let html = response.text().await.unwrap();
    assert!(html.contains("userinfo-subject") && !html.contains("mallory"));
}

async fn visit_twenty_times(
    client: &banno_client::RunningClient,
    signed_in: &Browser,
) -> [u16; 20] {
    let visits = (0..20).map(|_| async {
        let mut browser = Browser::new(client);
        browser.cookie = signed_in.cookie.clone();
        browser.get("/me").await.status().as_u16()
    });
    join_all(visits).await.try_into().unwrap()
}

/// The refresh is answered when all twenty visits have come so far that they wait for it: each
/// asks for the time twice, and the refresh itself once.
fn reply_when_all_wait(provider: &FakeProvider, status: u16, body: &Value) {
    let reply = Reply {
        waits_for: provider.clock.asked() + 41,
        ..Reply::json(status, body)
    };
    provider.reply("refresh_token", reply);
}
