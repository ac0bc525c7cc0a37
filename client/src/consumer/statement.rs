use super::{AccountWithTransactions, Money, Transaction};
use crate::explain;

/// A transaction as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The day it was posted, as `2026-11-25`; empty where nothing is said about it.
    pub date: String,
    /// What it was for, on one line.
    pub memo: String,
    /// The amount, by the sign that the account's owner expects.
    pub amount: Option<Money>,
}

/// The transactions of an account from the newest on. A pending one that has no date yet is the
/// newest of all.
#[must_use]
pub fn newest_first(account: &AccountWithTransactions) -> Vec<&Transaction> {
    let mut transactions: Vec<_> = account.transactions.iter().flatten().collect();
    // Behind those of the same moment by sequence, and then by the institution's order.
    transactions.sort_by_key(|transaction| {
        let date = transaction.date_posted();
        (date.is_none(), date, transaction.sequence())
    });
    transactions.reverse();
    transactions
}

impl Row {
    /// A transaction of that account.
    #[must_use]
    pub fn new(account: &AccountWithTransactions, transaction: &Transaction) -> Self {
        let amount = transaction.amount();
        let memo = explain::one_line(transaction.memo());
        Self {
            date: day(transaction.date_posted().unwrap_or_default()),
            memo: if transaction.is_pending() {
                format!("{memo} (pending)").trim_start().to_owned()
            } else {
                memo
            },
            amount: if account.account.inverts_amounts() {
                amount.map(Money::inverted)
            } else {
                amount.cloned()
            },
        }
    }
}

/// The day of an ISO 8601 moment; anything else stays as it is.
pub(crate) fn day(moment: &str) -> String {
    let day = moment.split('T').next().unwrap_or_default();
    explain::one_line(day)
}
