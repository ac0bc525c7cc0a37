use std::pin::Pin;
use std::time::Duration;

use banno_client::Pause;
use banno_client::consumer::{Progress, Waiting, wait_for_end};
use serde_json::json;

use super::{api, fetch};
use crate::support::{FakeProvider, NOW, answer};

#[tokio::test]
async fn the_first_question_is_plain_and_the_next_ones_ask_for_news() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![
        vec!["TaskStarted"],
        vec!["TaskStarted", "EnrichmentAccountBalances"],
        vec!["TaskStarted", "EnrichmentAccountBalances", "TaskEnded"],
    ];
    let api = api(&provider).await;
    let (task, outcome, told) = fetch(&provider, &api).await;
    outcome.unwrap();
    assert_eq!(
        provider.calls("/users/riley/tasks/").await,
        [
            "GET /users/riley/tasks/task-1",
            "GET /users/riley/tasks/task-1?sinceVersion=1",
            "GET /users/riley/tasks/task-1?sinceVersion=2",
        ]
    );
    assert_eq!(task.events().len(), 3);
    assert_eq!(
        told,
        [
            "Task { events: [], waited: 0 }",
            r#"Task { events: ["TaskStarted"], waited: 0 }"#,
            r#"Task { events: ["TaskStarted", "EnrichmentAccountBalances"], waited: 0 }"#,
        ]
    );
}

#[tokio::test]
async fn the_end_may_stand_anywhere_among_the_events() {
    for events in [
        vec!["EnrichmentAccountBalances", "TaskEnded", "TaskStarted"],
        vec!["TaskEnded"],
        vec!["TaskStarted", "TaskEnded"],
    ] {
        let provider = FakeProvider::start().await;
        provider.bank().events = vec![events];
        let api = api(&provider).await;
        fetch(&provider, &api).await.1.unwrap();
        assert_eq!(provider.calls("/users/riley/tasks/").await.len(), 1);
    }
}

#[tokio::test]
async fn events_that_come_only_once_are_kept() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![
        vec!["TaskStarted", "EnrichmentAccountBalances"],
        vec!["TaskEnded"],
    ];
    let api = api(&provider).await;
    let (task, outcome, _) = fetch(&provider, &api).await;
    outcome.unwrap();
    let expected = ["TaskStarted", "EnrichmentAccountBalances", "TaskEnded"];
    assert_eq!(task.events(), expected);
}

#[tokio::test]
async fn a_stuck_task_is_given_up_after_a_minute_with_all_that_is_known() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted", "EnrichmentAccountBalances"]];
    let api = api(&provider).await;
    let (_, outcome, _) = fetch(&provider, &api).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.name(), "task-stuck");
    assert_eq!(
        error.to_string(),
        "task task-1 has not ended after 60 s; the last events were TaskStarted, \
         EnrichmentAccountBalances; last asked by GET task (x-request-id req-22)"
    );
    let mend = error.mend();
    assert!(
        mend.contains("Try again") && mend.contains("--task-timeout"),
        "{mend}"
    );
    // At once, once more for news, and then every three seconds.
    assert_eq!(provider.calls("/users/riley/tasks/").await.len(), 21);
}

#[tokio::test]
async fn a_stuck_task_without_events_says_so() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec![]];
    let api = api(&provider).await;
    let error = fetch(&provider, &api).await.1.unwrap_err().to_string();
    assert!(error.contains("after 60 s; no event came"), "{error}");
}

/// A pause that no clock notices.
#[derive(Debug)]
struct Unnoticed;

impl Pause for Unnoticed {
    fn pause(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn a_clock_that_stands_still_does_not_make_the_waiting_endless() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"]];
    let api = api(&provider).await;
    let mut task = api.begin(NOW).await.unwrap();
    let waiting = Waiting {
        clock: &*provider.clock,
        pause: &Unnoticed,
        limit: 30,
    };
    let outcome = wait_for_end(&api, &mut task, &waiting, &mut |_| {}).await;
    let error = outcome.unwrap_err().to_string();
    assert!(error.contains("has not ended after 30 s"), "{error}");
    assert_eq!(provider.calls("/users/riley/tasks/").await.len(), 11);
}

#[tokio::test]
async fn a_question_for_news_that_finds_no_answer_in_time_is_no_news() {
    let provider = FakeProvider::start().await;
    provider.bank().events = vec![vec!["TaskStarted"]];
    let api = api(&provider).await;
    let mut task = api.begin(NOW).await.unwrap();
    let waiting = Waiting {
        clock: &*provider.clock,
        pause: &Unnoticed,
        limit: 1,
    };
    // From the second question on the bank does not answer before the time is over.
    let late = answer(200, &json!({})).set_delay(Duration::from_secs(60));
    let mut tell = |progress: Progress<'_>| {
        if let Progress::Task { events: [_], .. } = progress {
            provider.bank().instead.insert("task", late.clone());
        }
    };
    let outcome = wait_for_end(&api, &mut task, &waiting, &mut tell).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.name(), "task-stuck");
    assert!(
        error.to_string().contains("has not ended after 1 s"),
        "{error}"
    );
}
