use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{api, fetch};
use crate::support::{FakeProvider, answer};

/// What goes wrong where the call is answered like this.
async fn error(call: &'static str, instead: ResponseTemplate) -> String {
    let provider = FakeProvider::start().await;
    provider.bank().instead.insert(call, instead);
    let api = api(&provider).await;
    let error = match call {
        "fetch" => api.begin(0).await.unwrap_err(),
        "task" => fetch(&provider, &api).await.1.unwrap_err(),
        "accounts" => api.accounts().await.unwrap_err(),
        _ => api.transactions("checking").await.unwrap_err(),
    };
    format!("{}: {error}", error.name())
}

#[tokio::test]
async fn an_answer_without_its_members_or_with_others_of_the_name_is_refused() {
    let account = |account: Value| json!({ "accounts": [account] });
    let transaction = |transaction: Value| json!({ "transactions": [transaction] });
    for (call, body, reason) in [
        (
            "fetch",
            json!({}),
            "taskId is missing, empty or not a string",
        ),
        (
            "fetch",
            json!({"taskId": 7}),
            "taskId is missing, empty or not a string",
        ),
        (
            "fetch",
            json!([]),
            "it is not a JSON object with each member once",
        ),
        ("task", json!({"events": []}), "version is missing"),
        (
            "task",
            json!({"version": -1, "events": []}),
            "version is not a whole number",
        ),
        ("task", json!({"version": 1}), "events is missing"),
        (
            "task",
            json!({"version": 1, "events": ["TaskEnded"]}),
            "an event is not an object",
        ),
        (
            "task",
            json!({"version": 1, "events": [{"date": "now"}]}),
            "type is missing, empty or not a string",
        ),
        ("accounts", json!({"accounts": null}), "accounts is missing"),
        (
            "accounts",
            json!({"accounts": {}}),
            "accounts is not a list",
        ),
        (
            "accounts",
            account(json!("a")),
            "an account is not an object",
        ),
        (
            "accounts",
            account(json!({"id": ""})),
            "id is missing, empty or not a string",
        ),
        (
            "accounts",
            account(json!({"id": "a", "balance": 7.5})),
            "balance is not a decimal number in a string",
        ),
        (
            "accounts",
            account(json!({"id": "a", "numbers": {"masked": "x1"}})),
            "numbers is not a string",
        ),
        (
            "transactions",
            json!({"transactions": "none"}),
            "transactions is not a list",
        ),
        (
            "transactions",
            transaction(json!({"memo": "m"})),
            "id is missing, empty or not a string",
        ),
        (
            "transactions",
            transaction(json!({"id": "t", "amount": "1,50"})),
            "amount is not a decimal number in a string",
        ),
        (
            "transactions",
            transaction(json!({"id": "t", "memo": 1})),
            "memo is not a string",
        ),
    ] {
        let error = error(call, answer(200, &body)).await;
        assert!(
            error.starts_with("api-malformed: the answer to "),
            "{error}"
        );
        assert!(
            error.ends_with(&format!(" cannot be read: {reason}")),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_does_not_say_that_it_is_json_is_refused() {
    for content_type in ["text/html", "text/plain"] {
        let body = json!({"accounts": []}).to_string();
        let instead = ResponseTemplate::new(200).set_body_raw(body, content_type);
        let error = error("accounts", instead).await;
        assert_eq!(
            error,
            "api-not-json: the answer to GET accounts (x-request-id req-1) is not JSON"
        );
    }
}

#[tokio::test]
async fn an_account_that_stands_there_twice_is_refused() {
    let twice = json!({"accounts": [{"id": "a"}, {"id": "b"}, {"id": "a"}]});
    let error = error("accounts", answer(200, &twice)).await;
    assert!(error.starts_with("account-repeated: "), "{error}");
}
