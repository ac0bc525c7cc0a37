//! Accounts.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Customer, cents, start, start_with};

#[tokio::test]
async fn riley_has_the_standard_accounts() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let told = riley.told("/accounts").await;
    let rows: Vec<_> = told["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|account| {
            (
                account["name"].as_str().unwrap(),
                account["accountType"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("Everyday Checking", "Deposit"),
            ("Rainy Day Savings", "Deposit"),
            ("Auto Loan", "Debt"),
            ("Home Equity Line", "Line of Credit"),
            ("Bill Pay", "Bill Pay"),
        ]
    );
    assert_eq!(told["inactivatedAccountIds"], json!([]));
}

#[tokio::test]
async fn an_account_tells_what_was_declared() {
    let mock = start_with(
        r#"
        accounts = [{ id = "aaaaaaaa-0000-4000-8000-000000000000", name = "Mine", account_type = "Line of Credit", account_sub_type = "Credit Card",
            number = "4444333322221111", opening_balance = "0.10", credit_limit = "100.00", interest_rate = "9.5",
            account_status = "Past due", transactions = [
                { date = "2026-01-02T03:04:05.678Z", amount = "20.20", memo = "SHOES" },
                { date = "2026-01-03T00:00:00.000Z", amount = "9.00", memo = "HELD", pending = true },
            ] }]
        [users.claims]
        name = "Sam Sample"
        "#,
    )
    .await;
    let sam = Customer::of(&mock, "sam").await;
    let account = sam
        .told("/accounts/aaaaaaaa-0000-4000-8000-000000000000")
        .await;
    assert_eq!(
        account,
        json!({
            "id": "aaaaaaaa-0000-4000-8000-000000000000",
            "name": "Mine",
            "accountHolderName": "Sam Sample",
            "loginId": "sam",
            "routingNumber": "999999992",
            "numbers": "x1111",
            "fetchedDate": "2026-09-21T00:00:00.000Z",
            "paymentDueDate": "2026-10-01T00:00:00.000Z",
            "accountType": "Line of Credit",
            "accountSubType": "Credit Card",
            "accountStatus": "Past due",
            "balance": "20.30",
            "availableBalance": "70.70",
            "availableCredit": "70.70",
            "creditLimit": "100.00",
            "paymentDueAmount": "20.30",
            "minimumPaymentDue": "20.30",
            "interestRate": "9.5",
            "canCreatePayments": false,
            "canTransferFrom": true,
            "hasRewards": false,
            "hidden": false,
            "active": true,
            "contributesToAggregateTotals": true,
            "lowFundsAlertEnabled": false,
            "sortIndex": 0,
            "institution": { "id": "899f4398-106d-409a-9ed4-a72346778076", "name": "Mock Bank" },
            "formattedMetaData": { "details": [], "rewards": [] },
            "insuredStatus": "notApplicable",
        })
    );
    let number = sam
        .told("/accounts/aaaaaaaa-0000-4000-8000-000000000000/number")
        .await;
    assert_eq!(number, json!({ "number": "4444333322221111" }));
}

#[tokio::test]
async fn numbers_are_masked_and_told_whole_only_where_they_are_asked_for() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let accounts = riley.told("/accounts").await;
    for account in accounts["accounts"].as_array().unwrap() {
        let id = account["id"].as_str().unwrap();
        let number = riley.told(&format!("/accounts/{id}/number")).await;
        let number = number["number"].as_str().unwrap();
        assert!(number.len() >= 8, "{number}");
        let masked = format!("x{}", &number[number.len() - 4..]);
        assert_eq!(account["numbers"], masked);
        assert!(!account.to_string().contains(number));
    }
}

#[tokio::test]
async fn what_is_closed_is_told_and_what_is_gone_is_an_id() {
    let mock = start().await;
    let clara = Customer::of(&mock, "closedaccounts").await;
    let names = async |query: &str| {
        let told = clara.told(&format!("/accounts{query}")).await;
        let accounts = told["accounts"].as_array().unwrap().iter();
        let names = accounts.map(|account| account["name"].as_str().unwrap().to_owned());
        (
            names.collect::<Vec<_>>(),
            told["inactivatedAccountIds"].clone(),
        )
    };
    let (all, gone) = names("").await;
    assert_eq!(
        all,
        ["Everyday Checking", "Old Checking", "Vacation Savings"]
    );
    let gone = gone.as_array().unwrap()[0].as_str().unwrap().to_owned();
    assert_eq!(clara.get(&format!("/accounts/{gone}")).await.status, 404);
    assert_eq!(
        names("?active=true").await.0,
        ["Everyday Checking", "Vacation Savings"]
    );
    assert_eq!(names("?active=false").await.0, ["Old Checking"]);
}

#[tokio::test]
async fn the_personas_have_what_they_are_called_by() {
    let mock = start().await;
    for (username, count) in [("noaccounts", 0), ("oneaccount", 1), ("manyaccounts", 200)] {
        let customer = Customer::of(&mock, username).await;
        let told = customer.told("/accounts").await;
        let accounts = told["accounts"].as_array().unwrap();
        let ids: BTreeSet<_> = accounts
            .iter()
            .map(|account| account["id"].to_string())
            .collect();
        assert_eq!((accounts.len(), ids.len()), (count, count), "{username}");
    }
    let esther = Customer::of(&mock, "everystatus").await;
    let told = esther.told("/accounts").await;
    let accounts = told["accounts"].as_array().unwrap();
    let all = |member: &str| -> BTreeSet<_> {
        accounts
            .iter()
            .map(|account| account[member].to_string())
            .collect()
    };
    assert_eq!(
        (all("accountType").len(), all("accountStatus").len()),
        (7, 44)
    );
}

#[tokio::test]
async fn balances_are_those_of_the_last_transaction_and_grow_with_the_clock() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let look = async || {
        let id = riley.account("Everyday Checking").await;
        let account = riley.told(&format!("/accounts/{id}")).await;
        let told = riley.told(&format!("/accounts/{id}/transactions")).await;
        let transactions = told["transactions"].as_array().unwrap().clone();
        let last = transactions.last().unwrap();
        assert_eq!(account["balance"], last["runningBalance"]);
        let sum: i64 = transactions.iter().map(|it| cents(&it["amount"])).sum();
        (cents(&account["balance"]) - sum, transactions)
    };
    let (opening, before) = look().await;
    assert_eq!(opening, 214_052);
    mock.pass(3 * 24 * 3600);
    let riley = Customer::of(&mock, "rileydoe").await;
    let id = riley.account("Everyday Checking").await;
    let told = riley.told(&format!("/accounts/{id}/transactions")).await;
    let after = told["transactions"].as_array().unwrap();
    assert!(after.len() > before.len());
    assert_eq!(after[..before.len()], before[..]);
}

#[tokio::test]
async fn banks_with_the_same_seed_tell_the_same_and_others_do_not() {
    let mock = start().await;
    let accounts = async |settings: serde_json::Value| {
        let admin = mock.found(settings, None).unwrap();
        let bank = mock.of_institution(admin.id());
        let riley = Customer::of(&bank, "rileydoe").await;
        let id = riley.account("Everyday Checking").await;
        riley.told(&format!("/accounts/{id}/transactions")).await
    };
    let first = accounts(json!({})).await;
    assert_eq!(first, accounts(json!({})).await);
    assert_ne!(
        first,
        accounts(json!({ "consumer_api": { "seed": 2 } })).await
    );
}
