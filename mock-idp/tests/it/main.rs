//! What a provider does, seen from outside: over HTTP, at its command line, and through the handle of
//! a started one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod certification;
mod cli;
mod config;
mod consumer_api;
mod control;
mod cryptography;
mod faults;
mod fixtures;
mod flows;
mod foreign;
mod forwarded;
mod institutions;
mod many;
mod races;
mod readme;
mod refusals;
mod robustness;
mod secrets;
mod store;
mod support;
mod wire;
