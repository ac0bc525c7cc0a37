use std::time::Duration;

use mock_idp::store::{MemoryStore, Store as _};
use oidc::access_token::AccessToken;
use oidc::claims::ClaimsRequest;
use oidc::clock::Timestamp;
use oidc::grant::GrantId;
use oidc::replay::Once;
use oidc::scope::ScopeSet;
use oidc::secret::Fingerprint;
use oidc::session::{ClientSession, Session};

const NOW: Timestamp = Timestamp::from_unix(1_790_000_000);

fn token(number: u64) -> AccessToken {
    AccessToken {
        grant: GrantId("grant".to_owned()),
        client_id: "client".to_owned(),
        account: "account".to_owned(),
        scope: ScopeSet::default(),
        claims: ClaimsRequest::default(),
        sid: None,
        jkt: None,
        offline: false,
        issued_at: NOW,
        expires_at: NOW.after(Duration::from_secs(600 + number)),
    }
}

async fn kept(store: &MemoryStore, numbers: std::ops::Range<u64>) -> usize {
    let mut kept = 0;
    for number in numbers {
        kept += usize::from(store.access_token(&number.to_string()).await.is_some());
    }
    kept
}

#[tokio::test]
async fn a_full_store_lets_go_of_what_would_expire_first() {
    let store = MemoryStore::default();
    for number in 0..100_000 {
        store
            .put_access_token(&number.to_string(), token(number), NOW)
            .await;
    }
    assert_eq!(kept(&store, 0..10_000).await, 0, "the first to expire");
    assert_eq!(
        kept(&store, 60_000..100_000).await,
        40_000,
        "the last to expire"
    );
    let all = kept(&store, 0..100_000).await;
    assert!((50_000..=65_536).contains(&all), "{all} are kept");
}

#[tokio::test]
async fn a_full_store_lets_go_of_what_has_expired_before_anything_else() {
    let store = MemoryStore::default();
    for number in 0..60_000 {
        store
            .put_access_token(&number.to_string(), token(0), NOW)
            .await;
    }
    let later = NOW.after(Duration::from_secs(601));
    for number in 100_000..150_000 {
        store
            .put_access_token(&number.to_string(), token(number), later)
            .await;
    }
    assert_eq!(kept(&store, 100_000..150_000).await, 50_000);
}

fn session() -> Session {
    Session::begin("account", NOW, NOW.after(Duration::from_secs(60)))
}

#[tokio::test]
async fn nothing_is_bound_to_a_session_that_is_over() {
    let store = MemoryStore::default();
    let id = Fingerprint::of("cookie");
    let binding = ClientSession {
        sid: "sid".to_owned(),
        grant: GrantId("grant".to_owned()),
        persists_logout: false,
    };
    let bind = || store.bind_client(id, "client", None, binding.clone());
    assert_eq!(bind().await, None);
    store.put_session(id, session(), NOW).await;
    assert_eq!(bind().await, Some(binding.clone()));
    let ended = store.take_session(id).await;
    assert_eq!(
        ended.map(|ended| ended.clients["client"].clone()),
        Some(binding.clone())
    );
    assert_eq!(bind().await, None);
    assert_eq!(store.take_session(id).await, None);
}

fn once(jti: &str, seconds: u64) -> Once {
    Once {
        jti: jti.to_owned(),
        until: NOW.after(Duration::from_secs(seconds)),
    }
}

#[tokio::test]
async fn what_has_come_is_remembered_until_it_need_not_be() {
    let store = MemoryStore::default();
    let remember = async |client, jti, seconds, at| {
        let now = NOW.after(Duration::from_secs(at));
        store.remember(client, &once(jti, seconds), now).await
    };
    assert!(remember("a", "one", 10, 0).await);
    assert!(!remember("a", "one", 20, 0).await);
    assert!(!remember("a", "one", 20, 9).await, "as it came first");
    assert!(remember("a", "one", 20, 10).await);
    assert!(!remember("a", "one", 20, 10).await);
    assert!(remember("b", "one", 10, 0).await, "of another client");
    assert!(remember("a", "another", 10, 0).await);
    assert!(!remember("b", "one", 10, 0).await);
}

#[tokio::test]
async fn who_sends_more_than_can_be_remembered_makes_nobody_else_forgotten() {
    let store = MemoryStore::default();
    assert!(store.remember("a", &once("one", 300), NOW).await);
    // None of these would ever be forgotten for its time.
    for number in 0..150_000 {
        let many = once(&number.to_string(), 1_000_000_000);
        assert!(store.remember("b", &many, NOW).await);
    }
    assert!(!store.remember("a", &once("one", 300), NOW).await);
    assert!(
        !store.remember("b", &once("149999", 300), NOW).await,
        "the last are known"
    );
    assert!(
        store.remember("b", &once("0", 300), NOW).await,
        "the first are not"
    );
}
