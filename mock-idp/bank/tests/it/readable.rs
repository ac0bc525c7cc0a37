use bank::account::AccountSection;
use bank::{Account, Accounts, Ledger, Moment, Transaction, readable};
use proptest::prelude::*;
use serde::Deserialize;

use crate::given::{account, all_accounts, today};

/// As the configuration takes it.
#[derive(Deserialize)]
struct Configuration {
    users: Users,
}

#[derive(Deserialize)]
struct Users {
    accounts: Vec<AccountSection>,
}

fn taken_back(text: &str) -> Vec<Account> {
    let configuration: Configuration = toml::from_str(text).unwrap();
    let declared = Accounts::Declared(configuration.users.accounts);
    declared.check().unwrap();
    declared.of("another-user")
}

fn everything(ledger: &Ledger) -> &[Transaction] {
    ledger.visible(Moment::from_millis(i64::MAX))
}

fn assert_tells_the_same(accounts: &[Account], seed: u64) {
    let again = taken_back(&readable(accounts, seed, today()));
    assert_eq!(accounts.len(), again.len());
    for (one, other) in accounts.iter().zip(&again) {
        assert_eq!((&one.id, &one.number), (&other.id, &other.number));
        let told = Ledger::open(one, seed, today());
        let read = Ledger::open(other, seed + 1, today());
        let end = Moment::from_millis(i64::MAX);
        assert_eq!(everything(&told), everything(&read), "{}", one.id);
        assert_eq!(told.balances(end), read.balances(end), "{}", one.id);
        let now = Moment::midnight(today());
        assert_eq!(told.visible(now), read.visible(now), "{}", one.id);
        let mut declared = one.declared.clone();
        declared.id.clone_from(&other.declared.id);
        declared.number.clone_from(&other.declared.number);
        declared
            .transactions
            .clone_from(&other.declared.transactions);
        assert_eq!(declared, other.declared);
    }
}

#[test]
fn what_was_written_is_told_alike() {
    // Ids of accounts without a sample of their own are the same.
    let mut accounts = all_accounts();
    accounts.sort_by(|one, other| one.id.cmp(&other.id));
    accounts.dedup_by(|one, other| one.id == other.id);

    assert_tells_the_same(&accounts, 5);
}

#[test]
fn an_account_reads_like_this() {
    let account = account(
        "id = 'spare'\naccount_type = 'Deposit'\nnumber = '42'\nopening_balance = '1.00'\ntransactions = [
  { date = '2026-01-02T03:04:05Z', amount = '2.50', memo = 'LOOK \"HERE\"\t\u{e9}', id = '00000000-0000-8000-8000-000000000001' },
  { date = '2026-01-03T03:04:05Z', amount = '-0.50', memo = 'POS', type = 'POS', name = 'Shop', city = 'Town', state = 'WA', category = 'home', pending = true, id = '00000000-0000-8000-8000-000000000002' },
]",
    );

    assert_eq!(
        readable(&[account], 1, today()),
        r#"# The balance at the end is 3.50.
[[users.accounts]]
id = "spare"
name = "Account"
account_type = "Deposit"
number = "42"
opening_balance = "1.00"
transactions = [
  { date = "2026-01-02T03:04:05.000Z", amount = "2.50", memo = "LOOK \"HERE\"\té", id = "00000000-0000-8000-8000-000000000001" },
  { date = "2026-01-03T03:04:05.000Z", amount = "-0.50", memo = "POS", type = "POS", name = "Shop", city = "Town", state = "WA", category = "home", pending = true, id = "00000000-0000-8000-8000-000000000002" },
]
"#
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_escaped(memo in any::<String>(), name in "\\PC{1,9}|[\u{0}-\u{20}\"'\\\\\u{7f}]{1,9}") {
        let mut account = account("account_type = 'Deposit'\ntransactions = [{ date = '2026-01-02T03:04:05Z', amount = '2.50', memo = '' }]");
        account.declared.name = name;
        if let bank::account::DeclaredTransactions::Listed(listed) = &mut account.declared.transactions {
            listed[0].memo.clone_from(&memo);
            listed[0].name = Some(memo);
        }
        assert_tells_the_same(&[account], 1);
    }
}
