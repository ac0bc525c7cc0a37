#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
//! The client's tests: the protocol against a fake provider, the pages over HTTP, the terminal.

mod accounts;
mod at_browser;
mod cli;
mod config;
mod consumer;
mod headless;
mod manual;
mod rp;
mod running;
mod support;
mod web;
