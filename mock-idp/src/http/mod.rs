//! The actix handlers: take a request apart, call a use case, put the answer together. No decisions.

pub mod assets;
pub mod authorize;
mod body;
mod client_endpoint;
pub mod consent;
mod cookies;
pub mod cors;
pub mod discovery;
pub mod end_session;
pub mod exchange;
mod host;
pub mod interaction;
pub mod introspection;
pub mod jwks;
pub mod login;
mod negotiation;
pub mod pushed;
pub(crate) mod respond;
pub mod revocation;
pub mod second_factor;
mod served;
pub mod token;
pub mod unknown;
pub mod userinfo;

pub use body::JsonRefusal;
pub(crate) use body::{json_object, query, query_pairs};
pub(crate) use client_endpoint::{authorization, proof};
pub(crate) use exchange::note_on;
pub use host::TrustForwarded;
pub use served::Served;
pub(crate) use unknown::relative_path;
