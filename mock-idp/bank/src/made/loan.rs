use super::day::{Day, Line, Rate};
use super::draws::Draws;
use crate::Account;
use crate::ExpenseCategory::{Fees, Payment};
use crate::TransactionType::{Fee, Interest, Transfer};

/// A debt that is paid back and then stays so. Its balance is what is owed.
#[derive(Clone, Debug)]
pub(super) struct Loan {
    rate: Rate,
    day_of_month: u8,
    /// What is paid each month, in cents.
    monthly: i64,
}

impl Loan {
    pub(super) fn new(account: &Account, mut draws: Draws) -> Self {
        let declared = &account.declared;
        let rate = Rate::parse(declared.interest_rate.as_deref());
        let sub_type = declared.account_sub_type.as_deref().unwrap_or_default();
        let months = if sub_type.contains("Mortgage") {
            360
        } else {
            60
        };
        let owed = declared.opening_balance.cents().max(0);
        // More than the interest of the first month, hence of each.
        let monthly = owed / months + rate.monthly(owed) + 1;
        Self {
            rate,
            day_of_month: u8::try_from(draws.between(2, 27)).unwrap_or(2),
            monthly,
        }
    }

    pub(super) fn make(&self, day: &mut Day) {
        if !day.is_day_of_month(self.day_of_month) || day.balance <= 0 {
            return;
        }
        day.add(
            day.interest(self.rate),
            Line::new(Interest, "INTEREST CHARGE"),
        );
        if day.draws.happens(30) && self.monthly > LATE_FEE * 2 {
            day.add(LATE_FEE, Line::new(Fee, "LATE CHARGE").category(Fees));
        }
        let cents = self.monthly.min(day.balance);
        let line = Line::new(Transfer, "LOAN PAYMENT - THANK YOU").category(Payment);
        day.take(cents, line);
    }
}

const LATE_FEE: i64 = 2500;
