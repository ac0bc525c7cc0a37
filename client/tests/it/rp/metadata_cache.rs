use banno_client::rp::{Error, RelyingParty};
use futures_util::future::join_all;
use serde_json::json;

use crate::support::{FakeProvider, Reply};

async fn fetches(provider: &FakeProvider) -> usize {
    let path = "/oidc/.well-known/openid-configuration";
    provider.requests(path).await.len()
}

/// The names of the errors that twenty logins begun at once end with.
async fn begin_twenty_times(relying_party: &RelyingParty) -> Vec<Option<&'static str>> {
    let logins = (0..20).map(|_| relying_party.begin());
    let outcomes = join_all(logins).await;
    let name = |outcome: Result<_, Error>| outcome.err().map(|error| error.name());
    outcomes.into_iter().map(name).collect()
}

/// The answer comes when all twenty have asked for the time, and so wait for it.
fn reply_when_all_wait(provider: &FakeProvider, reply: Reply) {
    let reply = Reply {
        waits_for: provider.clock.asked() + 20,
        ..reply
    };
    provider.reply("discovery", reply);
}

#[tokio::test]
async fn twenty_who_wait_share_a_failed_fetch() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    for fetched in 1..=2 {
        reply_when_all_wait(&provider, Reply::json(503, &json!({})));
        let errors = begin_twenty_times(&relying_party).await;
        assert_eq!(errors, [Some("discovery-status"); 20]);
        assert_eq!(fetches(&provider).await, fetched);
    }
}

#[tokio::test]
async fn twenty_who_wait_share_a_fetch() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    reply_when_all_wait(&provider, Reply::json(200, &provider.metadata()));
    assert_eq!(begin_twenty_times(&relying_party).await, [None; 20]);
    assert_eq!(fetches(&provider).await, 1);
}

#[tokio::test]
async fn metadata_is_kept_for_an_hour() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    relying_party.begin().await.unwrap();
    provider.clock.advance(3599);
    relying_party.begin().await.unwrap();
    assert_eq!(fetches(&provider).await, 1);
    provider.clock.advance(1);
    relying_party.begin().await.unwrap();
    assert_eq!(fetches(&provider).await, 2);
}

#[tokio::test]
async fn old_metadata_is_used_where_it_cannot_be_fetched_again() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    relying_party.begin().await.unwrap();
    provider.clock.advance(3600);
    reply_when_all_wait(&provider, Reply::json(503, &json!({})));
    assert_eq!(begin_twenty_times(&relying_party).await, [None; 20]);
    assert_eq!(fetches(&provider).await, 2);
    // Nobody waits for a provider that has just been found out of order.
    provider.clock.advance(59);
    relying_party.begin().await.unwrap();
    assert_eq!(fetches(&provider).await, 2);
    provider.clock.advance(1);
    relying_party.begin().await.unwrap();
    assert_eq!(fetches(&provider).await, 3);
}

#[tokio::test]
async fn a_failure_is_not_kept() {
    let provider = FakeProvider::start().await;
    let relying_party = provider.relying_party(provider.registration());
    provider.reply("discovery", Reply::json(503, &json!({})));
    relying_party.begin().await.unwrap_err();
    provider.reply("discovery", Reply::json(200, &provider.metadata()));
    relying_party.begin().await.unwrap();
}
