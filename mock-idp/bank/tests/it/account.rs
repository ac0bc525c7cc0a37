use std::collections::{BTreeSet, HashSet};

use bank::account::{AccountStatus, AccountType};
use bank::{Account, Accounts, Ledger, Moment, Owner, Sample};
use serde_json::{Value, json};

use crate::given::{SAMPLES, account, accounts, all_accounts, today};

const OWNER: Owner<'static> = Owner {
    sub: "some-user",
    login_id: "login",
    name: "Ada Example",
    institution_id: "bank",
    institution_name: "Example Bank",
};

/// `banno.md` 6.3.
const ACCOUNT: &str = "id name accountHolderName loginId routingNumber numbers fetchedDate \
    closedAccountAvailableUntil originationDate paymentDueDate accountType accountSubType accountStatus status \
    lastLoginFailure balance availableBalance availableCredit creditLimit paymentDueAmount minimumPaymentDue \
    payoffBalance interestRate principalAmount interestBalance lowFundsAlertThreshold canCreatePayments \
    canTransferFrom hasRewards hidden active contributesToAggregateTotals lowFundsAlertEnabled favorited sortIndex \
    institution regD availableBalanceCalculationIncludes formattedMetaData insuredStatus";

/// `banno.md` 6.4.
const TRANSACTION: &str = "id accountId amount datePosted date memo filteredMemo displayName displayCity \
    displayState type subtype pendingStatus checkNumber currency runningBalance sequence lastUpdated notes tags \
    billId paymentId receiptImageIds checkImageIds userImageIds providerImageIds hasProviderImages EDIAvailable \
    sourceData cardNumber merchant enrichments loanPaymentBreakdown";

fn view(account: &Account) -> Value {
    let now = Moment::midnight(today());
    let balances = Ledger::open(account, 1, today()).balances(now);
    serde_json::to_value(account.view(OWNER, balances, now, 0)).unwrap()
}

fn assert_known(value: &Value, names: &str) {
    let known: BTreeSet<_> = names.split_whitespace().collect();
    for member in value.as_object().unwrap().keys() {
        assert!(known.contains(member.as_str()), "{member}");
    }
}

#[test]
fn views_have_no_members_but_those_of_the_reference() {
    for account in all_accounts() {
        assert_known(&view(&account), ACCOUNT);
        let ledger = Ledger::open(&account, 1, today());
        for transaction in ledger.visible(Moment::midnight(today())) {
            let view = serde_json::to_value(transaction.view(&account.id)).unwrap();
            assert_known(&view, TRANSACTION);
        }
    }
}

#[test]
fn every_type_and_every_status_can_be_looked_at() {
    let all = accounts(Sample::EveryStatus);
    let types: HashSet<_> = all.iter().map(|it| it.declared.account_type).collect();
    let statuses: HashSet<_> = all.iter().map(|it| it.declared.account_status).collect();

    assert_eq!(types, AccountType::ALL.into());
    assert_eq!(statuses, AccountStatus::ALL.iter().copied().collect());
    assert_eq!(statuses.len(), 44);
}

#[test]
fn the_samples_pass_the_check_and_have_ids_of_their_own() {
    for sample in SAMPLES {
        let declared = Accounts::Declared(sample.accounts().to_vec());
        assert_eq!(declared.check(), Ok(()), "{sample:?}");
        let ids: HashSet<_> = accounts(sample).into_iter().map(|it| it.id).collect();
        assert_eq!(ids.len(), sample.accounts().len(), "{sample:?}");
        assert!(!ids.is_empty(), "{sample:?}");
    }
}

#[test]
fn what_no_bank_could_have_is_refused() {
    let bill_pay = "account_type = 'Bill Pay'\ntransactions = [{ date = '2026-01-01T00:00:00Z', amount = '1.00', memo = '' }]";
    let city = "account_type = 'Deposit'\ntransactions = [{ date = '2026-01-01T00:00:00Z', amount = '1.00', memo = 'm', city = 'Town' }]";
    for (lines, key) in [
        ("account_type = 'Deposit'\nid = 'a/b'", "accounts.id"),
        ("account_type = 'Deposit'\nnumber = ''", "accounts.number"),
        (
            "account_type = 'Deposit'\ninterest_rate = 'inf'",
            "accounts.interest_rate",
        ),
        (
            "account_type = 'Deposit'\ninterest_rate = '-1'",
            "accounts.interest_rate",
        ),
        (
            "account_type = 'Deposit'\ntransactions = { per_year = 100001 }",
            "accounts.transactions.per_year",
        ),
        (bill_pay, "accounts.transactions"),
        (city, "accounts.transactions.city"),
    ] {
        let declared = Accounts::Declared(vec![account(lines).declared]);
        let refusal = declared.check().unwrap_err();
        assert!(refusal.starts_with(key), "{refusal}");
    }
    let twice = account("account_type = 'Deposit'\nid = 'a'").declared;
    let refusal = Accounts::Declared(vec![twice.clone(), twice]).check();
    assert!(refusal.is_err_and(|refusal| refusal.contains("stands twice")));
}

#[test]
fn what_is_owed_is_positive_and_leaves_the_rest_of_the_limit() {
    let line = account(
        "account_type = 'Line of Credit'\nopening_balance = '1250.00'\ncredit_limit = '2000.00'\ntransactions = []",
    );
    let debt = account("account_type = 'Debt'\nopening_balance = '10.00'\ntransactions = []");
    let part = |view: &Value, members: &[&str]| -> Value {
        members.iter().map(|name| view[*name].clone()).collect()
    };
    let members = [
        "balance",
        "availableCredit",
        "creditLimit",
        "minimumPaymentDue",
        "payoffBalance",
    ];

    assert_eq!(
        part(&view(&line), &members),
        json!(["1250.00", "750.00", "2000.00", "25.00", null])
    );
    assert_eq!(
        part(&view(&debt), &members),
        json!(["10.00", null, null, "10.00", "10.00"])
    );
}

#[test]
fn only_the_end_of_a_number_is_shown() {
    for (number, masked) in [("1234567890", "x7890"), ("42", "x42"), ("1234", "x1234")] {
        let account = account(&format!("account_type = 'Deposit'\nnumber = '{number}'"));
        assert_eq!(account.masked_number(), masked);
    }
}
