use crate::support::{Ask, Browser, Mock, jws, start};

async fn offline(mock: &Mock) -> (String, String) {
    let code = Browser::new(mock).code(&Ask::offline()).await;
    let tokens = mock.redeem(&code).await;
    (tokens.text("access_token"), tokens.text("refresh_token"))
}

const DAY: u64 = 86_400;

#[tokio::test]
async fn reuse_of_a_rotated_token_ends_the_whole_family() {
    let mock = start().await;
    let (first_access, first) = offline(&mock).await;
    let rotated = mock.refresh(&first).await;
    let newest = rotated.text("refresh_token");
    let reused = mock.refresh(&first).await;
    assert_eq!(reused.text("error_description"), "grant request is invalid");
    assert_eq!(mock.reason().as_deref(), Some("refresh token already used"));
    for access_token in [first_access, rotated.text("access_token")] {
        assert_eq!(mock.me(&access_token).await.status, 401);
    }
    assert_eq!(mock.refresh(&newest).await.status, 400);
    assert_eq!(mock.reason().as_deref(), Some("grant not found"));
}

#[tokio::test]
async fn reuse_by_another_client_ends_nothing() {
    let mock = crate::support::start_with_clients().await;
    let (_, first) = offline(&mock).await;
    let rotated = mock.refresh(&first).await;
    let other = [("client_id", "rs256"), ("client_secret", "rs256-secret")];
    assert_eq!(mock.refresh_with(&first, &other).await.status, 400);
    let wider = mock.refresh_with(&first, &[("scope", "phone")]).await;
    assert_eq!(wider.status, 400);
    assert_eq!(mock.me(&rotated.text("access_token")).await.status, 200);
}

#[tokio::test]
async fn a_narrow_refresh_leaves_the_full_scope_for_the_next() {
    let mock = start().await;
    let (_, token) = offline(&mock).await;
    let narrow = mock
        .refresh_with(&token, &[("scope", "openid email")])
        .await;
    assert_eq!(narrow.text("scope"), "openid email");
    let access_token = narrow.text("access_token");
    assert_eq!(
        jws(&mock, &access_token).await.payload["scope"],
        "openid email"
    );
    assert!(mock.me(&access_token).await.json().get("name").is_none());
    let full = mock.refresh(&narrow.text("refresh_token")).await;
    assert!(full.text("scope").contains("profile"), "{full:?}");
}

#[tokio::test]
async fn a_refresh_without_openid_brings_no_id_token() {
    let mock = start().await;
    let (_, token) = offline(&mock).await;
    let narrow = mock.refresh_with(&token, &[("scope", "email")]).await;
    assert_eq!(narrow.status, 200);
    assert!(narrow.json().get("id_token").is_none());
}

#[tokio::test]
async fn a_refresh_token_is_good_for_fourteen_days_to_the_second() {
    let mock = start().await;
    let (_, token) = offline(&mock).await;
    mock.pass(14 * DAY - 1);
    let rotated = mock.refresh(&token).await;
    assert_eq!(rotated.status, 200, "{rotated:?}");

    let (_, token) = offline(&mock).await;
    mock.pass(14 * DAY);
    assert_eq!(mock.refresh(&token).await.status, 400);
    assert_eq!(mock.reason().as_deref(), Some("refresh token is expired"));
}

#[tokio::test]
async fn rotation_does_not_outlive_the_grant() {
    let mock = start().await;
    let (_, token) = offline(&mock).await;
    mock.pass(14 * DAY - 1);
    let rotated = mock.refresh(&token).await.text("refresh_token");
    mock.pass(1);
    assert_eq!(mock.refresh(&rotated).await.status, 400);
    assert_eq!(mock.reason().as_deref(), Some("grant is expired"));
}
