use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use time::{Date, Duration};
use uuid::Uuid;

use crate::account::{Balances, DeclaredTransactions, TransactionSection};
use crate::{Account, Moment, Money, Payee, Plan, Transaction};

/// The transactions of an account, by posted date and then sequence.
///
/// What is made is made day by day, from a year before the first look on; a day's transactions are told
/// once the day is over, as banks post over night. So a clock that moves on brings new ones, and none of the
/// old ones changes. After ten years it is over: a clock may be set as far ahead as somebody likes, and what
/// is made is kept.
#[derive(Clone, Debug)]
pub struct Ledger {
    opening: Money,
    transactions: Vec<Transaction>,
    /// Where they come from, unless they are declared.
    making: Option<Making>,
    /// Where each one stands.
    places: BTreeMap<Uuid, usize>,
}

/// How transactions go on being made.
#[derive(Clone, Debug)]
struct Making {
    plan: Plan,
    /// The first day that is not made yet.
    next: Date,
    /// The first day that never will be.
    end: Date,
}

impl Ledger {
    /// The ledger of an account that is looked at for the first time on that day.
    #[must_use]
    pub fn open(account: &Account, seed: u64, first_look: Date) -> Self {
        let mut ledger = Self {
            opening: account.declared.opening_balance,
            transactions: Vec::new(),
            making: None,
            places: BTreeMap::new(),
        };
        match &account.declared.transactions {
            _ if !account.has_transactions() => {}
            DeclaredTransactions::Listed(listed) => ledger.list(account, listed),
            DeclaredTransactions::Made(made) => {
                let begin = first_look.saturating_sub(YEAR);
                let begin = match account.declared.opened {
                    Some(opened) if opened.day() > begin => opened.day(),
                    _ => begin,
                };
                let plan = Plan::new(account, made.per_year, seed);
                ledger.making = Some(Making {
                    plan,
                    next: begin,
                    end: first_look.saturating_add(LONGEST),
                });
                ledger.extend(first_look);
            }
        }
        ledger
    }

    /// Whether ledgers that are opened on that day have something to tell at that moment; if not, somebody has
    /// looked while the clock was set to quite another time.
    #[must_use]
    pub fn covers(first_look: Date, now: Moment) -> bool {
        let begin = first_look.saturating_sub(YEAR);
        let end = first_look.saturating_add(LONGEST);
        (begin..end).contains(&now.day())
    }

    /// Whether days are over at that moment that are not made yet.
    #[must_use]
    pub fn is_behind(&self, now: Moment) -> bool {
        let making = self.making.as_ref();
        making.is_some_and(|making| making.next < now.day().min(making.end))
    }

    /// Makes all days before that one.
    pub fn extend(&mut self, today: Date) {
        let Some(mut making) = self.making.take() else {
            return;
        };
        while making.next < today.min(making.end) {
            let day = making.next;
            let balance = self.last_balance();
            for entry in making.plan.entries(day, balance) {
                let sequence = self.next_sequence();
                let running = self.last_balance() + entry.amount;
                let posted = Moment::midnight(day).after_millis(i64::from(entry.millis));
                self.push(Transaction {
                    id: entry.id,
                    posted,
                    sequence,
                    amount: entry.amount,
                    running_balance: Some(running),
                    updated: posted,
                    kind: entry.kind,
                    memo: entry.memo,
                    check_number: entry.check_number,
                    payee: entry.payee,
                    category: entry.category,
                });
            }
            let Some(next) = day.next_day() else { break };
            making.next = next;
        }
        self.making = Some(making);
    }

    /// What can be told at that moment.
    #[must_use]
    pub fn visible(&self, now: Moment) -> &[Transaction] {
        let until = match self.making {
            // The day is not over.
            Some(_) => Moment::midnight(now.day()).after_millis(-1),
            None => now,
        };
        let count = self
            .transactions
            .partition_point(|transaction| transaction.posted <= until);
        &self.transactions[..count]
    }

    /// The balances at that moment.
    #[must_use]
    pub fn balances(&self, now: Moment) -> Balances {
        let visible = self.visible(now);
        let posted = visible.iter().rev().find_map(|it| it.running_balance);
        let balance = posted.unwrap_or(self.opening);
        // Only listed transactions can be pending, and those are few.
        let pending = match self.making {
            Some(_) => Money::ZERO,
            None => visible
                .iter()
                .filter(|it| it.is_pending())
                .map(|it| it.amount)
                .sum(),
        };
        Balances {
            balance,
            with_pending: balance + pending,
        }
    }

    /// The balance before the first transaction.
    #[must_use]
    pub const fn opening(&self) -> Money {
        self.opening
    }

    /// One that can be told at that moment, by its name.
    #[must_use]
    pub fn find(&self, id: Uuid, now: Moment) -> Option<&Transaction> {
        let place = *self.places.get(&id)?;
        self.visible(now).get(place)
    }

    fn list(&mut self, account: &Account, listed: &[TransactionSection]) {
        let mut order: Vec<_> = listed.iter().collect();
        order.sort_by_key(|transaction| transaction.date);
        for section in order {
            let sequence = self.next_sequence();
            let running = self.last_balance() + section.amount;
            let place = section.city.clone().zip(section.state.clone());
            let name = section.name.clone();
            self.push(Transaction {
                id: section.id.unwrap_or_else(|| name_of(account, sequence)),
                posted: section.date,
                sequence,
                amount: section.amount,
                running_balance: (!section.pending).then_some(running),
                updated: section.updated.unwrap_or(section.date),
                kind: section.kind,
                memo: section.memo.clone().into(),
                check_number: section.check_number,
                payee: name.map(|name| Payee {
                    name: name.into(),
                    place: place.map(|(city, state)| (city.into(), state.into())),
                }),
                category: section.category,
            });
        }
    }

    fn push(&mut self, transaction: Transaction) {
        self.places.insert(transaction.id, self.transactions.len());
        self.transactions.push(transaction);
    }

    fn last_balance(&self) -> Money {
        let posted = self.transactions.iter().rev();
        posted
            .clone()
            .find_map(|it| it.running_balance)
            .unwrap_or(self.opening)
    }

    fn next_sequence(&self) -> u32 {
        u32::try_from(self.transactions.len()).unwrap_or(u32::MAX - 1) + 1
    }
}

fn name_of(account: &Account, sequence: u32) -> Uuid {
    let digest = Sha256::new()
        .chain_update(b"transaction\0")
        .chain_update(&account.id)
        .chain_update(sequence.to_be_bytes())
        .finalize();
    Uuid::new_v8(std::array::from_fn(|byte| digest[byte]))
}

const YEAR: Duration = Duration::days(365);
/// How long transactions are made from the first look on.
const LONGEST: Duration = Duration::days(3650);
