//! The actix handlers: take a request apart, call a use case, put the answer together. No decisions.

pub mod assets;
pub mod authorize;
mod body;
pub mod consent;
mod cookies;
pub mod cors;
pub mod discovery;
pub mod exchange;
pub mod interaction;
pub mod jwks;
pub mod login;
mod negotiation;
mod respond;
mod state;
pub mod token;
pub mod unknown;
pub mod userinfo;

pub use state::State;
