use serde_json::json;
use wiremock::ResponseTemplate;

use super::{api, fetch};
use crate::support::{FakeProvider, answer};

#[tokio::test]
async fn a_refusal_names_the_scope_that_the_call_needs_and_how_to_get_it() {
    let forbidden = answer(403, &json!({"errorCode": 403, "messages": "Forbidden"}));
    let scopes = [
        (
            "accounts",
            "https://api.banno.com/consumer/auth/accounts.readonly",
        ),
        (
            "transactions",
            "https://api.banno.com/consumer/auth/transactions.detail.readonly",
        ),
    ];
    for (call, scope) in scopes {
        let provider = FakeProvider::start().await;
        provider.bank().instead.insert(call, forbidden.clone());
        let api = api(&provider).await;
        let error = api.everything(&mut |_| {}).await.unwrap_err();
        assert_eq!(error.name(), "api-forbidden");
        let text = error.to_string();
        assert!(
            text.contains(&format!("it needs the scope {scope}")),
            "{text}"
        );
        assert!(text.contains("x-request-id req-"), "{text}");
        let mend = error.mend();
        assert!(mend.contains(scope), "{mend}");
        assert!(mend.contains("`scopes` in client.toml"), "{mend}");
        assert!(mend.contains("External Application"), "{mend}");
    }
}

#[tokio::test]
async fn where_the_scope_cannot_be_what_is_missing_the_institution_has_to_say() {
    let provider = FakeProvider::start().await;
    let forbidden = ResponseTemplate::new(403);
    provider.bank().instead.insert("fetch", forbidden);
    let error = api(&provider).await.begin(0).await.unwrap_err();
    assert!(error.to_string().contains("it needs the scope openid"));
    assert!(error.mend().contains("ask it, and name the x-request-id"));
}

#[tokio::test]
async fn each_status_has_its_name_and_tells_the_request_id() {
    for (status, name) in [
        (400, "api-status"),
        (204, "api-status"),
        (302, "api-status"),
        (403, "api-forbidden"),
        (404, "api-not-found"),
        (429, "api-too-many-requests"),
        (500, "api-unavailable"),
        (503, "api-unavailable"),
    ] {
        let provider = FakeProvider::start().await;
        let instead = ResponseTemplate::new(status);
        provider.bank().instead.insert("fetch", instead);
        let api = api(&provider).await;
        let error = api.begin(0).await.unwrap_err();
        assert_eq!(error.name(), name, "{status}");
        let text = error.to_string();
        assert!(text.contains("PUT fetch (x-request-id req-1)"), "{text}");
        assert_eq!(provider.calls("/users/").await.len(), 1);
        if status >= 500 {
            let mend = error.mend();
            assert!(mend.starts_with("Try again later."), "{mend}");
        }
    }
}

#[tokio::test]
async fn what_the_institution_says_is_told() {
    let provider = FakeProvider::start().await;
    let says = json!({"errorCode": 400, "messages": "User is not fully authenticated"});
    let instead = answer(400, &says);
    provider.bank().instead.insert("fetch", instead);
    let error = api(&provider).await.begin(0).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the institution answers 400 to PUT fetch (x-request-id req-1): User is not fully \
         authenticated"
    );
}

#[tokio::test]
async fn an_error_while_waiting_ends_the_waiting() {
    let provider = FakeProvider::start().await;
    let instead = ResponseTemplate::new(404);
    provider.bank().instead.insert("task", instead);
    let api = api(&provider).await;
    let (_, outcome, _) = fetch(&provider, &api).await;
    assert_eq!(outcome.unwrap_err().name(), "api-not-found");
}
