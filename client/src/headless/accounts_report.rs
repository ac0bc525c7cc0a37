use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::consumer::{AccountWithTransactions, Money, Row, newest_first};
use crate::explain::one_line;

/// Accounts and transactions, as text for eyes and as JSON for programs.
#[derive(Clone, Debug)]
pub struct AccountsReport {
    /// The accounts, in the institution's order.
    pub accounts: Vec<AccountWithTransactions>,
}

/// One object, `{"accounts": […]}`: each account as it came, and in it `transactions`, each as it
/// came. An account of a kind that has none, such as Bill Pay, has no such member.
impl Serialize for AccountsReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let accounts: Vec<_> = self.accounts.iter().map(received).collect();
        json!({ "accounts": accounts }).serialize(serializer)
    }
}

fn received(entry: &AccountWithTransactions) -> Map<String, Value> {
    let mut account = entry.account.received().clone();
    account.remove("transactions");
    if let Some(transactions) = &entry.transactions {
        let transactions = transactions.iter().map(|it| it.received().clone().into());
        account.insert(
            "transactions".to_owned(),
            Value::Array(transactions.collect()),
        );
    }
    account
}

/// A table of the accounts, and below it the newest transactions of each.
impl fmt::Display for AccountsReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.accounts.is_empty() {
            return write!(formatter, "There are no accounts.");
        }
        let header = ["ACCOUNT", "NUMBER", "TYPE", "BALANCE", "TRANSACTIONS"];
        let lines = std::iter::once(header.map(str::to_owned))
            .chain(self.accounts.iter().map(account_line))
            .collect::<Vec<_>>();
        write!(formatter, "{}", table(&lines, "", &[3, 4]))?;
        for entry in &self.accounts {
            write!(formatter, "\n\n{}", heading(entry))?;
            let rows: Vec<_> = newest_first(entry)
                .into_iter()
                .take(NEWEST)
                .map(|transaction| transaction_line(&Row::new(entry, transaction)))
                .collect();
            if rows.is_empty() {
                write!(formatter, "\n  No transactions for this account.")?;
            } else {
                write!(formatter, "\n{}", table(&rows, "  ", &[2]))?;
            }
        }
        Ok(())
    }
}

fn account_line(entry: &AccountWithTransactions) -> [String; 5] {
    let account = &entry.account;
    let status = account.remarkable_status();
    let kind = match status {
        Some(status) => format!("{} ({status})", account.kind()),
        None => account.kind().to_owned(),
    };
    let transactions = entry.transactions.as_ref();
    [
        one_line(account.name()),
        one_line(account.number()),
        one_line(&kind),
        amount(account.balance()),
        transactions.map_or_else(|| "-".to_owned(), |list| list.len().to_string()),
    ]
}

fn heading(entry: &AccountWithTransactions) -> String {
    let account = &entry.account;
    let heading = format!(
        "{} {}",
        one_line(account.name()),
        one_line(account.number())
    );
    heading.trim_end().to_owned()
}

fn transaction_line(row: &Row) -> [String; 3] {
    let date = if row.date.is_empty() { "-" } else { &row.date };
    [
        date.to_owned(),
        row.memo.clone(),
        amount(row.amount.as_ref()),
    ]
}

fn amount(money: Option<&Money>) -> String {
    money.map_or_else(|| "-".to_owned(), Money::to_string)
}

/// Lines of the same columns, two spaces apart and nothing at the end; `right` are the columns of
/// numbers.
fn table<const N: usize>(lines: &[[String; N]], indent: &str, right: &[usize]) -> String {
    let width = |column: usize| {
        let cells = lines.iter().map(|line| line[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |cells: &[String; N]| {
        let cells = cells.iter().zip(widths).enumerate();
        let cells = cells.map(|(column, (cell, width))| {
            if right.contains(&column) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("{}{}", indent, line.trim_end())
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// How many transactions of each account are shown.
const NEWEST: usize = 5;
