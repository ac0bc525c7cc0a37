//! An OpenID Connect provider that answers as Jack Henry's Banno answers, on your own machine.
//!
//! [`MockIdp::builder`] starts one in a test; the program `mock-idp` starts one for a person. Both
//! are strict as Banno is, and tell the true reason of each refusal beside the wire, in the
//! [`journal`].

pub mod admin;
pub mod cli;
pub mod clock;
pub mod config;
pub mod consumer_api;
pub mod control;
pub mod entropy;
pub mod faults;
mod foreign;
mod founder;
pub mod html;
pub mod http;
pub mod institution;
pub mod journal;
pub mod keys;
pub mod metrics;
mod paths;
pub mod provider;
pub mod routes;
pub mod start;
pub mod store;
pub mod telemetry;
pub mod tls;

pub use start::MockIdp;
