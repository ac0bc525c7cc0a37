use std::sync::Arc;

use serde_json::json;

use super::api;
use crate::support::{FakeProvider, answer, transaction};

#[tokio::test]
async fn ten_thousand_transactions_come_without_gap_or_repeat() {
    let provider = FakeProvider::start().await;
    let all = (0..10_000).map(transaction).collect();
    provider.bank().transactions.insert("checking", all);
    let api = api(&provider).await;
    let transactions = api.transactions("checking").await.unwrap().unwrap();
    let ids: Vec<_> = transactions.iter().map(|it| it.id().to_owned()).collect();
    let expected: Vec<_> = (0..10_000).map(|it| format!("tx-{it}")).collect();
    assert!(ids == expected);
    let calls = provider.calls("/users/").await;
    let expected: Vec<_> = (0..=20).map(|page| page * 500).map(offset).collect();
    assert_eq!(
        calls, expected,
        "each page once, and an empty one at the end"
    );
}

fn offset(offset: usize) -> String {
    format!("GET /users/riley/accounts/checking/transactions?offset={offset}&limit=500")
}

#[tokio::test]
async fn a_page_that_is_not_full_is_the_last() {
    let provider = FakeProvider::start().await;
    let all = (0..501).map(transaction).collect();
    provider.bank().transactions.insert("checking", all);
    let api = api(&provider).await;
    let transactions = api.transactions("checking").await.unwrap().unwrap();
    assert_eq!(transactions.len(), 501);
    assert_eq!(provider.calls("/users/").await, [offset(0), offset(500)]);
}

#[tokio::test]
async fn an_institution_that_gives_fewer_at_a_time_is_asked_more_often() {
    let provider = FakeProvider::start().await;
    provider.bank().page = Some(10);
    let all = (0..25).map(transaction).collect();
    provider.bank().transactions.insert("checking", all);
    let api = api(&provider).await;
    let transactions = api.transactions("checking").await.unwrap().unwrap();
    assert_eq!(transactions.len(), 25);
    let expected = [offset(0), offset(10), offset(20)];
    assert_eq!(provider.calls("/users/").await, expected);
}

#[tokio::test]
async fn a_repeated_transaction_ends_it() {
    let provider = FakeProvider::start().await;
    let page: Vec<_> = (0..500).map(transaction).collect();
    // The same page, whatever was asked for.
    let same = answer(200, &json!({"transactions": page}));
    provider.bank().instead.insert("transactions", same);
    let api = api(&provider).await;
    let error = api.transactions("checking").await.unwrap_err();
    assert_eq!(error.name(), "transaction-repeated");
    assert_eq!(
        error.to_string(),
        "GET transactions (x-request-id req-2) answers a transaction for the second time, at \
         position 500"
    );
    let twice = json!({"transactions": [transaction(1), transaction(1)]});
    let twice = answer(200, &twice);
    provider.bank().instead.insert("transactions", twice);
    let error = api.transactions("checking").await.unwrap_err();
    assert_eq!(error.name(), "transaction-repeated");
}

#[tokio::test]
async fn pages_that_are_not_what_was_asked_for_are_refused() {
    let provider = FakeProvider::start().await;
    let api = api(&provider).await;
    let many: Vec<_> = (0..501).map(transaction).collect();
    for (body, name) in [
        (json!({"transactions": many}), "transactions-page-too-long"),
        (
            json!({"transactions": [], "offset": 500}),
            "transactions-offset",
        ),
        (json!({"transactions": [], "limit": 0}), "api-malformed"),
    ] {
        let instead = answer(200, &body);
        provider.bank().instead.insert("transactions", instead);
        let error = api.transactions("checking").await.unwrap_err();
        assert_eq!(error.name(), name, "{error}");
    }
}

#[tokio::test]
async fn pages_without_end_are_given_up() {
    let provider = FakeProvider::start().await;
    {
        let mut bank = provider.bank();
        bank.page = Some(1);
        bank.is_endless = true;
    }
    let api = Arc::new(api(&provider).await);
    let error = api.transactions("checking").await.unwrap_err();
    assert_eq!(error.name(), "transactions-endless");
    assert_eq!(provider.calls("/users/").await.len(), 1000);
}
