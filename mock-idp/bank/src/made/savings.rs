use super::day::{Day, Line, Rate};
use super::draws::Draws;
use crate::ExpenseCategory::{Income, Savings as Saved, Transfer as Moved};
use crate::TransactionType::{Interest, Transfer};

/// The account that money rests in.
#[derive(Clone, Debug)]
pub(super) struct Savings {
    rate: Rate,
    day_of_month: u8,
    /// What comes each month, in cents.
    monthly: i64,
}

impl Savings {
    pub(super) fn new(rate: Rate, mut draws: Draws) -> Self {
        Self {
            rate,
            day_of_month: u8::try_from(draws.between(2, 27)).unwrap_or(2),
            monthly: draws.between(4, 24) * 2500,
        }
    }

    pub(super) fn make(&self, day: &mut Day) {
        if day.is_day_of_month(self.day_of_month) {
            let line = Line::new(Transfer, "TRANSFER FROM CHECKING").category(Saved);
            day.add(self.monthly, line);
        }
        // What comes goes again, the sooner the more there is.
        let often = (day.balance / self.monthly.max(1) / 4).clamp(3, 30);
        if day.draws.happens(often.unsigned_abs()) {
            let cents = day.draws.between(2, 16) * 2500;
            let line = Line::new(Transfer, "TRANSFER TO CHECKING").category(Moved);
            day.take(cents, line);
        }
        if day.is_last_of_month() {
            let line = Line::new(Interest, "INTEREST PAID").category(Income);
            day.add(day.interest(self.rate), line);
        }
    }
}
