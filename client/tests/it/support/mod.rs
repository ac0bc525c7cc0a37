//! What the tests share: a provider that does as it is told, keys, a clock and random numbers that
//! repeat.

mod bank;
mod browser;
mod keys;
mod log;
mod provider;
mod time_and_chance;

pub(crate) use bank::{Bank, answer, transaction};
pub(crate) use browser::{Browser, location, set_cookies, start_client};
pub(crate) use keys::TestKey;
pub(crate) use log::log;
pub(crate) use provider::{FakeProvider, Reply};
pub(crate) use time_and_chance::{SeededEntropy, TestClock, TestPause};

/// When the tests take place.
pub(crate) const NOW: u64 = 1_700_000_000;
pub(crate) const CLIENT_ID: &str = "05166b79-4f61-484d-a4b4-2a225926bf4b";
