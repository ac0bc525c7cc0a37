use serde_json::json;

use super::{api, fetch, refreshed, refreshes};
use crate::support::{FakeProvider, Reply, transaction};

#[tokio::test]
async fn a_token_that_dies_midway_is_refreshed_once_and_the_call_made_again() {
    for call in ["fetch", "task", "accounts", "transactions"] {
        let provider = FakeProvider::start().await;
        let all = (0..1200).map(transaction).collect();
        provider.bank().transactions.insert("checking", all);
        let api = api(&provider).await;
        refreshed(&provider);
        provider.bank().dies.push((call, "access-1"));
        fetch(&provider, &api).await.1.unwrap();
        let all = api.everything(&mut |_| {}).await.unwrap();
        assert_eq!(all[0].transactions.as_ref().unwrap().len(), 1200);
        assert_eq!(refreshes(&provider).await, 1, "{call}");
        // Eight calls, and one of them twice.
        assert_eq!(provider.calls("/users/").await.len(), 9, "{call}");
    }
}

#[tokio::test]
async fn each_stale_token_is_refreshed_once() {
    let provider = FakeProvider::start().await;
    let api = api(&provider).await;
    refreshed(&provider);
    provider.bank().dies.push(("fetch", "access-1"));
    fetch(&provider, &api).await.1.unwrap();
    let tokens = json!({"access_token": "access-3", "token_type": "Bearer"});
    provider.reply("refresh_token", Reply::json(200, &tokens));
    provider.bank().dies.push(("accounts", "access-2"));
    api.everything(&mut |_| {}).await.unwrap();
    assert_eq!(refreshes(&provider).await, 2);
    let last = provider.token_requests().await.pop().unwrap();
    assert_eq!(last["refresh_token"], "refresh-2");
}

#[tokio::test]
async fn calls_at_once_share_a_refresh() {
    let provider = FakeProvider::start().await;
    let api = api(&provider).await;
    refreshed(&provider);
    provider.bank().dies.push(("accounts", "access-1"));
    let calls = (0..20).map(|_| api.accounts());
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(refreshes(&provider).await, 1);
}

#[tokio::test]
async fn a_fresh_token_that_is_refused_too_is_the_end() {
    let provider = FakeProvider::start().await;
    let api = api(&provider).await;
    refreshed(&provider);
    let dies = [("accounts", "access-1"), ("accounts", "access-2")];
    provider.bank().dies.extend(dies);
    let error = api.accounts().await.unwrap_err();
    assert_eq!(error.name(), "api-unauthorized-twice");
    assert_eq!(
        error.to_string(),
        "GET accounts (x-request-id req-2) is refused with 401, and again after a refresh of the \
         access token"
    );
    assert_eq!(refreshes(&provider).await, 1);
    assert_eq!(provider.calls("/users/").await.len(), 2);
}

#[tokio::test]
async fn a_refresh_that_fails_is_the_error() {
    let provider = FakeProvider::start().await;
    let api = api(&provider).await;
    let refusal = json!({"error": "invalid_grant"});
    provider.reply("refresh_token", Reply::json(400, &refusal));
    provider.bank().dies.push(("accounts", "access-1"));
    let error = api.accounts().await.unwrap_err();
    assert_eq!(error.name(), "token-refused");
    assert_eq!(refreshes(&provider).await, 1);
    assert_eq!(provider.calls("/users/").await.len(), 1);
}

#[tokio::test]
async fn no_error_tells_a_token() {
    let provider = FakeProvider::start().await;
    let api = api(&provider).await;
    refreshed(&provider);
    let dies = [("accounts", "access-1"), ("accounts", "access-2")];
    provider.bank().dies.extend(dies);
    let error = api.accounts().await.unwrap_err();
    let text = format!("{error} {error:?} {} {api:?}", error.mend());
    for secret in ["access-1", "access-2", "refresh-1", "refresh-2", "s3cret"] {
        assert!(!text.contains(secret), "{text}");
    }
}
