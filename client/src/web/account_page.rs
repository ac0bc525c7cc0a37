use askama::Template;

use super::accounts_and_transactions::PATH;
use super::accounts_pages::{Head, link};
use crate::consumer::{AccountWithTransactions, Row, newest_first};

/// `/accountsAndTransactions?account=…` for a browser: the transactions, the newest first.
#[derive(Template)]
#[template(path = "account.html")]
pub(super) struct AccountPage<'a> {
    environment: &'a str,
    path: &'static str,
    head: Head,
    rows: Vec<Row>,
    /// Which of them are here, as `1–50 of 365`.
    which: String,
    newer: Option<String>,
    older: Option<String>,
}

pub(super) fn account_page<'a>(
    environment: &'a str,
    entry: &AccountWithTransactions,
    page: usize,
) -> AccountPage<'a> {
    let transactions = newest_first(entry);
    let all = transactions.len();
    let last = all.div_ceil(ON_A_PAGE).max(1);
    let page = page.clamp(1, last);
    let begin = (page - 1) * ON_A_PAGE;
    let end = all.min(begin + ON_A_PAGE);
    let to = |page| link(&entry.account, page);
    AccountPage {
        environment,
        path: PATH,
        head: Head::new(&entry.account),
        rows: transactions[begin..end]
            .iter()
            .map(|transaction| Row::new(entry, transaction))
            .collect(),
        which: format!("{}–{end} of {all}", begin + 1),
        newer: (page > 1).then(|| to(page - 1)),
        older: (page < last).then(|| to(page + 1)),
    }
}

const ON_A_PAGE: usize = 50;
