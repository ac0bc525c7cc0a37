use time::Month;

use super::day::{Day, Line};
use super::draws::Draws;
use crate::ExpenseCategory::{Fees, Income, Savings};
use crate::TransactionType::{Fee, Online, Transfer, Unknown};

/// Cash that securities are bought with, and that they bring.
#[derive(Clone, Debug)]
pub(super) struct Investment {
    day_of_month: u8,
    /// What comes each month, in cents.
    monthly: i64,
}

const FUNDS: [&str; 4] = [
    "BROAD MEADOW INDEX FUND",
    "CLEARWATER BOND FUND",
    "FAR HORIZON GROWTH FUND",
    "OAK AND IRON VALUE FUND",
];

impl Investment {
    pub(super) fn new(mut draws: Draws) -> Self {
        Self {
            day_of_month: u8::try_from(draws.between(2, 20)).unwrap_or(2),
            monthly: draws.between(4, 20) * 5000,
        }
    }

    pub(super) fn make(&self, day: &mut Day) {
        let of_month = day.date.day();
        let fund = day.draws.pick(&FUNDS).copied().unwrap_or(FUNDS[0]);
        if of_month == self.day_of_month {
            let line = Line::new(Transfer, "CONTRIBUTION FROM CHECKING").category(Savings);
            day.add(self.monthly, line);
        }
        if of_month == self.day_of_month + 2 {
            let cents = self.monthly - day.draws.between(0, 4999);
            day.take(cents, Line::new(Online, format!("BUY {fund}")));
        }
        if of_month == self.day_of_month + 5 {
            let cents = day.draws.between(380, 9600);
            let line = Line::new(Unknown, format!("DIVIDEND {fund}"));
            day.add(cents, line.category(Income));
        }
        let quarter = [Month::March, Month::June, Month::September, Month::December];
        if day.is_last_of_month() && quarter.contains(&day.date.month()) {
            day.take(1250, Line::new(Fee, "ADVISORY FEE").category(Fees));
        }
    }
}
