use std::collections::{BTreeMap, HashSet};

use bank::account::AccountType;
use bank::{Account, Ledger, Money, Sample, TransactionType};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use time::Duration;

use crate::given::{account, accounts, all_accounts, today, visible};

/// The account by its name in the standard set.
fn standard(name: &str) -> Account {
    let mut all = accounts(Sample::Standard).into_iter();
    all.find(|account| account.declared.name == name).unwrap()
}

#[test]
fn a_household_lives_a_plausible_year() {
    for seed in 0..40 {
        let ledger = Ledger::open(&standard("Everyday Checking"), seed, today());
        let count = visible(&ledger, today()).len();

        assert!((350..=500).contains(&count), "seed {seed}: {count}");
    }
}

#[test]
fn every_type_and_every_category_occurs_in_a_year() {
    let mut kinds = HashSet::new();
    let mut categories = HashSet::new();
    for seed in 0..3 {
        for account in accounts(Sample::Standard) {
            let ledger = Ledger::open(&account, seed, today());
            for transaction in visible(&ledger, today()) {
                kinds.insert(transaction.kind);
                categories.extend(transaction.category);
            }
        }
    }
    assert_eq!(kinds.len(), 10, "{kinds:?}");
    assert_eq!(categories.len(), 16, "{categories:?}");
}

#[test]
fn any_year_holds_as_many_as_were_asked_for() {
    for per_year in [0, 1, 7, 364, 365, 366, 1000, 10_000] {
        let lines = format!("account_type = 'Deposit'\ntransactions = {{ per_year = {per_year} }}");
        let account = account(&lines);
        for later in [0, 1, 100, 364, 400, 1200] {
            let first_look = today() + Duration::days(later);
            let ledger = Ledger::open(&account, 1, first_look);

            assert_eq!(
                visible(&ledger, first_look).len(),
                per_year,
                "{later} days later"
            );
        }
    }
}

#[test]
fn balances_stay_within_their_bounds_for_ten_years() {
    for account in all_accounts() {
        let declared = &account.declared;
        let mut ledger = Ledger::open(&account, 7, today());
        let end = today() + Duration::days(3650);
        ledger.extend(end);
        let limit = declared.credit_limit.unwrap_or(Money::from_cents(i64::MAX));
        for transaction in visible(&ledger, end) {
            let balance = transaction.running_balance.unwrap_or_default();
            assert!(
                balance >= Money::ZERO && balance <= limit,
                "{} of {}: {balance} after {}",
                declared.name,
                declared.account_type as u8,
                transaction.memo
            );
        }
    }
}

#[test]
fn a_loan_is_paid_back_and_then_rests() {
    let mut ledger = Ledger::open(&standard("Auto Loan"), 1, today());
    let end = today() + Duration::days(3650);
    ledger.extend(end);
    let all = visible(&ledger, end);
    let last = all.last().unwrap();

    assert_eq!(last.running_balance, Some(Money::ZERO));
    assert!(last.posted.day() < end - Duration::days(1000));
    for transaction in all {
        let pays = transaction.kind == TransactionType::Transfer;
        assert_eq!(
            pays,
            transaction.amount < Money::ZERO,
            "{}",
            transaction.memo
        );
    }
}

#[test]
fn savings_earn_the_interest_that_was_declared() {
    let ledger = Ledger::open(&standard("Rainy Day Savings"), 1, today());
    let mut before = ledger.opening();
    let mut months = 0;
    for transaction in visible(&ledger, today()) {
        if transaction.kind == TransactionType::Interest {
            // 1.85 percent a year, by the month, in whole cents.
            let expected = before.cents() * 185 / 120_000;
            assert_eq!(transaction.amount, Money::from_cents(expected));
            months += 1;
        }
        before = transaction.running_balance.unwrap();
    }
    assert_eq!(months, 12);
}

#[test]
fn check_numbers_rise() {
    let ledger = Ledger::open(&standard("Everyday Checking"), 1, today());
    let numbers: Vec<_> = visible(&ledger, today())
        .iter()
        .filter_map(|transaction| transaction.check_number)
        .collect();

    assert!(numbers.len() > 3, "{numbers:?}");
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
}

#[test]
fn no_id_is_told_twice() {
    let mut ids = HashSet::new();
    let mut count = 0;
    for seed in 0..4 {
        for account in accounts(Sample::Standard)
            .into_iter()
            .chain(accounts(Sample::Many))
        {
            let ledger = Ledger::open(&account, seed, today());
            let transactions = visible(&ledger, today());
            count += transactions.len();
            ids.extend(transactions.iter().map(|transaction| transaction.id));
        }
    }
    assert_eq!(ids.len(), count);
}

#[test]
fn the_same_is_made_on_every_machine_and_for_ever() {
    let mut told = BTreeMap::new();
    let mut all = Sha256::new();
    for account in accounts(Sample::Standard) {
        let ledger = Ledger::open(&account, 1, today());
        let mut lines = visible(&ledger, today())
            .iter()
            .map(|it| format!("{} {} {} {}", it.id, it.posted, it.amount, it.memo));
        let first = lines.next();
        all.update(lines.collect::<String>());
        told.insert(account.declared.name, first.unwrap_or_default());
    }
    let expected: [(&str, &str); 5] = [
        (
            "Auto Loan",
            "ae78dc46-dd4c-8e36-ba48-57873a64b58a 2025-12-18T02:37:23.847Z 84.40 INTEREST CHARGE",
        ),
        ("Bill Pay", ""),
        (
            "Everyday Checking",
            "640d7425-8fc5-8a17-95d8-8664712d3117 2025-11-26T15:30:46.665Z -15.97 POS DEBIT 6930 TWO RIVERS BAKERY PORTLAND OR",
        ),
        (
            "Home Equity Line",
            "24a91190-ffe9-8985-85e0-df63ad1ce75a 2025-12-18T06:28:10.090Z 8.22 INTEREST CHARGE",
        ),
        (
            "Rainy Day Savings",
            "fb87881f-1300-8da3-8165-5029d716d833 2025-11-30T18:38:54.429Z 12.64 INTEREST PAID",
        ),
    ];
    assert_eq!(
        told,
        expected
            .map(|(name, it)| (name.to_owned(), it.to_owned()))
            .into()
    );
    // The rest of the year.
    assert_eq!(
        format!("{:x}", all.finalize()),
        "65092bc175c0a1bb96e857c6ba2f6f67eb39e8e83f1c48ce62bef024c625a8e9"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_day_is_made_from_nothing_but_its_arguments(seed: u64, days in 0..20_000_i64, cents in -5000..5_000_000_i64) {
        let day = today() + Duration::days(days - 10_000);
        let account = standard("Everyday Checking");
        let balance = Money::from_cents(cents);
        let once = bank::Plan::new(&account, None, seed).entries(day, balance);
        let again = bank::Plan::new(&account, None, seed).entries(day, balance);

        prop_assert_eq!(&once, &again);
        prop_assert!(once.is_sorted_by_key(|entry| entry.millis));
        prop_assert!(once.iter().all(|entry| entry.millis < 86_400_000));
    }

    #[test]
    fn no_balance_is_too_much(seed: u64, cents: i64, kind in 0..7_usize, per_year in proptest::option::of(0..2000_u32)) {
        let mut account = standard("Everyday Checking");
        account.declared.account_type = AccountType::ALL[kind];
        account.declared.opening_balance = Money::from_cents(cents);
        let plan = bank::Plan::new(&account, per_year, seed);
        for days in 0..60 {
            let entries = plan.entries(today() + Duration::days(days), Money::from_cents(cents));
            let distinct: HashSet<_> = entries.iter().map(|entry| entry.id).collect();
            prop_assert_eq!(distinct.len(), entries.len());
        }
    }
}
