use super::checking::Household;
use super::day::{Day, Line};
use super::draws::Draws;
use super::{credit_line, payees};
use crate::Account;
use crate::ExpenseCategory::{Income, Payment, Transfer as Moved};
use crate::TransactionType::{Echeck, Transfer, Unknown};
use crate::account::AccountType;

/// An account with exactly so many entries a year.
#[derive(Clone, Debug)]
pub(super) struct Busy {
    per_year: u64,
    household: Household,
    is_owed: bool,
    /// Up to where the balance may rise, in cents.
    ceiling: i64,
}

impl Busy {
    pub(super) fn new(account: &Account, per_year: u32, mut draws: Draws) -> Self {
        let declared = &account.declared;
        let is_owed = declared.account_type.is_owed();
        let ceiling = match declared.account_type {
            AccountType::LineOfCredit => credit_line::limit(account),
            // One borrows no more than at first.
            AccountType::Debt => declared.opening_balance.cents().max(500_000),
            _ => i64::MAX,
        };
        Self {
            per_year: per_year.into(),
            household: Household::new(&mut draws),
            is_owed,
            ceiling,
        }
    }

    pub(super) fn make(&self, day: &mut Day) {
        for _ in 0..self.count(day.date.to_julian_day()) {
            if self.is_owed {
                self.owe(day);
            } else {
                self.own(day);
            }
        }
    }

    /// How many entries that day has: any 365 days in a row have `per_year` of them.
    fn count(&self, julian_day: i32) -> u64 {
        let place = u64::from(julian_day.rem_euclid(365).unsigned_abs());
        (place + 1) * self.per_year / 365 - place * self.per_year / 365
    }

    /// Spends what there is, and earns once it runs out.
    fn own(&self, day: &mut Day) {
        let (cents, line) = self.purchase(day);
        let earns = day.draws.happens(30);
        if day.balance.saturating_sub(cents) < RESERVE || (earns && day.balance < PLENTY) {
            let cents = day.draws.between(40_000, 190_000);
            let line = Line::new(Echeck, "CARD SALES DEPOSIT BATCH").category(Income);
            day.post(cents, line);
        } else {
            day.post(-cents, line);
        }
    }

    /// Borrows what there is room for, and pays back once there is none.
    fn owe(&self, day: &mut Day) {
        let (cents, line) = self.purchase(day);
        let pays = day.draws.happens(30);
        if day.balance < cents || (day.balance.saturating_add(cents) <= self.ceiling && !pays) {
            let room = self.ceiling.saturating_sub(day.balance).max(0);
            day.post(cents.min(room), line);
        } else {
            let cents = day.draws.between(cents, day.balance);
            let line = Line::new(Transfer, "PAYMENT - THANK YOU").category(Payment);
            day.post(-cents, line);
        }
    }

    fn purchase(&self, day: &mut Day) -> (i64, Line) {
        let draws = &mut day.draws;
        let visit = |draws: &mut Draws, shops| self.household.visit(draws, shops);
        match draws.below(100) {
            0..25 => visit(draws, &payees::GROCERS),
            25..50 => visit(draws, &payees::RESTAURANTS),
            50..60 => visit(draws, &payees::FUEL),
            60..66 => visit(draws, &payees::PHARMACIES),
            66..80 => visit(draws, &payees::OUTINGS),
            80..92 => self.household.order(draws, &payees::ONLINE),
            92..97 => self.household.cash(draws),
            97..99 => {
                let line = Line::new(Transfer, "ONLINE TRANSFER").category(Moved);
                (draws.between(4, 40) * 500, line)
            }
            _ => (draws.between(100, 9000), Line::new(Unknown, "MISC DEBIT")),
        }
    }
}

/// What one does not spend without need.
const RESERVE: i64 = 2500;
/// With that much nobody needs to earn.
const PLENTY: i64 = 1_000_000;
