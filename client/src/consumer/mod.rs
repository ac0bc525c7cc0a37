//! The Consumer API behind the login: the calls of the official example, and nothing that knows a
//! browser, a web framework, the system's clock or how to wait.
//!
//! [`ConsumerApi`] has one method for each call. [`ConsumerApi::begin`] starts a fetch,
//! [`wait_for_end`] polls its [`Task`] until `TaskEnded`, and [`ConsumerApi::everything`] then reads
//! all accounts with their transactions. Each rule that can be broken is one variant of
//! [`ConsumerError`].

mod account;
mod api;
mod call;
mod error;
mod everything;
mod mend;
mod money;
mod paging;
mod pause;
mod received;
mod statement;
mod task;
mod text;
mod transaction;
mod wait;

pub use account::Account;
pub use api::ConsumerApi;
pub use call::{Answer, Call};
pub use error::ConsumerError;
pub use everything::{AccountWithTransactions, Progress};
pub use money::Money;
pub use pause::{Pause, SystemPause};
pub(crate) use statement::day;
pub use statement::{Row, newest_first};
pub use task::Task;
pub use text::to_text;
pub use transaction::Transaction;
pub use wait::{Waiting, wait_for_end};
