use std::fmt::Write;

use super::{AccountWithTransactions, Money};
use crate::explain::one_line;

/// Accounts and transactions as the official example prints them, amounts as they came.
#[must_use]
pub fn to_text(accounts: &[AccountWithTransactions]) -> String {
    let mut text = String::new();
    for entry in accounts {
        // Writing to a string does not fail.
        let _ = account(&mut text, entry);
    }
    if accounts.is_empty() {
        text.push_str("There are no accounts.\n");
    }
    text
}

fn account(text: &mut String, entry: &AccountWithTransactions) -> std::fmt::Result {
    let account = &entry.account;
    let id = one_line(account.id());
    if !text.is_empty() {
        text.push('\n');
    }
    writeln!(text, "Account ID: {id}")?;
    writeln!(text, "  Sub type: {}", one_line(account.kind()))?;
    writeln!(text, "  Balance: {}", amount(account.balance()))?;
    let transactions = entry.transactions.as_deref().unwrap_or_default();
    if transactions.is_empty() {
        writeln!(text, "  No transactions for this account.")?;
    }
    for transaction in transactions {
        writeln!(text, "\n  Transaction ID: {}", one_line(transaction.id()))?;
        writeln!(text, "    Account ID: {id}")?;
        writeln!(text, "    Amount: {}", amount(transaction.amount()))?;
        writeln!(text, "    Memo: {}", one_line(transaction.memo()))?;
    }
    Ok(())
}

fn amount(money: Option<&Money>) -> &str {
    money.map_or("not known", Money::as_str)
}
