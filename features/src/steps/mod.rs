//! What the sentences of the features do, one file for each subject.
#![expect(
    clippy::needless_pass_by_value,
    reason = "the runner hands steps their arguments by value"
)]

mod access_token;
mod accounts;
mod administration;
mod another_institution;
mod api_answer;
mod api_refusal;
mod archive;
mod assertions;
mod authorization;
mod chromium;
mod chromium_accounts;
mod claims;
mod companion;
mod companion_accounts;
mod companion_logout;
mod consent;
mod consumer_api;
mod control;
mod cors;
mod discovery;
mod encryption;
mod id_token;
mod journal;
mod keys;
mod logout;
mod minting;
mod noise;
mod pages;
mod paging;
mod personas;
mod plan;
mod proofs;
mod pushed;
mod refusal;
mod registration;
mod response_mode;
mod setting;
mod sign_in;
mod signed_userinfo;
mod switches;
mod tasks;
mod terminal;
mod terminal_accounts;
mod token;
mod token_exchange;
mod token_query;
mod transactions;
