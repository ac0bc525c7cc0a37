//! A bank's accounts and transactions without IO: what is declared, a seed and the time in, balances out.
//!
//! Everything here is a function of its arguments. The same declaration, seed and day make the same year of
//! transactions on every machine; the words of the Consumer API follow `banno.md` 6, and what is not known
//! of Banno is said to be an assumption where it is decided.

pub mod account;
mod accounts;
mod ledger;
mod made;
mod moment;
mod money;
mod page;
mod readable;
mod sample;
mod task;
mod transaction;

pub use account::{Account, Owner};
pub use accounts::Accounts;
pub use ledger::Ledger;
pub use made::{Entry, Plan};
pub use moment::{Moment, NotAMoment};
pub use money::{Money, NotMoney};
pub use page::{Page, PageRefusal, Query};
pub use readable::readable;
pub use sample::Sample;
pub use task::{Course, Event, EventType, Task, TaskState, VersionAhead};
pub use transaction::{ExpenseCategory, Payee, Transaction, TransactionType, TransactionView};
