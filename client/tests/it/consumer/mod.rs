use std::sync::Arc;

use banno_client::consumer::{ConsumerApi, ConsumerError, Progress, Task, Waiting, wait_for_end};
use banno_client::rp::FreshTokens;
use serde_json::json;
use url::Url;

use crate::support::{FakeProvider, Reply, TestPause};

mod journey;
mod money;
mod paging;
mod refusals;
mod shapes;
mod task;
mod tokens;

/// The API for a user who has signed in.
async fn api(provider: &FakeProvider) -> ConsumerApi {
    let relying_party = Arc::new(provider.relying_party(provider.registration()));
    let tokens = provider.logged_in(&relying_party).await;
    let base = Url::parse(provider.issuer.strip_suffix("/oidc").unwrap()).unwrap();
    ConsumerApi::new(base, relying_party, Arc::new(FreshTokens::new(tokens))).await
}

/// Begins a fetch and waits for its end, at most a minute; tells what was told meanwhile.
async fn fetch(
    provider: &FakeProvider,
    api: &ConsumerApi,
) -> (Task, Result<(), ConsumerError>, Vec<String>) {
    let mut task = api.begin(crate::support::NOW).await.unwrap();
    let pause = TestPause(provider.clock.clone());
    let waiting = Waiting {
        clock: &*provider.clock,
        pause: &pause,
        limit: 60,
    };
    let mut told = Vec::new();
    let mut tell = |progress: Progress<'_>| told.push(format!("{progress:?}"));
    let outcome = wait_for_end(api, &mut task, &waiting, &mut tell).await;
    (task, outcome, told)
}

fn refreshed(provider: &FakeProvider) {
    let tokens = json!({
        "access_token": "access-2", "refresh_token": "refresh-2", "expires_in": 600,
        "token_type": "Bearer",
    });
    provider.reply("refresh_token", Reply::json(200, &tokens));
}

async fn refreshes(provider: &FakeProvider) -> usize {
    let requests = provider.token_requests().await;
    let refreshes = requests
        .iter()
        .filter(|it| it["grant_type"] == "refresh_token");
    refreshes.count()
}
