//! Behaviour over several requests: what a request changes for those that come after it.

mod clients;
mod codes;
mod consent;
mod hints;
mod personas;
mod prompts;
mod refresh;
mod restricted_claims;
mod sessions;
