//! Transactions, and pages of them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Customer, start, start_with};

const FIVE: &str = r#"
    accounts = [{ id = "aaaaaaaa-0000-4000-8000-000000000000", name = "Mine", account_type = "Deposit", account_sub_type = "Checking", transactions = [
        { date = "2026-01-01T10:00:00.000Z", amount = "100.00", memo = "ONE", type = "ONLINE", name = "Employer", category = "income" },
        { date = "2026-01-02T10:00:00.000Z", amount = "-1.50", memo = "TWO", type = "POS", name = "Corner Shop", city = "Seattle", state = "WA", category = "groceries" },
        { date = "2026-01-02T10:00:00.000Z", amount = "-2.00", memo = "THREE", updated = "2026-02-01T00:00:00.000Z" },
        { date = "2026-01-03T10:00:00.000Z", amount = "-3.00", memo = "FOUR", type = "CHECK", check_number = 1001 },
        { date = "2027-01-01T00:00:00.000Z", amount = "-4.00", memo = "NOT YET" },
    ] }]
"#;

#[tokio::test]
async fn a_transaction_tells_what_was_declared() {
    let mock = start_with(FIVE).await;
    let sam = Customer::of(&mock, "sam").await;
    let told = sam
        .told("/accounts/aaaaaaaa-0000-4000-8000-000000000000/transactions")
        .await;
    assert_eq!(
        told["account"],
        json!({ "accountType": "Deposit", "accountSubType": "Checking" })
    );
    assert_eq!(told["inactivatedTransactionIds"], json!([]));
    assert!(told.get("offset").is_none() && told.get("limit").is_none());
    let second = &told["transactions"][1];
    let id = second["id"].as_str().unwrap();
    assert_eq!(
        *second,
        json!({
            "id": id,
            "accountId": "aaaaaaaa-0000-4000-8000-000000000000",
            "amount": "-1.50",
            "datePosted": "2026-01-02T10:00:00.000Z",
            "date": "2026-01-02T10:00:00.000Z",
            "memo": "TWO",
            "filteredMemo": "TWO",
            "displayName": "Corner Shop",
            "displayCity": "Seattle",
            "displayState": "WA",
            "type": "POS",
            "subtype": "PinDebit",
            "pendingStatus": "NoReconciliation",
            "currency": "USD",
            "runningBalance": "98.50",
            "sequence": 2,
            "lastUpdated": "2026-01-02T10:00:00.000Z",
            "tags": [],
            "receiptImageIds": [],
            "checkImageIds": [],
            "userImageIds": [],
            "providerImageIds": [],
            "hasProviderImages": false,
            "EDIAvailable": false,
            "enrichments": { "cleanMemo": "Corner Shop", "expenseCategory": "groceries" },
        })
    );
    assert_eq!(
        sam.told(&format!(
            "/accounts/aaaaaaaa-0000-4000-8000-000000000000/transactions/{id}"
        ))
        .await,
        *second
    );
}

#[tokio::test]
async fn queries_choose_a_part() {
    let mock = start_with(FIVE).await;
    let sam = Customer::of(&mock, "sam").await;
    let rows = [
        ("", "ONE TWO THREE FOUR"),
        ("?since=2026-01-02T10:00:00.000Z", "TWO THREE FOUR"),
        ("?since=2026-01-02T10:00:00.001Z", "FOUR"),
        ("?until=2026-01-02T10:00:00Z", "ONE TWO THREE"),
        (
            "?since=2026-01-02T03:00:00-07:00&until=2026-01-02T10:00:00Z",
            "TWO THREE",
        ),
        ("?since=2026-01-03T00:00:00Z&until=2026-01-01T00:00:00Z", ""),
        ("?updatedSince=2026-01-03T00:00:00.000Z", "THREE FOUR"),
        ("?updatedSince=2026-01-03T00:00:00.000Z&offset=1", "FOUR"),
        ("?limit=2", "ONE TWO"),
        ("?offset=1&limit=2", "TWO THREE"),
        ("?offset=3", "FOUR"),
        ("?offset=4", ""),
        ("?offset=99999999999&limit=500", ""),
        ("?unknown=1", "ONE TWO THREE FOUR"),
    ];
    for (query, memos) in rows {
        let told = sam
            .told(&format!(
                "/accounts/aaaaaaaa-0000-4000-8000-000000000000/transactions{query}"
            ))
            .await;
        let transactions = told["transactions"].as_array().unwrap().iter();
        let found: Vec<_> = transactions
            .map(|it| it["memo"].as_str().unwrap())
            .collect();
        assert_eq!(found.join(" "), memos, "{query}");
    }
    let page = sam
        .told("/accounts/aaaaaaaa-0000-4000-8000-000000000000/transactions?offset=1")
        .await;
    assert_eq!((&page["offset"], &page["limit"]), (&json!(1), &json!(500)));
}

#[tokio::test]
async fn queries_that_mean_nothing_are_refused_and_the_journal_says_why() {
    let mock = start_with(FIVE).await;
    let sam = Customer::of(&mock, "sam").await;
    let rows = [
        ("limit=0", "limit `0` is not a whole number from 1 to 500"),
        (
            "limit=501",
            "limit `501` is not a whole number from 1 to 500",
        ),
        (
            "limit=%2B5",
            "limit `+5` is not a whole number from 1 to 500",
        ),
        ("limit=", "limit `` is not a whole number from 1 to 500"),
        ("offset=-1", "offset `-1` is not a whole number from 0"),
        ("offset=1&offset=2", "offset stands twice"),
        (
            "since=yesterday",
            "since `yesterday` is not an ISO 8601 instant, such as 2026-11-25T00:00:00.000Z",
        ),
        (
            "until=2026-01-02",
            "until `2026-01-02` is not an ISO 8601 instant, such as 2026-11-25T00:00:00.000Z",
        ),
        (
            "updatedSince=2026-01-02T00:00:00Z&since=2026-01-02T00:00:00Z",
            "updatedSince stands beside since",
        ),
        (
            "updatedSince=2026-01-02T00:00:00Z&until=2026-01-02T00:00:00Z",
            "updatedSince stands beside until",
        ),
    ];
    for (query, reason) in rows {
        let answer = sam
            .get(&format!(
                "/accounts/aaaaaaaa-0000-4000-8000-000000000000/transactions?{query}"
            ))
            .await;
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(
            answer.json(),
            json!({ "errorCode": 400, "messages": "Bad Request" })
        );
        assert_eq!(mock.reason().as_deref(), Some(reason));
    }
}

#[tokio::test]
async fn a_bill_pay_account_has_not_even_an_empty_list() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let id = riley.account("Bill Pay").await;
    let told = riley.told(&format!("/accounts/{id}/transactions")).await;
    assert_eq!(
        told,
        json!({ "inactivatedTransactionIds": [], "account": { "accountType": "Bill Pay" } })
    );
}

#[tokio::test]
async fn ten_thousand_are_paged_through_without_a_gap_or_a_repeat() {
    let mock = start().await;
    let boris = Customer::of(&mock, "manytransactions").await;
    let id = boris.account("Shop Checking").await;
    let all = boris.told(&format!("/accounts/{id}/transactions")).await;
    let all = ids(&all);
    assert_eq!(all.len(), 10_000);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 10_000);
    let mut paged = Vec::new();
    loop {
        let query = format!("offset={}&limit=499", paged.len());
        let page = boris
            .told(&format!("/accounts/{id}/transactions?{query}"))
            .await;
        let page = ids(&page);
        paged.extend_from_slice(&page);
        if page.len() < 499 {
            break;
        }
    }
    assert_eq!(paged, all);
}

#[tokio::test]
async fn unknown_ids_are_not_found() {
    let mock = start_with(FIVE).await;
    let sam = Customer::of(&mock, "sam").await;
    let rows = [
        ("/accounts/b", "the user has no account of that id"),
        ("/accounts/b/number", "the user has no account of that id"),
        (
            "/accounts/b/transactions",
            "the user has no account of that id",
        ),
        (
            "/accounts/aaaaaaaa-0000-4000-8000-000000000000/transactions/b",
            "the user has no transaction of that id",
        ),
        (
            "/accounts/aaaaaaaa-0000-4000-8000-000000000000/transactions/00000000-0000-0000-0000-000000000000",
            "the user has no transaction of that id",
        ),
        ("/tasks/b", "the user has no task of that id"),
        ("/institutions/b", "the user has no institution of that id"),
        ("/cards", "nothing is served at this path"),
        ("/accounts/", "nothing is served at this path"),
    ];
    for (path, reason) in rows {
        let answer = sam.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(
            answer.json(),
            json!({ "errorCode": 404, "messages": "Not Found" })
        );
        assert_eq!(mock.reason().as_deref(), Some(reason), "{path}");
    }
}

fn ids(told: &Value) -> Vec<String> {
    let transactions = told["transactions"].as_array().unwrap().iter();
    transactions
        .map(|it| it["id"].as_str().unwrap().to_owned())
        .collect()
}
