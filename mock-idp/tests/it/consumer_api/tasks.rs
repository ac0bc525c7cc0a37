//! Aggregation, and how it goes.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Customer, start};
use crate::support::{Mock, builder};

async fn with(settings: &str) -> Mock {
    Mock::of(builder().config(&format!("[consumer_api]\n{settings}"))).await
}

async fn begin(customer: &Customer<'_>) -> String {
    let answer = customer.send(Method::PUT, "/fetch", &[], None).await;
    assert_eq!(answer.status, 200, "{}", answer.wire());
    answer.text("taskId")
}

fn types(told: &Value) -> Vec<&str> {
    let events = told["events"].as_array().unwrap().iter();
    events
        .map(|event| event["type"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_task_is_done_when_it_is_first_asked_about() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    let told = riley.told(&format!("/tasks/{task}")).await;
    assert_eq!(told["version"], 8);
    assert_eq!(
        told["events"][0],
        json!({ "type": "TaskStarted", "date": "2026-09-21T14:13:20.000Z" })
    );
    assert_eq!(told["events"][1]["type"], "EnrichmentAccountBalances");
    let checking = riley.account("Everyday Checking").await;
    assert_eq!(told["events"][1]["accountId"], checking);
    assert_eq!(
        types(&told)[6..],
        ["EnrichmentAllAccountBalancesUpdated", "TaskEnded"]
    );
}

#[tokio::test]
async fn accounts_tell_when_they_were_fetched() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let fetched = async || {
        let told = riley.told("/accounts").await;
        told["accounts"][0]["fetchedDate"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(fetched().await, "2026-09-21T00:00:00.000Z");
    begin(&riley).await;
    assert_eq!(fetched().await, "2026-09-21T14:13:20.000Z");
}

#[tokio::test]
async fn a_slow_task_goes_by_the_clock() {
    let mock = with("task = \"slow\"\ntask_seconds = 60").await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    let version = async || riley.told(&format!("/tasks/{task}")).await["version"].clone();
    assert_eq!(version().await, 1);
    mock.pass(10);
    assert_eq!(version().await, 2);
    mock.pass(49);
    assert_eq!(version().await, 6);
    mock.pass(1);
    assert_eq!(version().await, 8);
}

/// Goes on once so many requests wait for the clock.
async fn until_waiting(mock: &Mock, count: usize) {
    while mock.institution().clock.waiting() != count {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn who_waits_for_news_gets_them_when_they_happen() {
    let mock = with("task = \"slow\"\ntask_seconds = 60").await;
    mock.institution().clock.freeze(true);
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    let path = format!("/tasks/{task}?sinceVersion=1");
    let move_on = async {
        until_waiting(&mock, 1).await;
        mock.pass(10);
    };
    // Three seconds before the seven are over.
    mock.pass(6);
    let (told, ()) = tokio::join!(riley.told(&path), move_on);
    assert_eq!(told["version"], 2);
    assert_eq!(types(&told), ["TaskStarted", "EnrichmentAccountBalances"]);
}

#[tokio::test]
async fn a_wait_is_over_after_seven_seconds_of_the_clock() {
    let mock = with("task = \"stuck\"").await;
    mock.institution().clock.freeze(true);
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    let path = format!("/tasks/{task}?sinceVersion=2");
    let answered = async {
        until_waiting(&mock, 1).await;
        let before = mock.journal().newest();
        mock.pass(6);
        let told = riley.told("").await;
        assert_eq!(told["username"], "rileydoe");
        // Another request has come and gone: this one still waits.
        assert_eq!(
            (mock.journal().newest(), mock.institution().clock.waiting()),
            (before + 1, 1)
        );
        mock.pass(1);
    };
    let (told, ()) = tokio::join!(riley.told(&path), answered);
    assert_eq!(told["version"], 2);
}

#[tokio::test]
async fn a_clock_that_is_set_back_ends_a_wait() {
    let mock = with("task = \"stuck\"").await;
    mock.institution().clock.freeze(true);
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    let path = format!("/tasks/{task}?sinceVersion=2");
    let set_back = async {
        until_waiting(&mock, 1).await;
        let an_hour_ago = oidc::clock::Timestamp::from_unix(crate::support::NOW - 3600);
        mock.institution().clock.set(an_hour_ago);
    };
    let (told, ()) = tokio::join!(riley.told(&path), set_back);
    assert_eq!(told, json!({ "version": 0, "events": [] }));
}

#[tokio::test]
async fn who_hangs_up_does_not_wait_any_more() {
    let mock = with("task = \"stuck\"").await;
    mock.institution().clock.freeze(true);
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    let path = format!("/tasks/{task}?sinceVersion=2");
    tokio::select! {
        told = riley.told(&path) => panic!("answered: {told}"),
        () = until_waiting(&mock, 1) => {}
    }
    until_waiting(&mock, 0).await;
}

#[tokio::test]
async fn a_failing_task_ends_and_has_fetched_nothing() {
    let mock = with("task = \"failing\"").await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    let told = riley.told(&format!("/tasks/{task}")).await;
    assert_eq!(types(&told), ["TaskStarted", "TaskEnded"]);
    let accounts = riley.told("/accounts").await;
    assert_eq!(
        accounts["accounts"][0]["fetchedDate"],
        "2026-09-21T00:00:00.000Z"
    );
}

#[tokio::test]
async fn a_stuck_task_never_ends() {
    let mock = with("task = \"stuck\"").await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    mock.pass(500);
    let told = riley.told(&format!("/tasks/{task}")).await;
    assert_eq!(types(&told), ["TaskStarted", "EnrichmentAccountBalances"]);
}

#[tokio::test]
async fn events_may_come_in_any_order() {
    let mock = with("task = \"unordered\"").await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    let told = riley.told(&format!("/tasks/{task}")).await;
    assert_eq!(
        types(&told)[..3],
        [
            "EnrichmentAllAccountBalancesUpdated",
            "TaskEnded",
            "TaskStarted"
        ]
    );
    assert_eq!(told["version"], 8);
}

#[tokio::test]
async fn versions_that_are_not_there_are_refused() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    for (query, reason) in [
        ("sinceVersion=9", "sinceVersion 9 is ahead of version 8"),
        (
            "sinceVersion=x",
            "sinceVersion `x` is not a whole number from 0",
        ),
        (
            "sinceVersion=",
            "sinceVersion `` is not a whole number from 0",
        ),
        (
            "sinceVersion=-1",
            "sinceVersion `-1` is not a whole number from 0",
        ),
    ] {
        let answer = riley.get(&format!("/tasks/{task}?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(mock.reason().as_deref(), Some(reason));
    }
    let told = riley.told(&format!("/tasks/{task}?sinceVersion=0")).await;
    assert_eq!(told["version"], 8);
}

#[tokio::test]
async fn a_task_is_its_users_alone() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    let jordan = Customer::of(&mock, "jordansmith").await;
    assert_eq!(jordan.get(&format!("/tasks/{task}")).await.status, 404);
}

#[tokio::test]
async fn how_tasks_go_can_be_changed_while_the_provider_runs() {
    let mock = start().await;
    let admin = mock.admin("mock-bank").unwrap();
    let patch = json!({ "task": "stuck" });
    admin
        .patch_switches::<mock_idp::config::ConsumerApiSection>(&patch)
        .unwrap();
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = begin(&riley).await;
    assert_eq!(riley.told(&format!("/tasks/{task}")).await["version"], 2);
    admin.reset().unwrap();
    let riley = Customer::of(&mock, "rileydoe").await;
    assert_eq!(riley.get(&format!("/tasks/{task}")).await.status, 404);
    let task = begin(&riley).await;
    assert_eq!(riley.told(&format!("/tasks/{task}")).await["version"], 8);
}
