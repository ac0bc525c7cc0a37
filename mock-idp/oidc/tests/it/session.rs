use oidc::grant::GrantId;
use oidc::session::{ClientSession, Session};

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

fn held(grant: &str, persists_logout: bool) -> ClientSession {
    ClientSession {
        sid: format!("sid of {grant}"),
        grant: GrantId(grant.to_owned()),
        persists_logout,
    }
}

#[test]
fn of_two_who_bind_a_client_at_once_both_get_what_the_first_has_bound() {
    let mut session = Session::begin("u", NOW, NOW);
    assert_eq!(session.bind("c", None, held("a", false)), held("a", false));
    assert_eq!(session.bind("c", None, held("b", false)), held("a", false));
    assert_eq!(session.clients["c"], held("a", false));
}

#[test]
fn a_grant_that_has_ended_is_replaced_by_who_has_seen_it() {
    let mut session = Session::begin("u", NOW, NOW);
    session.bind("c", None, held("a", false));
    let seen = GrantId("a".to_owned());
    let new = session.bind("c", Some(&seen), held("b", false));
    assert_eq!(new, held("b", false));
    let late = session.bind("c", Some(&seen), held("c", false));
    assert_eq!(late, held("b", false));
}

#[test]
fn what_outlives_a_logout_goes_on_to() {
    let mut session = Session::begin("u", NOW, NOW);
    session.bind("c", None, held("a", true));
    let seen = GrantId("a".to_owned());
    let again = session.bind("c", Some(&seen), held("a", false));
    assert!(again.persists_logout);
}
