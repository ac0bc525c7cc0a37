//! What the sentences of the features do, one file for each subject.
#![expect(
    clippy::needless_pass_by_value,
    reason = "the runner hands steps their arguments by value"
)]

mod access_token;
mod accounts;
mod administration;
mod api_answer;
mod api_refusal;
mod archive;
mod authorization;
mod chromium;
mod chromium_accounts;
mod claims;
mod companion;
mod companion_accounts;
mod companion_logout;
mod consumer_api;
mod control;
mod cors;
mod discovery;
mod id_token;
mod journal;
mod keys;
mod logout;
mod minting;
mod noise;
mod pages;
mod paging;
mod personas;
mod pushed;
mod refusal;
mod response_mode;
mod setting;
mod sign_in;
mod switches;
mod tasks;
mod terminal;
mod terminal_accounts;
mod token;
mod token_query;
mod transactions;
