use oidc::session::Session;

use crate::given::{NOW, RILEY, later};

#[test]
fn a_session_begins_with_the_login_and_without_clients() {
    let session = Session::begin(RILEY, NOW, later(60));

    assert_eq!(session.account, RILEY);
    assert_eq!(session.auth_time, NOW);
    assert_eq!(session.expires_at, later(60));
    assert!(!session.second_factor);
    assert!(session.clients.is_empty());
}

#[test]
fn max_age_itself_is_not_yet_too_old() {
    let session = Session::begin(RILEY, later(100), later(1000));
    let rows = [
        (60, later(159), false),
        (60, later(160), false),
        (60, later(161), true),
        (1, later(100), false),
        (60, NOW, false),
        (u64::MAX, later(999), false),
    ];
    for (max_age, now, expected) in rows {
        assert_eq!(
            session.is_older_than(max_age, now),
            expected,
            "{max_age} {now:?}"
        );
    }
}
