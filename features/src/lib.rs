//! Judges an identity provider and a relying party by scenarios in plain words.
//!
//! The scenarios know no implementation: a target file says where the provider is, who its user and
//! clients are, and what it can do beside the protocol. Without one, every scenario makes an
//! institution of its own through the control plane of a provider, in this process or in another. All
//! assertions are on raw HTTP and raw JSON, so that a specification misread by provider and client
//! alike still shows.
//!
//! Its sentences serve in your own cucumber-rs project, beside your own; [`Suite`] runs them all:
//!
//! ```no_run
//! // tests/conformance.rs, a `[[test]]` with `harness = false`
//! use std::process::ExitCode;
//!
//! use conformance::{Suite, World};
//! use cucumber::then;
//!
//! #[then("the application knows when its token ends")]
//! fn knows_when_its_token_ends(world: &mut World) -> anyhow::Result<()> {
//!     anyhow::ensure!(world.token_response()?["expires_in"].is_u64());
//!     Ok(())
//! }
//!
//! fn main() -> ExitCode {
//!     Suite::new("tests/features").run()
//! }
//! ```
//!
//! The attributes of your steps name the crate `cucumber`: depend on it too, in the version that is [`cucumber`] here.

mod answer;
mod browser;
mod change;
mod choice;
mod consumer_api;
mod decoded;
mod entropy;
mod gaps;
pub mod interop;
mod jose;
mod jwt;
mod library;
mod manual;
mod mask;
mod mutations;
mod needs;
mod noise;
mod options;
mod own_keys;
mod params;
mod person;
mod plan;
mod report;
mod run;
mod scenarios;
mod scene;
mod steps;
mod subject;
mod suite;
mod target;
mod unique;
mod user_agent;
mod world;

pub use answer::Answer;
pub use cucumber;
pub use run::main;
pub use suite::Suite;
pub use world::World;
