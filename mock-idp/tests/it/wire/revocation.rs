use insta::assert_snapshot;

use crate::support::{Answer, Ask, Browser, CLIENT, Mock, SECRET, start, start_with_clients};

async fn revoke(mock: &Mock, token: &str) -> Answer {
    let form = [
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("token", token),
    ];
    mock.post("/token/revocation", &form).await
}

async fn offline(mock: &Mock) -> (String, String) {
    let code = Browser::new(mock).code(&Ask::offline()).await;
    let tokens = mock.redeem(&code).await;
    (tokens.text("access_token"), tokens.text("refresh_token"))
}

#[tokio::test]
async fn a_refresh_token_takes_its_whole_grant_with_it() {
    let mock = start().await;
    let (access_token, refresh_token) = offline(&mock).await;
    assert_snapshot!(revoke(&mock, &refresh_token).await.wire(), @r#"
        200
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        content-type: text/plain; charset=utf-8
        vary: Origin
        "#);
    assert_eq!(mock.me(&access_token).await.status, 401);
    assert_eq!(mock.reason().as_deref(), Some("grant not found"));
    assert_eq!(mock.refresh(&refresh_token).await.status, 400);
    assert_eq!(revoke(&mock, &refresh_token).await.status, 200);
}

#[tokio::test]
async fn an_access_token_goes_alone() {
    let mock = start().await;
    let (access_token, refresh_token) = offline(&mock).await;
    assert_eq!(revoke(&mock, &access_token).await.status, 200);
    assert_eq!(mock.me(&access_token).await.status, 401);
    assert_eq!(mock.reason().as_deref(), Some("access token not found"));
    assert_eq!(mock.refresh(&refresh_token).await.status, 200);
}

#[tokio::test]
async fn what_is_not_there_is_as_good_as_revoked() {
    let mock = start().await;
    let (access_token, _) = offline(&mock).await;
    mock.pass(600);
    for token in ["made-up", access_token.as_str()] {
        assert_eq!(revoke(&mock, token).await.status, 200);
    }
}

#[tokio::test]
async fn another_client_s_token_stays() {
    let mock = start_with_clients().await;
    let (access_token, _) = offline(&mock).await;
    let other = [
        ("client_id", "rs256"),
        ("client_secret", "rs256-secret"),
        ("token", access_token.as_str()),
    ];
    let answer = mock.post("/token/revocation", &other).await;
    assert_snapshot!(answer.wire(), @r#"
        400
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        content-type: application/json; charset=utf-8
        vary: Origin

        {"error":"invalid_request","error_description":"this token does not belong to you"}
        "#);
    assert_eq!(mock.reason().as_deref(), Some("token of another client"));
    assert_eq!(mock.me(&access_token).await.status, 200);
}

#[tokio::test]
async fn a_token_is_needed() {
    let mock = start().await;
    assert_snapshot!(revoke(&mock, "").await.wire(), @r#"
        400
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        content-type: application/json; charset=utf-8
        vary: Origin

        {"error":"invalid_request","error_description":"missing required parameter 'token'"}
        "#);
}
