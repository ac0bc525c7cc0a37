//! Accounts, their transactions and tasks, tested file for file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod account;
mod given;
mod ledger;
mod made;
mod moment;
mod money;
mod page;
mod readable;
mod task;
