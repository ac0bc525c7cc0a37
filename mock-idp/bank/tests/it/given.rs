use bank::account::AccountSection;
use bank::{Account, Accounts, Ledger, Moment, Sample, Transaction};
use time::{Date, Month};

pub(crate) const SAMPLES: [Sample; 6] = [
    Sample::Standard,
    Sample::One,
    Sample::Many,
    Sample::Closed,
    Sample::Busy,
    Sample::EveryStatus,
];

/// The day on which most ledgers here are opened.
pub(crate) fn today() -> Date {
    Date::from_calendar_date(2026, Month::November, 25).unwrap()
}

pub(crate) fn accounts(sample: Sample) -> Vec<Account> {
    Accounts::Sample(sample).of("some-user")
}

/// The accounts of all samples, a few of `many`, and some that no sample has.
pub(crate) fn all_accounts() -> Vec<Account> {
    let some = |sample| match sample {
        Sample::Many => accounts(sample).split_off(197),
        _ => accounts(sample),
    };
    let mut all: Vec<_> = SAMPLES.into_iter().flat_map(some).collect();
    let others = [
        "account_type = 'Investment'\nopening_balance = '25000.00'",
        "account_type = 'Other'\nopening_balance = '80.00'",
        "account_type = 'Unknown'",
        "account_type = 'Line of Credit'\naccount_sub_type = 'Credit Card'\ncredit_limit = '3000.00'\ninterest_rate = '19.9'",
        "account_type = 'Line of Credit'\ncredit_limit = '0.00'",
        "account_type = 'Line of Credit'\ncredit_limit = '120.00'\ntransactions = { per_year = 700 }",
        "account_type = 'Debt'\nopening_balance = '900.00'\ntransactions = { per_year = 700 }",
        "account_type = 'Debt'\nopening_balance = '240000.00'\naccount_sub_type = 'Mortgage'\ninterest_rate = '6.125'",
        "account_type = 'Deposit'\ntransactions = { per_year = 365 }",
        "account_type = 'Deposit'",
    ];
    all.extend(others.into_iter().map(account));
    all
}

/// An account that is declared in those lines.
pub(crate) fn account(lines: &str) -> Account {
    let section: AccountSection = toml::from_str(&format!("name = 'Account'\n{lines}")).unwrap();
    Account::new(section, "some-user", 0)
}

/// What a ledger that was opened on that day tells the next night.
pub(crate) fn visible(ledger: &Ledger, day: Date) -> &[Transaction] {
    ledger.visible(Moment::midnight(day))
}
