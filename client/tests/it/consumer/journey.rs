use serde_json::json;

use super::{api, fetch};
use crate::support::{FakeProvider, transaction};

#[tokio::test]
async fn the_calls_are_those_of_the_official_example() {
    let provider = FakeProvider::start().await;
    let one = vec![transaction(1)];
    provider.bank().transactions.insert("checking", one);
    let api = api(&provider).await;
    let (task, outcome, _) = fetch(&provider, &api).await;
    outcome.unwrap();
    assert!(task.has_ended());
    let all = api.everything(&mut |_| {}).await.unwrap();
    assert_eq!(
        provider.calls("/users/").await,
        [
            "PUT /users/riley/fetch",
            "GET /users/riley/tasks/task-1",
            "GET /users/riley/accounts",
            "GET /users/riley/accounts/checking/transactions?offset=0&limit=500",
            "GET /users/riley/accounts/loan/transactions?offset=0&limit=500",
            "GET /users/riley/accounts/billpay/transactions?offset=0&limit=500",
        ]
    );
    for request in provider.requests("/users/riley/fetch").await {
        assert_eq!(request.headers["authorization"], "Bearer access-1");
        assert!(request.body.is_empty());
    }
    let names: Vec<_> = all.iter().map(|it| it.account.name()).collect();
    assert_eq!(names, ["Everyday Checking", "Auto Loan", "Bill Pay"]);
    assert_eq!(all[0].transactions.as_ref().unwrap()[0].memo(), "Memo 1");
}

#[tokio::test]
async fn an_account_without_transactions_is_no_error() {
    let provider = FakeProvider::start().await;
    let api = api(&provider).await;
    assert!(api.transactions("billpay").await.unwrap().is_none());
    provider.bank().transactions.insert("checking", Vec::new());
    assert!(
        api.transactions("checking")
            .await
            .unwrap()
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn what_is_not_known_does_no_harm() {
    let provider = FakeProvider::start().await;
    {
        let mut bank = provider.bank();
        bank.events = vec![vec!["SomethingNew", "TaskEnded"]];
        bank.accounts = Some(vec![
            json!({"id": "a", "name": null, "more": [{}], "balance": ""}),
        ]);
        let entry = json!({"id": "t", "amount": null, "sequence": "x", "more": true});
        bank.transactions.insert("a", vec![entry]);
    }
    let api = api(&provider).await;
    fetch(&provider, &api).await.1.unwrap();
    let all = api.everything(&mut |_| {}).await.unwrap();
    assert_eq!(all[0].account.name(), "Account");
    assert_eq!(all[0].account.kind(), "Unknown");
    assert!(all[0].account.balance().is_none());
    assert_eq!(all[0].account.received()["more"], json!([{}]));
    let transaction = &all[0].transactions.as_ref().unwrap()[0];
    assert_eq!(transaction.received()["more"], json!(true));
}

#[tokio::test]
async fn an_id_is_one_segment_of_the_path_whatever_it_contains() {
    let provider = FakeProvider::start().await;
    let api = api(&provider).await;
    for (id, path) in [
        ("a/../b", "a%2F..%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("100%", "100%25"),
        ("é x", "%C3%A9%20x"),
    ] {
        assert!(api.transactions(id).await.unwrap().is_none());
        let last = provider.calls("/users/").await.pop().unwrap();
        let expected = format!("GET /users/riley/accounts/{path}/transactions?offset=0&limit=500");
        assert_eq!(last, expected);
    }
    let before = provider.calls("/users/").await.len();
    for id in ["", ".", ".."] {
        let error = api.transactions(id).await.unwrap_err();
        assert_eq!(error.name(), "api-id");
    }
    assert_eq!(provider.calls("/users/").await.len(), before);
}
