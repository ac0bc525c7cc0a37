//! Sessions, grants and tokens of a bank, looked at and ended by a test.

use reqwest::Method;
use serde_json::{Value, json};

use super::{call, mock};
use crate::support::{Ask, Browser, CLIENT, Mock};

async fn list(mock: &Mock, kind: &str, query: &str) -> Vec<Value> {
    let path = format!("mock-bank/{kind}{query}");
    let answer = call(mock, Method::GET, &path, Value::Null).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()[kind].as_array().unwrap().clone()
}

async fn states(mock: &Mock) -> Vec<String> {
    let tokens = list(mock, "tokens", "").await;
    let state = |token: &Value| token["state"].as_str().unwrap().to_owned();
    tokens.iter().map(state).collect()
}

#[tokio::test]
async fn what_a_login_leaves_behind_is_listed() {
    let mock = mock().await;
    let code = Browser::new(&mock).code(&Ask::offline()).await;
    let tokens = mock.redeem(&code).await;
    mock.pass(60);
    mock.refresh(&tokens.text("refresh_token")).await;

    let sessions = list(&mock, "sessions", "").await;
    let grants = list(&mock, "grants", "").await;
    let tokens = list(&mock, "tokens", "").await;
    let grant = grants[0]["id"].as_str().unwrap();
    assert_eq!((sessions.len(), grants.len(), tokens.len()), (1, 1, 4));
    assert_eq!(sessions[0]["clients"][0]["client_id"], CLIENT);
    assert_eq!(sessions[0]["clients"][0]["grant_id"], grant);
    assert_eq!(sessions[0]["state"], "active");
    assert!(tokens.iter().all(|token| token["grant_id"] == grant));
    let state = states(&mock).await;
    assert_eq!(state, ["active", "used", "active", "active"]);
    let refresh = list(&mock, "tokens", "?token_type=refresh_token").await;
    assert_eq!(refresh.len(), 2);
    assert_eq!(list(&mock, "tokens", "?client_id=nobody").await.len(), 0);
    let of_grant = list(
        &mock,
        "tokens",
        &format!("?grant_id={grant}&client_id={CLIENT}"),
    )
    .await;
    assert_eq!(of_grant.len(), 4);
    let wrong = call(&mock, Method::GET, "mock-bank/tokens?type=x", Value::Null).await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn a_token_is_found_by_its_fingerprint_and_its_time_is_over_at_once() {
    let mock = mock().await;
    let code = Browser::new(&mock).code(&Ask::offline()).await;
    let tokens = mock.redeem(&code).await;
    let refresh_token = tokens.text("refresh_token");
    let id = sha256(&refresh_token);
    let path = format!("mock-bank/tokens/{id}/expire");
    let expired = call(&mock, Method::POST, &path, Value::Null).await;
    assert_eq!(expired.text("state"), "expired");
    assert_eq!(mock.refresh(&refresh_token).await.status, 400);
    assert_eq!(mock.reason().unwrap(), "refresh token is expired");

    let access_token = tokens.text("access_token");
    assert_eq!(
        mock.me(&access_token).await.status,
        200,
        "it goes on for itself"
    );
    let listed = list(&mock, "tokens", "?token_type=access_token").await;
    let path = format!(
        "mock-bank/tokens/{}/expire",
        listed[0]["id"].as_str().unwrap()
    );
    call(&mock, Method::POST, &path, Value::Null).await;
    assert_eq!(mock.me(&access_token).await.status, 401);
    assert_eq!(mock.reason().unwrap(), "access token is expired");
}

#[tokio::test]
async fn a_revoked_token_is_good_for_nothing() {
    let mock = mock().await;
    let code = Browser::new(&mock).code(&Ask::offline()).await;
    let tokens = mock.redeem(&code).await;
    let access = list(&mock, "tokens", "?token_type=access_token").await;
    let path = format!("mock-bank/tokens/{}", access[0]["id"].as_str().unwrap());
    assert_eq!(
        call(&mock, Method::DELETE, &path, Value::Null).await.status,
        204
    );
    assert_eq!(mock.me(&tokens.text("access_token")).await.status, 401);

    let fresh = mock.refresh(&tokens.text("refresh_token")).await;
    let path = format!("mock-bank/tokens/{}", sha256(&fresh.text("refresh_token")));
    assert_eq!(
        call(&mock, Method::DELETE, &path, Value::Null).await.status,
        204
    );
    assert_eq!(
        mock.me(&fresh.text("access_token")).await.status,
        401,
        "with its whole grant"
    );
    assert!(list(&mock, "grants", "").await.is_empty());
    assert!(states(&mock).await.iter().all(|state| state == "ended"));
}

#[tokio::test]
async fn a_revoked_grant_asks_the_user_again() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let tokens = mock.redeem(&browser.code(&Ask::offline()).await).await;
    let grants = list(&mock, "grants", "").await;
    let path = format!("mock-bank/grants/{}", grants[0]["id"].as_str().unwrap());
    assert_eq!(
        call(&mock, Method::DELETE, &path, Value::Null).await.status,
        204
    );
    assert_eq!(mock.me(&tokens.text("access_token")).await.status, 401);
    assert_eq!(mock.reason().unwrap(), "grant not found");
    let silent = browser.visit(&Ask::plain().with("prompt", "none")).await;
    assert_eq!(silent.redirect_params()["error"], "consent_required");
}

#[tokio::test]
async fn an_expired_grant_ends_what_hangs_on_it_and_is_listed() {
    let mock = mock().await;
    let tokens = mock
        .redeem(&Browser::new(&mock).code(&Ask::offline()).await)
        .await;
    let grants = list(&mock, "grants", "").await;
    let path = format!(
        "mock-bank/grants/{}/expire",
        grants[0]["id"].as_str().unwrap()
    );
    assert_eq!(
        call(&mock, Method::POST, &path, Value::Null)
            .await
            .text("state"),
        "expired"
    );
    assert_eq!(list(&mock, "grants", "").await[0]["state"], "expired");
    assert_eq!(
        mock.refresh(&tokens.text("refresh_token")).await.status,
        400
    );
    assert_eq!(mock.reason().unwrap(), "grant is expired");
}

#[tokio::test]
async fn a_session_ends_as_by_a_logout_and_expires_as_by_time() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let tokens = mock.redeem(&browser.code(&Ask::plain()).await).await;
    let silent = || Ask::plain().with("prompt", "none");
    let id = list(&mock, "sessions", "").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let expire = format!("mock-bank/sessions/{id}/expire");
    assert_eq!(
        call(&mock, Method::POST, &expire, Value::Null)
            .await
            .text("state"),
        "expired"
    );
    let answer = browser.visit(&silent()).await;
    assert_eq!(answer.redirect_params()["error"], "login_required");
    assert_eq!(mock.me(&tokens.text("access_token")).await.status, 200);

    let path = format!("mock-bank/sessions/{id}");
    assert_eq!(
        call(&mock, Method::DELETE, &path, Value::Null).await.status,
        204
    );
    assert_eq!(
        mock.me(&tokens.text("access_token")).await.status,
        401,
        "it was not for offline"
    );

    let mut others = [Browser::new(&mock), Browser::new(&mock)];
    for browser in &mut others {
        browser.code(&Ask::plain()).await;
    }
    assert_eq!(list(&mock, "sessions", "").await.len(), 2);
    let all = call(&mock, Method::DELETE, "mock-bank/sessions", Value::Null).await;
    assert_eq!(all.status, 204);
    assert!(list(&mock, "sessions", "").await.is_empty());
    for browser in &mut others {
        let answer = browser.visit(&silent()).await;
        assert_eq!(answer.redirect_params()["error"], "login_required");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let mock = mock().await;
    let hash = sha256("nothing");
    for (method, path) in [
        (Method::DELETE, format!("mock-bank/sessions/{hash}")),
        (Method::DELETE, "mock-bank/sessions/nonsense".to_owned()),
        (Method::POST, format!("mock-bank/sessions/{hash}/expire")),
        (Method::DELETE, "mock-bank/grants/nothing".to_owned()),
        (Method::POST, "mock-bank/grants/nothing/expire".to_owned()),
        (Method::DELETE, "mock-bank/tokens/nothing".to_owned()),
        (Method::POST, format!("mock-bank/tokens/{hash}/expire")),
        (Method::GET, "nobody/tokens".to_owned()),
        (Method::GET, "nobody/settings".to_owned()),
        (Method::POST, "nobody/reset".to_owned()),
    ] {
        let answer = call(&mock, method, &path, Value::Null).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["status"], json!(404), "{path}");
    }
    let wrong = call(&mock, Method::PUT, "mock-bank/tokens", Value::Null).await;
    assert_eq!(wrong.status, 405);
    assert_eq!(wrong.header("allow"), Some("GET, POST"));
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(text.as_bytes());
    format!("{digest:x}")
}
