use std::time::Duration;

use oidc::clock::{Clock as _, ManualClock, Timestamp};

use crate::given::{NOW, later};

#[test]
fn what_expires_is_over_in_that_very_second() {
    assert!(!later(1).is_past(NOW));
    assert!(NOW.is_past(NOW));
    assert!(NOW.is_past(later(1)));
}

#[test]
fn a_manual_clock_stands_still_until_it_is_moved() {
    let clock = ManualClock::new(NOW);
    assert_eq!(clock.now(), NOW);

    clock.advance(Duration::from_millis(60_999));
    assert_eq!(clock.now(), later(60));
}

#[test]
fn a_moment_beyond_all_time_is_the_last_one() {
    assert_eq!(NOW.after(Duration::MAX).unix(), i64::MAX);
    assert!(!NOW.after(Duration::MAX).is_past(NOW));
}

#[test]
fn a_moment_is_a_number_in_json() {
    assert_eq!(
        serde_json::to_string(&Timestamp::from_unix(-1)).unwrap(),
        "-1"
    );
}
