use std::borrow::Cow;

use time::Date;

use super::Entry;
use super::draws::Draws;
use crate::{ExpenseCategory, Money, Payee, TransactionType};

/// A day that entries are being made for, with the balance that they lead to.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) date: Date,
    pub(super) draws: Draws,
    /// In cents, after the entries so far.
    pub(super) balance: i64,
    entries: Vec<Entry>,
}

/// What an entry says beside its amount.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) kind: TransactionType,
    pub(super) memo: Cow<'static, str>,
    pub(super) category: Option<ExpenseCategory>,
    pub(super) payee: Option<Payee>,
    pub(super) check_number: Option<u32>,
}

impl Line {
    pub(super) fn new(kind: TransactionType, memo: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            memo: memo.into(),
            category: None,
            payee: None,
            check_number: None,
        }
    }

    pub(super) fn category(self, category: ExpenseCategory) -> Self {
        let category = Some(category);
        Self { category, ..self }
    }

    pub(super) fn payee(
        self,
        name: &'static str,
        place: Option<(&'static str, &'static str)>,
    ) -> Self {
        let place = place.map(|(city, state)| (city.into(), state.into()));
        let name = name.into();
        let payee = Some(Payee { name, place });
        Self { payee, ..self }
    }

    pub(super) fn check_number(self, number: u32) -> Self {
        let check_number = Some(number);
        Self {
            check_number,
            ..self
        }
    }
}

impl Day {
    pub(super) const fn new(date: Date, draws: Draws, balance: Money) -> Self {
        Self {
            date,
            draws,
            balance: balance.cents(),
            entries: Vec::new(),
        }
    }

    pub(super) fn post(&mut self, cents: i64, line: Line) {
        let id = self.draws.uuid();
        self.balance = self.balance.saturating_add(cents);
        self.entries.push(Entry {
            id,
            millis: 0,
            amount: Money::from_cents(cents),
            kind: line.kind,
            memo: line.memo,
            check_number: line.check_number,
            payee: line.payee,
            category: line.category,
        });
    }

    /// Takes so much off the balance, if it is there.
    pub(super) fn take(&mut self, cents: i64, line: Line) {
        if cents > 0 && self.balance >= cents {
            self.post(-cents, line);
        }
    }

    /// Adds so much to the balance, if that is something.
    pub(super) fn add(&mut self, cents: i64, line: Line) {
        if cents > 0 {
            self.post(cents, line);
        }
    }

    pub(super) const fn is_day_of_month(&self, day: u8) -> bool {
        self.date.day() == day
    }

    pub(super) fn is_last_of_month(&self) -> bool {
        self.date.day() == self.date.month().length(self.date.year())
    }

    /// A month's interest on the balance, in cents, at that rate.
    pub(super) fn interest(&self, rate: Rate) -> i64 {
        rate.monthly(self.balance)
    }

    /// The entries, each at its time of the day.
    pub(super) fn end(mut self) -> Vec<Entry> {
        let mut times: Vec<_> = self.entries.iter().map(|_| self.draws.below(DAY)).collect();
        times.sort_unstable();
        for (entry, time) in self.entries.iter_mut().zip(times) {
            entry.millis = u32::try_from(time).unwrap_or(0);
        }
        self.entries
    }
}

/// An interest rate, in ten-thousandths of a percent a year.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rate(pub(super) u32);

impl Rate {
    /// Reads a decimal number such as `3.25`; what is no such number is no interest.
    pub(super) fn parse(text: Option<&str>) -> Self {
        let (whole, part) = text
            .map(|text| text.split_once('.').unwrap_or((text, "")))
            .unwrap_or_default();
        let digits: String = part.chars().chain("0000".chars()).take(4).collect();
        Self(format!("{whole}{digits}").parse().unwrap_or(0))
    }

    pub(super) fn monthly(self, cents: i64) -> i64 {
        let year = i128::from(cents.max(0)) * i128::from(self.0);
        i64::try_from(year / (12 * 100 * 10_000)).unwrap_or(0)
    }
}

const DAY: u64 = 86_400_000;
