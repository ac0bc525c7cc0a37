use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::{check, schemas};
use crate::user_agent::Answer;

#[test]
fn fetch_tells_a_task_and_nothing_else() {
    let good = json!({ "taskId": ID });
    refuses(
        "fetch",
        &good,
        &[
            ("/taskId", Value::Null),
            ("/taskId", json!(7)),
            ("/taskId", json!("task-1")),
            ("/status", json!("running")),
        ],
    );
}

#[test]
fn a_task_has_events_of_the_published_types() {
    let good = json!({ "version": 3, "events": [
        { "type": "TaskStarted", "date": DATE },
        { "type": "EnrichmentAccountBalances", "date": DATE, "accountId": ID, "more": 1 },
        { "type": "TaskEnded", "date": DATE },
    ]});
    accepts("task", &json!({ "version": 0, "events": [] }));
    refuses(
        "task",
        &good,
        &[
            ("/version", Value::Null),
            ("/version", json!("3")),
            ("/version", json!(-1)),
            ("/events", Value::Null),
            ("/events", json!({})),
            ("/events/0/type", json!("TaskFinished")),
            ("/events/0/date", Value::Null),
            ("/events/0/date", json!("2026-11-25")),
            ("/events/1/accountId", Value::Null),
            ("/state", json!("done")),
        ],
    );
}

#[test]
fn an_account_has_the_members_of_the_reference() {
    let faults = [
        ("/id", Value::Null),
        ("/id", json!("1")),
        ("/name", Value::Null),
        ("/fetchedDate", Value::Null),
        ("/fetchedDate", json!("2021-01-14T12:13:07Z")),
        ("/fetchedDate", json!("2021-01-14T12:13:07.922+00:00")),
        ("/fetchedDate", json!("2021-02-30T12:13:07.922Z")),
        ("/accountType", json!("Checking")),
        ("/accountType", Value::Null),
        ("/accountStatus", json!("active")),
        ("/numbers", json!({ "masked": "x1234" })),
        ("/numbers", json!("123456789")),
        ("/balance", json!(741.41)),
        ("/balance", json!("741.4")),
        ("/balance", json!("$741.41")),
        ("/balance", json!("1,741.41")),
        ("/balance", json!("-0.00")),
        ("/balance", json!("007.00")),
        ("/interestRate", json!(1.5)),
        ("/interestRate", json!("1.")),
        ("/sortIndex", json!("1")),
        ("/hidden", json!("false")),
        ("/regD/restricted", json!("no")),
        ("/regD/limit", json!(6)),
        ("/institution/id", Value::Null),
        (
            "/availableBalanceCalculationIncludes/everything",
            json!(true),
        ),
        ("/formattedMetaData/details/0/values/0/type", json!("Link")),
        ("/insuredStatus", json!("ncua")),
        ("/nickname", json!("Mine")),
    ];
    accepts(
        "account",
        &json!({ "id": ID, "name": "a", "fetchedDate": DATE, "accountType": "Bill Pay" }),
    );
    refuses("account", &account(), &faults);
    let all = json!({ "accounts": [account()], "inactivatedAccountIds": [ID] });
    refuses(
        "accounts",
        &all,
        &[
            ("/accounts", Value::Null),
            ("/inactivatedAccountIds", Value::Null),
            ("/inactivatedAccountIds/0", json!("1")),
            ("/accounts/0/balance", json!(1)),
            ("/nextCursor", json!("x")),
        ],
    );
}

#[test]
fn a_number_is_not_masked() {
    refuses(
        "account-number",
        &json!({ "number": "0012345678" }),
        &[
            ("/number", Value::Null),
            ("/number", json!("x5678")),
            ("/number", json!(12_345_678)),
            ("/routingNumber", json!("123456789")),
        ],
    );
}

#[test]
fn a_transaction_has_the_members_of_the_reference() {
    let faults = [
        ("/id", Value::Null),
        ("/accountId", Value::Null),
        ("/amount", Value::Null),
        ("/amount", json!(-4.5)),
        ("/amount", json!("-4.50 USD")),
        ("/datePosted", Value::Null),
        ("/date", json!("2026-11-25")),
        ("/type", json!("CARD")),
        ("/subtype", json!("None")),
        ("/pendingStatus", json!("Pending")),
        ("/checkNumber", json!(1001)),
        ("/currency", json!("dollar")),
        ("/runningBalance", json!(1)),
        ("/sequence", json!("1")),
        ("/tags", json!("a")),
        ("/receiptImageIds", json!([1])),
        ("/EDIAvailable", json!("no")),
        ("/cardNumber", json!("4111111111111111")),
        ("/merchant/location/country", json!("US")),
        ("/enrichments/expenseCategory", json!("food")),
        ("/enrichments/categoryIcon/image~1gif", json!("x")),
        ("/loanPaymentBreakdown/0/amount", json!(1)),
        ("/description", json!("Coffee")),
    ];
    refuses("transaction", &transaction(), &faults);
}

#[test]
fn transactions_come_whole_or_as_a_page_and_for_bill_pay_not_at_all() {
    let page = json!({
        "transactions": [transaction()], "inactivatedTransactionIds": ["t"], "offset": 0, "limit": 500,
        "account": { "accountType": "Deposit", "accountSubType": "Checking" },
    });
    refuses(
        "transactions",
        &page,
        &[
            ("/transactions", Value::Null),
            ("/transactions/0/amount", json!(1)),
            ("/inactivatedTransactionIds", Value::Null),
            ("/offset", Value::Null),
            ("/limit", Value::Null),
            ("/limit", json!(501)),
            ("/limit", json!(0)),
            ("/offset", json!(-1)),
            ("/account", Value::Null),
            ("/account/accountType", Value::Null),
            ("/account/name", json!("x")),
            ("/total", json!(1)),
        ],
    );
    accepts(
        "transactions",
        &json!({ "inactivatedTransactionIds": [], "account": { "accountType": "Bill Pay" } }),
    );
}

#[test]
fn a_user_has_the_members_of_the_reference() {
    let good = json!({
        "userId": ID, "id": "1", "email": "riley@example.com", "userType": "Individual",
        "provider": "core", "firstName": "Riley", "adminLevel": "Admin", "userVerified": true,
        "address": { "streetAddress": "400 Broad St", "city": "Seattle", "state": "WA", "zip": "98109" },
        "lastEulaAcceptance": { "acceptedAt": DATE, "eulaId": "1", "userId": ID },
        "userAddedDateTime": DATE, "institutionId": ID, "enrollmentType": "seeded",
        "attributes": [{ "name": "NetTeller Id", "value": "1" }],
        "organization": { "organizationId": "1", "status": "Active", "adminLevel": "User" },
    });
    refuses(
        "user",
        &good,
        &[
            ("/userId", Value::Null),
            ("/userId", json!("rileydoe")),
            ("/email", json!("")),
            ("/userType", json!("Person")),
            ("/provider", json!("mock")),
            ("/adminLevel", json!("Owner")),
            ("/address/country", json!("US")),
            ("/lastEulaAcceptance/acceptedAt", json!("today")),
            ("/institutionId", json!("garden")),
            ("/attributes/0/value", Value::Null),
            ("/enrollmentType", json!("manual")),
            ("/organization/status", json!("Open")),
            ("/sub", json!(ID)),
        ],
    );
}

#[test]
fn an_institution_has_a_name() {
    refuses(
        "user-institution",
        &json!({ "id": ID, "name": "Mock Bank" }),
        &[
            ("/id", Value::Null),
            ("/id", json!("1")),
            ("/name", Value::Null),
            ("/name", json!("")),
            ("/routingNumber", json!("1")),
        ],
    );
}

#[test]
fn an_error_has_a_code_and_words() {
    refuses(
        "error",
        &json!({ "errorCode": 404, "messages": "Not Found" }),
        &[
            ("/errorCode", Value::Null),
            ("/errorCode", json!("404")),
            ("/errorCode", json!(200)),
            ("/messages", Value::Null),
            ("/messages", json!(["Not Found"])),
            ("/error", json!("not_found")),
        ],
    );
}

#[test]
fn every_enumeration_of_the_reference_is_whole() {
    for (name, pointer, count) in [
        ("common", "/$defs/accountType/enum", 7),
        ("account", "/properties/accountStatus/enum", 44),
        ("transaction", "/properties/type/enum", 10),
        (
            "transaction",
            "/properties/enrichments/properties/expenseCategory/enum",
            16,
        ),
    ] {
        let mut values = schemas::documented_values(name, pointer).unwrap();
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), count, "{name}{pointer}");
    }
}

#[test]
fn every_answer_below_users_is_judged_by_its_endpoint() {
    let fetched = json!({ "taskId": ID });
    let error = json!({ "errorCode": 403, "messages": "Forbidden" });
    judge("PUT", "/u/fetch", 200, Some(&fetched)).unwrap();
    judge("GET", "/u/accounts", 403, Some(&error)).unwrap();
    judge("PATCH", "/u", 204, None).unwrap();
    for (method, path, status, body) in [
        ("GET", "/u/fetch", 200, Some(&fetched)),
        ("GET", "/u/cards", 200, Some(&fetched)),
        ("GET", "/u/accounts", 200, Some(&fetched)),
        ("PUT", "/u/fetch", 201, Some(&fetched)),
        ("GET", "/u/accounts", 404, Some(&error)),
        ("GET", "/u/accounts", 403, None),
        ("PUT", "/u/fetch", 204, None),
        ("PATCH", "/u", 204, Some(&fetched)),
        ("GET", "/u/accounts", 302, None),
    ] {
        judge(method, path, status, body).unwrap_err();
    }
}

#[test]
fn every_answer_below_users_has_a_name() {
    let error = json!({ "errorCode": 403, "messages": "Forbidden" });
    let mut answer = answer("/fi/x/a/consumer/api/v0/users/u", 403, Some(&error));
    answer.headers.remove("x-request-id");
    check(&Method::GET, &answer).unwrap_err();
}

#[test]
fn other_answers_are_not_judged() {
    for path in [
        "/a/consumer/api/v0/oidc/me",
        "/a/consumer/api/v0/userspace",
        "/",
    ] {
        let mut answer = answer(path, 200, Some(&json!(1)));
        answer.headers.clear();
        check(&Method::GET, &answer).unwrap();
    }
}

fn judge(method: &str, path: &str, status: u16, body: Option<&Value>) -> anyhow::Result<()> {
    let path = format!("/a/consumer/api/v0/users{path}");
    check(&method.parse().unwrap(), &answer(&path, status, body))
}

fn answer(path: &str, status: u16, body: Option<&Value>) -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert("x-request-id", HeaderValue::from_static("r"));
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    Answer {
        url: format!("https://bank.example{path}").parse().unwrap(),
        status,
        headers,
        body: body.map(Value::to_string).unwrap_or_default(),
    }
}

fn accepts(name: &str, document: &Value) {
    schemas::check(name, document).unwrap();
}

/// The document is right as it is, and each single change makes it wrong; `null` takes the member out.
fn refuses(name: &str, good: &Value, faults: &[(&str, Value)]) {
    accepts(name, good);
    for (pointer, value) in faults {
        let mut bad = good.clone();
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        let parent = bad.pointer_mut(parent).unwrap();
        let member = member.replace("~1", "/");
        match parent {
            Value::Array(items) => items[member.parse::<usize>().unwrap()] = value.clone(),
            Value::Object(members) if value.is_null() => {
                members.remove(&member).unwrap();
            }
            Value::Object(members) => {
                members.insert(member, value.clone());
            }
            _ => panic!("{pointer} is nowhere"),
        }
        let judged = schemas::check(name, &bad);
        assert!(judged.is_err(), "{name}: {pointer} = {value} is accepted");
    }
}

fn account() -> Value {
    json!({
        "id": ID, "name": "Everyday Checking", "accountHolderName": "Riley Doe", "numbers": "x1234",
        "fetchedDate": DATE, "accountType": "Deposit", "accountSubType": "Checking",
        "accountStatus": "Do not close on zero balance", "balance": "-1543.00",
        "availableBalance": "0.00", "interestRate": "4.1255", "routingNumber": "101900000",
        "originationDate": DATE, "canTransferFrom": true, "hidden": false, "sortIndex": null,
        "institution": { "id": ID, "name": "Mock Bank" },
        "regD": { "restricted": false, "count": 0 },
        "availableBalanceCalculationIncludes": { "holdAmount": true },
        "formattedMetaData": {
            "details": [{ "label": "Rates", "values": [
                { "type": "Percentage", "label": "Rate", "value": "4.12", "hidden": false },
            ] }],
            "rewards": [],
        },
        "insuredStatus": "fdicInsured",
    })
}

fn transaction() -> Value {
    json!({
        "id": "t-1", "accountId": ID, "amount": "-4.50", "datePosted": DATE, "date": DATE,
        "memo": "COFFEE", "type": "POS", "subtype": "PinDebit", "pendingStatus": "Reconciled",
        "checkNumber": "1001", "currency": "USD", "runningBalance": "1.00", "sequence": 1,
        "lastUpdated": DATE, "tags": ["a"], "receiptImageIds": [], "hasProviderImages": false,
        "EDIAvailable": false, "sourceData": { "anything": 1 }, "cardNumber": "1234",
        "merchant": { "id": "m", "name": "Cafe", "location": { "city": "Seattle", "lat": 47.6 } },
        "enrichments": { "expenseCategory": "diningout", "categoryIcon": { "image/png": "https://x" } },
        "loanPaymentBreakdown": [{ "description": "Principal", "amount": "4.00" }],
    })
}

const ID: &str = "5436560d-33d9-4c18-b524-e27890cd6127";
const DATE: &str = "2021-01-14T12:13:07.922Z";
