//! Many at once want what only one may have.

use mock_idp::journal::Filter;
use std::collections::BTreeSet;

use futures_util::future::join_all;

use crate::support::{Answer, Ask, Browser, CLIENTS, Mock, builder};

async fn start() -> Mock {
    Mock::of(builder().workers(2)).await
}

/// Exactly one of the answers has tokens, and those are dead.
async fn one_has_won_and_nobody_keeps_anything(mock: &Mock, answers: Vec<Answer>) {
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|it| it.status == 200);
    assert_eq!(won.len(), 1);
    for answer in &lost {
        assert_eq!(answer.status, 400);
        assert_eq!(
            answer.body,
            r#"{"error":"invalid_grant","error_description":"grant request is invalid"}"#
        );
    }
    assert_eq!(mock.me(&won[0].text("access_token")).await.status, 401);
    assert_eq!(mock.reason().as_deref(), Some("grant not found"));
    let refreshed = mock.refresh(&won[0].text("refresh_token")).await;
    assert_eq!(refreshed.status, 400);
    assert_eq!(mock.reason().as_deref(), Some("grant not found"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_who_redeem_one_code_one_gets_tokens_and_they_are_revoked() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::offline()).await;
    let answers = join_all((0..100).map(|_| mock.redeem(&code))).await;
    one_has_won_and_nobody_keeps_anything(&mock, answers).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_who_use_one_refresh_token_one_gets_tokens_and_they_are_revoked() {
    let mock = start().await;
    let code = Browser::new(&mock).code(&Ask::offline()).await;
    let refresh_token = mock.redeem(&code).await.text("refresh_token");
    let answers = join_all((0..100).map(|_| mock.refresh(&refresh_token))).await;
    one_has_won_and_nobody_keeps_anything(&mock, answers).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_consent_form_that_is_submitted_many_times_brings_one_code() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let login = browser.page(&Ask::plain()).await;
    let next = browser.log_in(&login, "rileydoe", "banno").await;
    let consent = browser.follow(&next).await;
    let submissions = (0..20).map(|_| {
        let mut tab = browser.clone();
        let consent = consent.clone();
        async move { tab.allow(&consent).await }
    });
    let answers = join_all(submissions).await;
    let (told, late): (Vec<_>, Vec<_>) = answers.into_iter().partition(|it| it.status == 303);
    assert_eq!(told.len(), 1);
    assert!(told[0].redirect_params().contains_key("code"));
    assert!(late.iter().all(|answer| answer.status == 400));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_requests_of_one_session_share_one_grant() {
    let mock = Mock::of(builder().workers(2).config(CLIENTS)).await;
    for _ in 0..10 {
        let mut browser = Browser::new(&mock);
        browser.code(&Ask::plain()).await;
        let since = mock.journal().entries().last().map_or(0, |entry| entry.seq);
        let visits = (0..100).map(|_| {
            let mut tab = browser.clone();
            async move { tab.visit(&Ask::of("trusted")).await }
        });
        let answers = join_all(visits).await;
        assert!(
            answers
                .iter()
                .all(|it| it.redirect_params().contains_key("code"))
        );
        let entries = mock.journal().filtered(&Filter {
            after: since,
            ..Filter::default()
        });
        let grants: BTreeSet<_> = entries.iter().filter_map(|it| it.grant.clone()).collect();
        assert_eq!(grants.len(), 1);
    }
}
