//! A started provider is a value: many live side by side.

use mock_idp::journal::Filter;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::time::Duration;

use futures_util::future::join_all;
use mock_idp::MockIdp;
use oidc::clock::Clock as _;

use crate::support::{Ask, Browser, Mock, NOW, builder, start};

fn port(idp: &MockIdp) -> u16 {
    url::Url::parse(idp.base_url()).unwrap().port().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_start_at_once_and_share_nothing() {
    let mocks = join_all((0..50).map(|_| start())).await;
    let ports: BTreeSet<u16> = mocks.iter().map(|mock| port(mock)).collect();
    assert_eq!(ports.len(), 50);

    let (first, others) = mocks.split_first().unwrap();
    first.pass(1000);
    let code = Browser::new(first).code(&Ask::offline()).await;
    let tokens = first.redeem(&code).await;
    assert_eq!(tokens.status, 200);
    for other in others {
        assert_eq!(other.clock().now().unix(), NOW);
        assert!(other.journal().entries().is_empty());
    }
    // Neither codes nor tokens are good elsewhere, though all share their keys.
    let elsewhere = &others[0];
    assert_eq!(elsewhere.redeem(&code).await.text("error"), "invalid_grant");
    let me = elsewhere.me(&tokens.text("access_token")).await;
    assert_eq!(me.status, 401);
    assert_eq!(
        elsewhere.reason().as_deref(),
        Some("access token not found")
    );
}

#[tokio::test]
async fn a_dropped_one_frees_its_port() {
    let mock = start().await;
    let address = format!("127.0.0.1:{}", port(&mock));
    assert!(TcpListener::bind(&address).is_err());
    drop(mock);
    let free = async {
        while TcpListener::bind(&address).is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), free)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_stopped_one_has_freed_its_port() {
    let idp = builder().start().await.unwrap();
    let address = format!("127.0.0.1:{}", port(&idp));
    idp.stop().await;
    TcpListener::bind(&address).unwrap();
}

#[tokio::test]
async fn a_taken_port_is_told() {
    let mock = start().await;
    let port = port(&mock);
    let refused = builder()
        .listen(format!("127.0.0.1:{port}"))
        .start()
        .await
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        format!(
            "port {port} of 127.0.0.1 is taken; stop what listens there, or choose another with \
             --listen 127.0.0.1:0 (a free one)"
        )
    );
}

#[tokio::test]
async fn it_answers_on_both_loopback_addresses() {
    let mock = start().await;
    for host in ["127.0.0.1", "[::1]", "localhost"] {
        let url = format!(
            "http://{host}:{}/.well-known/openid-configuration",
            port(&mock)
        );
        let answer = mock.get(&url, &[]).await;
        assert_eq!(answer.text("issuer"), mock.issuer());
    }
}

#[tokio::test]
async fn the_base_url_is_what_everybody_sees() {
    let mock = Mock::of(builder().base_url("https://bank.example/")).await;
    assert_eq!(mock.issuer(), "https://bank.example/a/consumer/api/v0/oidc");
    for wrong in [
        "bank.example",
        "https://bank.example/path",
        "ftp://bank.example",
        "",
    ] {
        let refused = builder().base_url(wrong).start().await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!(
                "base-url `{wrong}` is not scheme, host and port, such as https://localhost:8443"
            )
        );
    }
}

#[tokio::test]
async fn others_than_this_machine_are_let_in_only_on_demand() {
    let refused = builder().listen("0.0.0.0:0").start().await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "listen `0.0.0.0:0` would let other machines in, to passwords and secrets that are public; \
         add --allow-remote if that is meant"
    );
    builder()
        .listen("0.0.0.0:0")
        .allow_remote(true)
        .start()
        .await
        .unwrap();
}

#[tokio::test]
async fn the_journal_numbers_every_exchange_and_forgets_the_oldest() {
    let mock = start().await;
    for _ in 0..1030 {
        mock.get("/nothing", &[]).await;
    }
    let entries = mock.journal().entries();
    assert_eq!(entries.len(), 1024);
    assert_eq!(entries[0].seq, 7);
    let newest = mock.journal().filtered(&Filter {
        after: 1028,
        ..Filter::default()
    });
    let numbers: Vec<_> = newest.iter().map(|entry| entry.seq).collect();
    assert_eq!(numbers, [1029, 1030]);
}

#[tokio::test]
async fn nobody_s_request_fills_the_journal() {
    let mock = start().await;
    let long = "x".repeat(15_000);
    mock.get(&format!("/{long}"), &[]).await;
    mock.get(&format!("/auth?{long}={long}&scope={long}"), &[])
        .await;
    let form = [
        ("client_id", crate::support::CLIENT),
        ("client_secret", crate::support::SECRET),
    ];
    mock.post_with("/token", &form, &[("origin", &long)]).await;
    for entry in mock.journal().entries() {
        let size = serde_json::to_string(&entry).unwrap().len();
        assert!(size < 8192, "{size}: {:?}", entry.endpoint);
    }
}
