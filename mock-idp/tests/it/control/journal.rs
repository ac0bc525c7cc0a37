//! The journal of a bank, read by a test.

use reqwest::Method;

use super::{mock, send};

#[tokio::test]
async fn the_journal_of_a_bank_tells_the_true_reason() {
    let mock = mock().await;
    let second = mock.of_institution("second-bank");
    second.me("nonsense").await;
    mock.me("nonsense").await;
    second.get("/jwks", &[]).await;
    let journal = async |query: &str| {
        let path = format!("/institutions/second-bank/journal{query}");
        send(&mock, Method::GET, &path, &[], None).await
    };
    let entries = journal("").await.json()["entries"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(entries.len(), 2);
    let reason = "access token is not one of this issuer's";
    assert_eq!(entries[0]["refusal"]["reason"], reason);
    assert!(!entries[0].to_string().contains("nonsense"));
    let newer = journal("?after=1").await.json();
    assert_eq!(newer["entries"][0]["endpoint"], "jwks");
    assert_eq!(journal("?after=x").await.status, 400);
    assert_eq!(journal("?since=1").await.status, 400);
}
