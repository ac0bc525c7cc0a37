use askama::Template;

use super::accounts_and_transactions::PATH;
use crate::consumer::{Account, AccountWithTransactions, Row, Task, day, newest_first};

/// `/accountsAndTransactions` for a browser.
#[derive(Template)]
#[template(path = "accounts.html")]
pub(super) struct AccountsPage<'a> {
    environment: &'a str,
    accounts: Vec<Card>,
}

/// `/accountsAndTransactions` while the bank fetches what is new.
#[derive(Template)]
#[template(path = "progress.html")]
pub(super) struct ProgressPage<'a> {
    environment: &'a str,
    path: &'static str,
    waited: u64,
    events: Vec<(&'a str, usize)>,
    /// Seconds until the page asks again by itself.
    again_after: u64,
}

/// An account with the newest of its transactions.
struct Card {
    head: Head,
    rows: Vec<Row>,
    /// What the link to all transactions says; nothing where all are here.
    more: String,
}

/// What stands above the transactions of an account.
pub(super) struct Head {
    pub(super) id: String,
    pub(super) name: String,
    /// Kind, masked number and status.
    pub(super) facts: String,
    pub(super) balance: String,
    pub(super) is_owed: bool,
    pub(super) as_of: String,
    /// The address of the account's own page.
    pub(super) link: String,
}

pub(super) fn accounts_page<'a>(
    environment: &'a str,
    accounts: &[AccountWithTransactions],
) -> AccountsPage<'a> {
    AccountsPage {
        environment,
        accounts: accounts.iter().map(Card::new).collect(),
    }
}

pub(super) fn progress_page<'a>(
    environment: &'a str,
    task: &'a Task,
    waited: u64,
) -> ProgressPage<'a> {
    let mut events: Vec<(&str, usize)> = Vec::new();
    for event in task.events() {
        match events.last_mut() {
            Some((last, count)) if last == event => *count += 1,
            _ => events.push((event, 1)),
        }
    }
    ProgressPage {
        environment,
        path: PATH,
        waited,
        events,
        again_after: AGAIN_AFTER,
    }
}

impl Card {
    fn new(entry: &AccountWithTransactions) -> Self {
        let transactions = newest_first(entry);
        let all = transactions.len();
        let rows = transactions.into_iter().take(NEWEST);
        Self {
            head: Head::new(&entry.account),
            rows: rows
                .map(|transaction| Row::new(entry, transaction))
                .collect(),
            more: if all > NEWEST {
                format!("All {all} transactions")
            } else {
                String::new()
            },
        }
    }
}

impl Head {
    pub(super) fn new(account: &Account) -> Self {
        let facts = [account.kind(), account.number()].into_iter();
        let facts = facts.chain(account.remarkable_status());
        Self {
            id: account.id().to_owned(),
            name: account.name().to_owned(),
            facts: facts
                .filter(|fact| !fact.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            balance: account
                .balance()
                .map(ToString::to_string)
                .unwrap_or_default(),
            is_owed: account.inverts_amounts(),
            as_of: account.fetched_date().map(day).unwrap_or_default(),
            link: link(account, 1),
        }
    }
}

/// The address of a page of an account's transactions.
pub(super) fn link(account: &Account, page: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("account", account.id());
    if page > 1 {
        query.append_pair("page", &page.to_string());
    }
    format!("{PATH}?{}", query.finish())
}

/// How many transactions of each account are shown on the page of all.
const NEWEST: usize = 5;
/// As often as the official example asks.
const AGAIN_AFTER: u64 = 3;
