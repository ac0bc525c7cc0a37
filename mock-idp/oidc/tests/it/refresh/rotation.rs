//! When a refresh token is replaced, and what becomes of one that was, by policy.

use std::time::Duration;

use oidc::clock::Timestamp;
use oidc::policy::RefreshRotation::{self, Always, Never, ReuseInterval, Stock};
use oidc::refresh::{Consumption, RefreshToken};
use oidc::refusal::TokenRefusal;
use proptest::prelude::*;

use super::{request, token};
use crate::given::{NOW, client, grant, holder, later, public_client};

const TEN_SECONDS: RefreshRotation = ReuseInterval(Duration::from_secs(10));
const FORTNIGHT: u64 = 14 * 24 * 60 * 60;

/// 365.25 days.
const YEAR: u64 = 31_557_600;

#[test]
fn banno_replaces_at_each_use_whoever_asks_and_whenever() {
    assert_eq!(RefreshRotation::default(), Always);
    for now in [NOW, later(1), later(999)] {
        for client in [client(), public_client()] {
            assert!(token().rotates(&client, now, Always));
            assert!(token().rotates(&client, now, TEN_SECONDS));
            assert!(!token().rotates(&client, now, Never));
        }
    }
}

#[test]
fn the_library_replaces_once_seventy_percent_of_the_life_are_over() {
    let rows = [
        (1000, 0, false),
        (1000, 699, false),
        (1000, 700, true),
        (1000, 999, true),
        (FORTNIGHT, 846_719, false),
        (FORTNIGHT, 846_720, true),
        (3, 2, false),
        (10, 7, true),
        (1, 0, false),
    ];
    for (life, age, expected) in rows {
        let token = lasting(life);
        let rotates = token.rotates(&client(), later(age), Stock);
        assert_eq!(rotates, expected, "{age} of {life}");
        assert!(token.rotates(&public_client(), later(age), Stock));
    }
    let yesterday = Timestamp::from_unix(NOW.unix() - 86_400);
    assert!(
        !token().rotates(&client(), yesterday, Stock),
        "a clock set back"
    );
}

#[test]
fn the_library_replaces_nothing_once_the_chain_is_a_year_old() {
    let rows = [(YEAR - 1, true), (YEAR, false), (YEAR + 1, false)];
    for (age, expected) in rows {
        let token = RefreshToken {
            chain_began_at: NOW,
            issued_at: later(age - 990),
            expires_at: later(age + 10),
            ..token()
        };
        for client in [client(), public_client()] {
            let rotates = token.rotates(&client, later(age), Stock);
            assert_eq!(rotates, expected, "{age} {}", client.id);
        }
        assert!(token.rotates(&client(), later(age), Always));
    }
}

#[test]
fn a_successor_begins_its_life_anew_except_for_a_public_client_of_the_library() {
    let lifetime = Duration::from_secs(5000);
    let anew = later(5700);
    let rows = [
        (client(), Always, anew),
        (client(), TEN_SECONDS, anew),
        (client(), Stock, anew),
        (public_client(), Always, anew),
        (public_client(), TEN_SECONDS, anew),
        (public_client(), Stock, later(1000)),
    ];
    for (client, rotation, expected) in rows {
        let expires_at = token().successor_expires_at(&client, later(700), rotation, lifetime);
        assert_eq!(expires_at, expected, "{} {rotation:?}", client.id);
    }
}

#[test]
fn a_token_that_was_replaced_may_be_used_again_within_the_interval_only() {
    let none = ReuseInterval(Duration::ZERO);
    let rows = [
        (TEN_SECONDS, 99, true),
        (TEN_SECONDS, 100, true),
        (TEN_SECONDS, 109, true),
        (TEN_SECONDS, 110, false),
        (TEN_SECONDS, 500, false),
        (none, 100, false),
        (Always, 100, false),
        (Never, 100, false),
        (Stock, 100, false),
    ];
    for (rotation, at, expected) in rows {
        let allowed = !replaced_at_100().is_used_up(later(at), rotation);
        assert_eq!(allowed, expected, "{rotation:?} {at}");
        let late = Consumption::Before(later(100)).is_good(later(at), rotation);
        assert_eq!(late, expected, "who comes second: {rotation:?} {at}");
    }
}

#[test]
fn the_interval_outlives_neither_the_token_nor_its_client_nor_its_grant() {
    let hour = ReuseInterval(Duration::from_secs(3600));
    let at = |now, client, grant| {
        let token = replaced_at_100();
        let checked = token.check(&request(""), holder(&client), grant, now);
        checked.map(|_| token.is_used_up(now, hour))
    };
    let grant = grant();

    assert_eq!(at(later(999), client(), Some(&grant)), Ok(false));
    let over = at(later(1000), client(), Some(&grant));
    assert_eq!(over, Err(TokenRefusal::RefreshTokenExpired));
    let revoked = at(later(200), client(), None);
    assert_eq!(revoked, Err(TokenRefusal::GrantNotFound));
    let stolen = at(later(200), public_client(), Some(&grant));
    assert_eq!(stolen, Err(TokenRefusal::ClientMismatch));
}

#[test]
fn of_those_who_use_a_token_at_once_the_first_gets_tokens_and_nobody_whom_it_is_gone_for() {
    for rotation in [Always, Never, TEN_SECONDS, Stock] {
        assert!(Consumption::First.is_good(NOW, rotation));
        assert!(!Consumption::Gone.is_good(NOW, rotation));
    }
}

proptest! {
    #[test]
    fn a_token_rotates_in_stock_exactly_as_the_library_computes_it(
        life in 1..2_000_000_u64,
        age in 0..2_000_000_u64,
        before in 0..40_000_000_u64,
        public in any::<bool>(),
    ) {
        let token = RefreshToken {
            chain_began_at: Timestamp::from_unix(NOW.unix() - i64::try_from(before).unwrap()),
            ..lasting(life)
        };
        let client = if public { public_client() } else { client() };
        // Whole percents, as the library counts.
        let percent = 100 * age / life;
        let expected = before + age < YEAR && (public || percent >= 70);
        prop_assert_eq!(token.rotates(&client, later(age), Stock), expected);
    }
}

/// A token that was issued now, for that many seconds.
fn lasting(life: u64) -> RefreshToken {
    RefreshToken {
        expires_at: later(life),
        ..token()
    }
}

fn replaced_at_100() -> RefreshToken {
    RefreshToken {
        consumed_at: Some(later(100)),
        ..token()
    }
}
