//! Judges an identity provider and a relying party by scenarios in plain words.
//!
//! The scenarios know no implementation: a target file says where the provider is, who its user and
//! clients are, and what it can do beside the protocol. Without one, every scenario makes an
//! institution of its own through the control plane of a provider, in this process or in another. All
//! assertions are on raw HTTP and raw JSON, so that a specification misread by provider and client
//! alike still shows.

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
mod target;
mod unique;
mod user_agent;
mod world;

pub use run::main;
