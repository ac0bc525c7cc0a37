use oidc::clock::Clock as _;

use crate::support::{Ask, Browser, Mock, start};

async fn refused(mock: &Mock, code: &str, changed: &[(&str, &str)], reason: &str) {
    let answer = mock.redeem_with(code, changed).await;
    assert_eq!(answer.text("error"), "invalid_grant", "{changed:?}");
    assert_eq!(mock.reason().as_deref(), Some(reason), "{changed:?}");
}

const WRONG_VERIFIER: (&str, &str) = (
    "code_verifier",
    "eBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
);
const OTHER_URI: (&str, &str) = ("redirect_uri", "http://localhost:8080/auth/cb");

#[tokio::test]
async fn a_wrong_request_does_not_burn_the_code() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    refused(&mock, &code, &[WRONG_VERIFIER], "PKCE verification failed").await;
    refused(
        &mock,
        &code,
        &[("code_verifier", "")],
        "PKCE verification failed",
    )
    .await;
    refused(
        &mock,
        &code,
        &[OTHER_URI],
        "authorization code redirect_uri mismatch",
    )
    .await;
    assert_eq!(mock.redeem(&code).await.status, 200);
}

#[tokio::test]
async fn a_replay_ends_the_whole_grant() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::offline()).await;
    let tokens = mock.redeem(&code).await;
    let access_token = tokens.text("access_token");
    assert_eq!(mock.me(&access_token).await.status, 200);
    refused(&mock, &code, &[], "authorization code already consumed").await;
    let me = mock.me(&access_token).await;
    assert_eq!(me.status, 401);
    assert_eq!(mock.reason().as_deref(), Some("grant not found"));
    let refreshed = mock.refresh(&tokens.text("refresh_token")).await;
    assert_eq!(refreshed.text("error"), "invalid_grant");
    assert_eq!(mock.reason().as_deref(), Some("grant not found"));
}

#[tokio::test]
async fn a_replay_that_fails_an_earlier_check_ends_nothing() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let access_token = mock.redeem(&code).await.text("access_token");
    refused(&mock, &code, &[WRONG_VERIFIER], "PKCE verification failed").await;
    refused(
        &mock,
        &code,
        &[OTHER_URI],
        "authorization code redirect_uri mismatch",
    )
    .await;
    assert_eq!(mock.me(&access_token).await.status, 200);
    mock.pass(60);
    refused(&mock, &code, &[], "authorization code is expired").await;
    assert_eq!(mock.me(&access_token).await.status, 200);
}

#[tokio::test]
async fn a_code_is_good_for_sixty_seconds_to_the_second() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let code = browser.code(&Ask::plain()).await;
    mock.pass(59);
    assert_eq!(mock.redeem(&code).await.status, 200);
    let code = browser.code(&Ask::plain()).await;
    mock.pass(60);
    refused(&mock, &code, &[], "authorization code is expired").await;
}

#[tokio::test]
async fn an_access_token_is_good_for_ten_minutes_to_the_second() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let access_token = mock.redeem(&code).await.text("access_token");
    mock.pass(599);
    assert_eq!(mock.me(&access_token).await.status, 200);
    mock.pass(1);
    assert_eq!(mock.me(&access_token).await.status, 401);
    assert_eq!(mock.reason().as_deref(), Some("access token is expired"));
}

#[tokio::test]
async fn the_clock_may_stand_far_in_the_future() {
    let mock = start().await;
    mock.pass(u64::MAX);
    let before = mock.clock().now();
    mock.pass(1_000_000_000);
    assert!(mock.clock().now() >= before);
    let answer = Browser::new(&mock).visit(&Ask::plain()).await;
    assert_eq!(answer.status, 303, "{answer:?}");
}
