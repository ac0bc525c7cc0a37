use insta::assert_snapshot;

use crate::support::{Answer, Ask, Browser, CLIENT, Mock, SECRET, start, start_with_clients};

async fn introspect(mock: &Mock, token: &str) -> Answer {
    let form = [
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("token", token),
    ];
    mock.post("/token/introspection", &form).await
}

async fn offline(mock: &Mock, ask: &Ask) -> (String, String) {
    let code = Browser::new(mock).code(ask).await;
    let tokens = mock.redeem(&code).await;
    (tokens.text("access_token"), tokens.text("refresh_token"))
}

#[tokio::test]
async fn an_active_access_token_is_told_of() {
    let mock = start().await;
    let (access_token, _) = offline(&mock, &Ask::offline()).await;
    assert_snapshot!(introspect(&mock, &access_token).await.wire(), @r#"
        200
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin

        {"active":true,"sub":"5cad5c30-6d24-11e9-870c-0242b78f8571","client_id":"05166b79-4f61-484d-a4b4-2a225926bf4b","exp":1790000600,"iat":1790000000,"iss":"{base}/a/consumer/api/v0/oidc","scope":"openid email profile https://api.banno.com/consumer/auth/offline_access","token_type":"Bearer"}
        "#);
}

#[tokio::test]
async fn an_active_refresh_token_is_told_of_with_the_sid_that_was_asked_for() {
    let mock = start().await;
    let (_, refresh_token) = offline(&mock, &Ask::full()).await;
    assert_snapshot!(introspect(&mock, &refresh_token).await.wire(), @r#"
        200
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin

        {"active":true,"sub":"5cad5c30-6d24-11e9-870c-0242b78f8571","client_id":"05166b79-4f61-484d-a4b4-2a225926bf4b","exp":1791209600,"iat":1790000000,"sid":"22db33e5-6085-4d94-8f9c-714dc43efc37","iss":"{base}/a/consumer/api/v0/oidc","scope":"openid address email phone profile https://api.banno.com/consumer/auth/offline_access https://api.banno.com/consumer/auth/accounts.readonly https://api.banno.com/consumer/auth/transactions.detail.readonly"}
        "#);
}

#[tokio::test]
async fn whatever_is_good_for_nothing_looks_the_same_and_has_its_reason_in_the_journal() {
    let mock = start_with_clients().await;
    let (access_token, refresh_token) = offline(&mock, &Ask::offline()).await;
    assert_snapshot!(introspect(&mock, "made-up").await.wire(), @r#"
        200
        access-control-allow-origin: *
        access-control-expose-headers: WWW-Authenticate
        cache-control: no-store
        content-type: application/json; charset=utf-8
        vary: Origin

        {"active":false}
        "#);
    assert_eq!(mock.reason().as_deref(), Some("token not found"));

    let public = [("client_id", "public"), ("token", access_token.as_str())];
    let answer = mock.post("/token/introspection", &public).await;
    assert_eq!(answer.body, r#"{"active":false}"#);
    let reason = "token of another client, and the caller is public";
    assert_eq!(mock.reason().as_deref(), Some(reason));

    let newest = mock.refresh(&refresh_token).await.text("refresh_token");
    let inactive = async |token: &str, reason: &str| {
        assert_eq!(introspect(&mock, token).await.body, r#"{"active":false}"#);
        assert_eq!(mock.reason().as_deref(), Some(reason));
    };
    inactive(&refresh_token, "refresh token already used").await;
    mock.pass(600);
    inactive(&access_token, "token is expired").await;
    mock.refresh(&refresh_token).await;
    inactive(&newest, "grant not found").await;
}

#[tokio::test]
async fn another_confidential_client_may_ask() {
    let mock = start_with_clients().await;
    let (access_token, _) = offline(&mock, &Ask::offline()).await;
    let other = [
        ("client_id", "rs256"),
        ("client_secret", "rs256-secret"),
        ("token", access_token.as_str()),
        ("token_type_hint", "refresh_token"),
    ];
    let answer = mock.post("/token/introspection", &other).await;
    assert_eq!(answer.json()["client_id"], CLIENT);
}

#[tokio::test]
async fn who_asks_wrongly_is_refused() {
    let mock = start().await;
    let rows = [
        (
            vec![("token", "x")],
            400,
            "no client authentication mechanism provided",
        ),
        (
            vec![
                ("client_id", CLIENT),
                ("client_secret", "no"),
                ("token", "x"),
            ],
            401,
            "client authentication failed",
        ),
        (
            vec![("client_id", CLIENT), ("client_secret", SECRET)],
            400,
            "missing required parameter 'token'",
        ),
        (
            vec![
                ("client_id", CLIENT),
                ("client_secret", SECRET),
                ("token", "x"),
                ("token", "y"),
            ],
            400,
            "'token' parameter must not be provided twice",
        ),
    ];
    for (form, status, description) in rows {
        let answer = mock.post("/token/introspection", &form).await;
        assert_eq!(answer.status, status, "{form:?}");
        assert_eq!(answer.text("error_description"), description);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}
