//! Behaviour over several requests: what a request changes for those that come after it.

mod auto_login;
mod clients;
mod codes;
mod consent;
mod hints;
mod offers;
mod personas;
mod policies;
mod prompts;
mod refresh;
mod restricted_claims;
mod second_factor;
mod sessions;
mod unknown_clients;
