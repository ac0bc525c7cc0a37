//! The clock of a bank: read, moved, set and stopped.

use std::sync::Arc;
use std::time::Duration;

use oidc::clock::{ManualClock, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{mock, send};
use crate::support::{Ask, Browser, Mock, builder};

#[tokio::test]
async fn the_clock_of_a_bank_is_read_moved_set_and_stopped() {
    let mock = mock().await;
    let change = async |body: Value| {
        send(
            &mock,
            Method::PATCH,
            "/institutions/second-bank/clock",
            &[],
            Some(&body),
        )
        .await
    };
    let read = async || {
        let told = send(
            &mock,
            Method::GET,
            "/institutions/second-bank/clock",
            &[],
            None,
        )
        .await;
        let told = told.json();
        (
            told["now"].as_i64().unwrap(),
            told["frozen"].as_bool().unwrap(),
        )
    };
    let start = 1_790_000_000;
    assert_eq!(read().await, (start, false));
    assert_eq!(
        change(json!({ "advance_seconds": 660 })).await.json()["now"],
        start + 660
    );
    change(json!({ "frozen": true })).await;
    mock.clock().advance(Duration::from_secs(5));
    assert_eq!(
        read().await,
        (start + 660, true),
        "and the first bank's is another"
    );
    change(json!({ "now": 2_000_000_000, "advance_seconds": 1 })).await;
    assert_eq!(read().await, (2_000_000_001, true));
    change(json!({ "frozen": false })).await;
    assert_eq!(read().await, (2_000_000_001, false));
    change(json!({ "now": start })).await;
    assert_eq!(read().await, (start, false));
    for wrong in [
        json!({ "advance": 1 }),
        json!({ "advance_seconds": -1 }),
        json!({ "advance_seconds": 253_402_300_800_u64 }),
        json!({ "now": -1 }),
        json!({ "now": 253_402_300_799_i64, "advance_seconds": 1 }),
        json!({ "frozen": true, "now": i64::MAX }),
        json!([]),
    ] {
        assert_eq!(change(wrong.clone()).await.status, 400, "{wrong}");
    }
    let nobody = send(&mock, Method::GET, "/institutions/nobody/clock", &[], None).await;
    assert_eq!(nobody.status, 404);
}

#[tokio::test]
async fn a_stopped_clock_lets_nothing_expire_and_runs_on_from_where_it_stood() {
    let clock = Arc::new(ManualClock::new(Timestamp::from_unix(1_790_000_000)));
    let mock = Mock::of(builder().clock(clock.clone())).await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    mock.clock().freeze(true);
    clock.advance(Duration::from_secs(3600));
    assert_eq!(mock.redeem(&code).await.status, 200);
    mock.clock().freeze(false);
    clock.advance(Duration::from_secs(1));
    assert_eq!(mock.institution().now().unix(), 1_790_000_001);
}
