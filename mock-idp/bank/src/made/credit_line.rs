use super::checking::Household;
use super::day::{Day, Line, Rate};
use super::draws::Draws;
use super::payees;
use crate::Account;
use crate::ExpenseCategory::{Payment, Transfer as Moved};
use crate::TransactionType::{Interest, Transfer};

/// Money that is borrowed, paid back and borrowed again. Its balance is what is owed.
#[derive(Clone, Debug)]
pub(super) struct CreditLine {
    rate: Rate,
    limit: i64,
    /// Who pays with it, if it is a card.
    card: Option<Household>,
    day_of_month: u8,
}

impl CreditLine {
    pub(super) fn new(account: &Account, mut draws: Draws) -> Self {
        let declared = &account.declared;
        let sub_type = declared.account_sub_type.as_deref().unwrap_or_default();
        let is_card = sub_type.contains("Card");
        Self {
            rate: Rate::parse(declared.interest_rate.as_deref()),
            limit: limit(account),
            card: is_card.then(|| Household::new(&mut draws)),
            day_of_month: u8::try_from(draws.between(2, 27)).unwrap_or(2),
        }
    }

    pub(super) fn make(&self, day: &mut Day) {
        if day.is_day_of_month(self.day_of_month) {
            self.statement(day);
        }
        match &self.card {
            Some(household) => {
                for (per_mille, shops) in [
                    (120, payees::RESTAURANTS.as_slice()),
                    (90, &payees::GROCERS),
                    (60, &payees::OUTINGS),
                    (12, &payees::TRAVEL),
                ] {
                    if day.draws.happens(per_mille) {
                        let (cents, line) = household.visit(&mut day.draws, shops);
                        self.draw(day, cents, line);
                    }
                }
            }
            None => {
                if day.draws.happens(30) {
                    let cents = day.draws.between(4, 30) * 5000;
                    let line = Line::new(Transfer, "CREDIT LINE ADVANCE").category(Moved);
                    self.draw(day, cents, line);
                }
            }
        }
    }

    fn statement(&self, day: &mut Day) {
        let interest = day
            .interest(self.rate)
            .min(self.limit.saturating_sub(day.balance));
        day.add(interest, Line::new(Interest, "INTEREST CHARGE"));
        let part = if self.card.is_some() { 2 } else { 12 };
        let cents = (day.balance / part).max(7500).min(day.balance);
        let line = Line::new(Transfer, "PAYMENT - THANK YOU").category(Payment);
        day.take(cents, line);
    }

    /// Borrows if that leaves a tenth of the limit.
    fn draw(&self, day: &mut Day, cents: i64, line: Line) {
        if day.balance.saturating_add(cents) <= self.limit / 10 * 9 {
            day.add(cents, line);
        }
    }
}

/// How much may be owed: as declared, or a usual limit above what is owed at first.
pub(super) fn limit(account: &Account) -> i64 {
    let declared = &account.declared;
    let opening = declared.opening_balance.cents().max(0);
    match declared.credit_limit {
        Some(limit) => limit.cents(),
        None => opening.saturating_add(500_000),
    }
}
