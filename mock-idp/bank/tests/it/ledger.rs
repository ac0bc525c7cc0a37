use bank::account::AccountType;
use bank::{Account, Ledger, Moment, Money, Sample};
use proptest::prelude::*;
use time::{Date, Duration};

use crate::given::{account, accounts, all_accounts, today, visible};

fn assert_adds_up(account: &Account, seed: u64) {
    let ledger = Ledger::open(account, seed, today());
    let now = Moment::midnight(today());
    let transactions = ledger.visible(now);
    let posted = transactions.iter().filter(|it| !it.is_pending());
    let sum: Money = posted.map(|it| it.amount).sum();

    assert_eq!(ledger.balances(now).balance, ledger.opening() + sum);
    assert!(transactions.is_sorted_by(|one, next| one.sequence < next.sequence));
    assert!(transactions.is_sorted_by_key(|it| it.posted));
    let mut running = ledger.opening();
    for transaction in transactions {
        if let Some(balance) = transaction.running_balance {
            running = running + transaction.amount;
            assert_eq!(balance, running);
        }
    }
}

#[test]
fn balances_add_up_in_every_account() {
    for account in all_accounts() {
        assert_adds_up(&account, 1);
    }
}

#[test]
fn a_later_look_changes_nothing_that_was_told() {
    for account in accounts(Sample::Standard) {
        let first = Ledger::open(&account, 1, today());
        let mut extended = first.clone();
        for days in [0, 1, 7, 400] {
            extended.extend(today() + Duration::days(days));
        }
        let mut at_once = Ledger::open(&account, 1, today());
        let end = today() + Duration::days(400);
        at_once.extend(end);

        let told = visible(&first, today());
        assert_eq!(visible(&extended, end)[..told.len()], *told);
        assert_eq!(visible(&extended, today()), told, "the clock is set back");
        assert_eq!(visible(&extended, end), visible(&at_once, end));
    }
}

#[test]
fn a_day_is_told_when_it_is_over() {
    let account = accounts(Sample::Busy).remove(0);
    let mut ledger = Ledger::open(&account, 1, today());
    let midnight = Moment::midnight(today());
    let count = ledger.visible(midnight).len();
    assert!(!ledger.is_behind(midnight.after_millis(86_399_999)));
    let tomorrow = midnight.after_millis(86_400_000);
    assert!(ledger.is_behind(tomorrow));

    ledger.extend(tomorrow.day());

    assert!(!ledger.is_behind(tomorrow));
    let last_moment = midnight.after_millis(86_399_999);
    assert_eq!(ledger.visible(last_moment).len(), count);
    assert!(ledger.visible(tomorrow).len() > count);
    let newest = ledger.visible(tomorrow).last().unwrap();
    assert_eq!(ledger.find(newest.id, tomorrow), Some(newest));
    assert_eq!(ledger.find(newest.id, last_moment), None);
}

#[test]
fn what_is_pending_does_not_count_yet() {
    let account = account(
        "account_type = 'Deposit'\nopening_balance = '10.00'\ntransactions = [
  { date = '2026-01-02T00:00:00Z', amount = '-4.00', memo = 'b', pending = true },
  { date = '2026-01-01T00:00:00Z', amount = '2.50', memo = 'a' },
  { date = '2026-01-03T00:00:00Z', amount = '1.00', memo = 'c' },
]",
    );
    let ledger = Ledger::open(&account, 1, today());
    let told = |text: &str| {
        let balances = ledger.balances(text.parse().unwrap());
        (balances.balance.cents(), balances.with_pending.cents())
    };

    assert_eq!(told("2025-12-31T00:00:00Z"), (1000, 1000));
    assert_eq!(told("2026-01-01T00:00:00Z"), (1250, 1250));
    assert_eq!(told("2026-01-02T00:00:00Z"), (1250, 850));
    assert_eq!(told("2026-01-03T00:00:00Z"), (1350, 950));
}

#[test]
fn a_ledger_begins_when_the_account_was_opened() {
    let account = account("account_type = 'Deposit'\nopened = '2026-11-01T09:00:00Z'");
    let ledger = Ledger::open(&account, 1, today());
    let first = visible(&ledger, today()).first().unwrap();

    assert!(first.posted >= "2026-11-01T00:00:00Z".parse().unwrap());
}

#[test]
fn a_bill_pay_account_has_no_transactions() {
    let mut all = accounts(Sample::Standard).into_iter();
    let bill_pay = all.find(|it| it.declared.account_type == AccountType::BillPay);
    let bill_pay = bill_pay.unwrap();

    assert!(!bill_pay.has_transactions());
    assert!(visible(&Ledger::open(&bill_pay, 1, today()), today()).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn balances_add_up_for_any_seed(seed: u64) {
        for account in accounts(Sample::Standard) {
            assert_adds_up(&account, seed);
        }
    }
}

#[test]
fn a_clock_that_is_set_to_the_end_of_time_makes_ten_years_and_no_more() {
    let account = accounts(Sample::One).remove(0);
    let mut ledger = Ledger::open(&account, 1, today());
    ledger.extend(Date::MAX);
    let end: Moment = "9999-12-31T00:00:00Z".parse().unwrap();

    let last = ledger.visible(end).last().unwrap().posted.day();
    let longest = today() + Duration::days(3650);
    assert!(
        last < longest && last > longest - Duration::days(31),
        "{last}"
    );
    assert!(!ledger.is_behind(end));
}
