use bank::{Moment, NotAMoment};
use proptest::prelude::*;

#[test]
fn instants_are_read_in_any_offset_and_written_in_utc() {
    for (text, written) in [
        ("2026-11-25T00:00:00.000Z", "2026-11-25T00:00:00.000Z"),
        ("2026-11-25T00:00:00Z", "2026-11-25T00:00:00.000Z"),
        ("2026-11-25T01:30:00+01:30", "2026-11-25T00:00:00.000Z"),
        ("2026-11-25T00:00:00.1239Z", "2026-11-25T00:00:00.123Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ] {
        let moment: Moment = text.parse().unwrap();
        assert_eq!(moment.to_string(), written, "{text}");
    }
}

#[test]
fn what_is_no_instant_is_refused() {
    for text in [
        "",
        "now",
        "0",
        "1700000000",
        "2026-11-25",
        "2026-11-25T00:00:00",
        "2026-02-30T00:00:00Z",
        "2026-11-25T24:00:00Z",
        "2026-11-25T00:00:00.Z",
        " 2026-11-25T00:00:00Z",
        "2026-11-25T00:00:00+24:00",
    ] {
        assert_eq!(text.parse::<Moment>(), Err(NotAMoment), "{text}");
    }
}

#[test]
fn seconds_are_rounded_up_before_and_after_the_epoch() {
    for (millis, seconds) in [
        (0, 0),
        (1, 1),
        (999, 1),
        (1000, 1),
        (1001, 2),
        (-1, 0),
        (-1000, -1),
    ] {
        assert_eq!(Moment::from_millis(millis).unix_ceil(), seconds, "{millis}");
    }
}

proptest! {
    #[test]
    fn instants_are_read_as_they_were_written(millis: i64) {
        let moment = Moment::from_millis(millis);

        prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        prop_assert!(Moment::midnight(moment.day()) <= moment);
    }
}
