//! Behaviour over several requests: what a request changes for those that come after it.

mod clients;
mod codes;
mod consent;
mod hints;
mod policies;
mod prompts;
mod refresh;
mod second_factor;
mod sessions;
