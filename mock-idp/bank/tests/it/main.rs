//! Accounts, their transactions and tasks, tested file for file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod given;
mod made;
mod moment;
mod money;
mod readable;
mod task;
