//! Transactions that nobody has declared: a plausible life, from a seed.
//!
//! Each kind of account has its plan in a file of its own. A plan makes the entries of a day from that day and
//! the balance in its morning, so that nothing needs to be remembered between two days.

mod busy;
mod checking;
mod credit_line;
mod day;
mod draws;
mod investment;
mod loan;
mod other;
mod payees;
mod savings;

use std::borrow::Cow;

use time::Date;
use uuid::Uuid;

use crate::account::AccountType;
use crate::{Account, ExpenseCategory, Money, Payee, TransactionType};
use busy::Busy;
use checking::Checking;
use credit_line::CreditLine;
use day::{Day, Rate};
use draws::Source;
use investment::Investment;
use loan::Loan;
use other::Other;
use savings::Savings;

/// How the transactions of one account are made: a function of account, seed and day.
#[derive(Clone, Debug)]
pub struct Plan {
    source: Source,
    course: Course,
}

/// A transaction of one day that is not in a ledger yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name, everywhere.
    pub id: Uuid,
    /// When, in milliseconds of the day; the entries of a day come in this order.
    pub millis: u32,
    /// What it adds to the balance as the account tells it.
    pub amount: Money,
    /// How it came about.
    pub kind: TransactionType,
    /// The text of the core.
    pub memo: Cow<'static, str>,
    /// The number of the check.
    pub check_number: Option<u32>,
    /// Whom it went to or came from.
    pub payee: Option<Payee>,
    /// What it was for.
    pub category: Option<ExpenseCategory>,
}

#[derive(Clone, Debug)]
enum Course {
    Busy(Busy),
    Checking(Checking),
    CreditLine(CreditLine),
    Investment(Investment),
    Loan(Loan),
    Other(Other),
    Savings(Savings),
    /// A Bill Pay account has no transactions.
    Nothing,
}

impl Plan {
    /// The plan of an account: exactly that many entries in any 365 days, or as many as are plausible.
    #[must_use]
    pub fn new(account: &Account, per_year: Option<u32>, seed: u64) -> Self {
        let source = Source::new(&account.id, seed);
        let declared = &account.declared;
        let rate = declared.interest_rate.as_deref();
        let sub_type = declared.account_sub_type.as_deref().unwrap_or_default();
        let course = match (declared.account_type, per_year) {
            (AccountType::BillPay, _) => Course::Nothing,
            (_, Some(per_year)) => Course::Busy(Busy::new(account, per_year, source.always())),
            (AccountType::Deposit, None) if is_saved(sub_type) => {
                Course::Savings(Savings::new(Rate::parse(rate), source.always()))
            }
            (AccountType::Deposit, None) => {
                Course::Checking(Checking::new(Rate::parse(rate), source.always()))
            }
            (AccountType::Debt, None) => Course::Loan(Loan::new(account, source.always())),
            (AccountType::LineOfCredit, None) => {
                Course::CreditLine(CreditLine::new(account, source.always()))
            }
            (AccountType::Investment, None) => Course::Investment(Investment::new(source.always())),
            (AccountType::Other | AccountType::Unknown, None) => Course::Other(Other),
        };
        Self { source, course }
    }

    /// The entries of a day. `balance` is the balance in the morning.
    #[must_use]
    pub fn entries(&self, day: Date, balance: Money) -> Vec<Entry> {
        let mut day = Day::new(day, self.source.of_day(day), balance);
        match &self.course {
            Course::Busy(busy) => busy.make(&mut day),
            Course::Checking(checking) => checking.make(&mut day),
            Course::CreditLine(line) => line.make(&mut day),
            Course::Investment(investment) => investment.make(&mut day),
            Course::Loan(loan) => loan.make(&mut day),
            Course::Other(other) => other.make(&mut day),
            Course::Savings(savings) => savings.make(&mut day),
            Course::Nothing => {}
        }
        day.end()
    }
}

/// Whether money rests in such a deposit.
fn is_saved(sub_type: &str) -> bool {
    let sub_type = sub_type.to_ascii_lowercase();
    ["saving", "money market", "certificate", "cd"]
        .iter()
        .any(|word| sub_type.contains(word))
}
