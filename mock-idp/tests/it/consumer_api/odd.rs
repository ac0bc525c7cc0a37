//! What seldom happens: ids that addresses encode, users that come again, clocks that are set far away.

use oidc::clock::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Customer, RILEY, start, url};
use crate::support::{Mock, NOW, builder};

#[tokio::test]
async fn a_sub_may_hold_what_addresses_encode() {
    for (sub, encoded) in [
        ("a+b", "a+b"),
        ("a+b", "a%2Bb"),
        ("a/b", "a%2Fb"),
        ("a%b", "a%25b"),
        ("a b@c", "a%20b@c"),
    ] {
        let config = format!("[[users]]\nsub = \"{sub}\"\nusername = \"sam\"\npassword = \"sam\"");
        let mock = Mock::of(builder().config(&config)).await;
        let sam = Customer::of(&mock, "sam").await;
        let bearer = format!("Bearer {}", sam.access_token);
        let headers = [("authorization", bearer.as_str())];
        let answer = mock.get(&url(&mock, encoded, "/accounts"), &headers).await;
        assert_eq!(answer.status, 200, "{encoded}: {:?}", mock.reason());
    }
}

#[tokio::test]
async fn a_user_who_is_added_again_has_no_old_tasks() {
    let mock = start().await;
    let admin = mock.admin("mock-bank").unwrap();
    let riley = Customer::of(&mock, "rileydoe").await;
    let task = riley
        .send(Method::PUT, "/fetch", &[], None)
        .await
        .text("taskId");
    assert_eq!(riley.get(&format!("/tasks/{task}")).await.status, 200);
    admin.remove_user("rileydoe").await.unwrap();
    let Value::Object(again) = json!({ "sub": RILEY, "username": "rileydoe" }) else {
        unreachable!()
    };
    admin.create_user(again).unwrap();
    let riley = Customer::of(&mock.of_institution("mock-bank"), "rileydoe")
        .await
        .access_token;
    let bearer = format!("Bearer {riley}");
    let path = url(&mock, RILEY, &format!("/tasks/{task}"));
    assert_eq!(
        mock.get(&path, &[("authorization", &bearer)]).await.status,
        404
    );
}

#[tokio::test]
async fn a_look_from_another_age_does_not_leave_the_accounts_there() {
    for (year, moment) in [(2010, 1_262_304_000), (2046, 2_398_377_600)] {
        let mock = start().await;
        let clock = &mock.institution().clock;
        let count = async || {
            let riley = Customer::of(&mock, "rileydoe").await;
            let id = riley.account("Rainy Day Savings").await;
            let told = riley.told(&format!("/accounts/{id}/transactions")).await;
            let newest = told["transactions"].as_array().unwrap().last().cloned();
            newest.map(|it| it["date"].as_str().unwrap()[..4].to_owned())
        };
        clock.set(Timestamp::from_unix(moment));
        count().await;
        clock.set(Timestamp::from_unix(NOW));
        assert_eq!(count().await.as_deref(), Some("2026"), "{year}");
    }
}

#[tokio::test]
async fn a_closed_account_is_told_of_until_its_time_is_over() {
    let mock = start().await;
    let told = async || {
        let clara = Customer::of(&mock, "closedaccounts").await;
        let told = clara.told("/accounts").await;
        let count = |member: &str| told[member].as_array().unwrap().len();
        (count("accounts"), count("inactivatedAccountIds"))
    };
    assert_eq!(told().await, (3, 1));
    let until = Timestamp::from_unix(1_893_456_000);
    mock.institution().clock.set(until);
    assert_eq!(told().await, (2, 2));
}

#[tokio::test]
async fn a_good_fetch_is_remembered_though_its_task_is_not() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    riley.send(Method::PUT, "/fetch", &[], None).await;
    let admin = mock.admin("mock-bank").unwrap();
    admin
        .patch_switches::<mock_idp::config::ConsumerApiSection>(&json!({ "task": "failing" }))
        .unwrap();
    mock.pass(60);
    for _ in 0..65 {
        riley.send(Method::PUT, "/fetch", &[], None).await;
    }
    let told = riley.told("/accounts").await;
    assert_eq!(
        told["accounts"][0]["fetchedDate"],
        "2026-09-21T14:13:20.000Z"
    );
}

#[tokio::test]
async fn a_token_in_the_place_of_an_id_is_not_kept() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let token = &riley.access_token;
    assert_eq!(riley.get(&format!("/accounts/{token}")).await.status, 404);
    mock.get(&url(&mock, token, "/accounts"), &[]).await;
    let entries = serde_json::to_string(&mock.journal().entries()).unwrap();
    assert!(!entries.contains(token));
    assert!(entries.contains("/accounts/***"), "{entries}");
}

#[tokio::test]
async fn the_kind_of_a_user_is_what_the_claims_say() {
    let claim = |name: &str| format!("https://api.banno.com/consumer/claim/{name}");
    let rows = [
        (json!({}), "Individual"),
        (json!({ claim("user_type"): "Business" }), "Business"),
        (
            json!({ claim("cash_management_user"): false }),
            "Individual",
        ),
        (json!({ claim("cash_management_user"): true }), "Business"),
        (json!({ claim("cash_management_user_id"): "7" }), "Business"),
    ];
    for (claims, kind) in rows {
        let users =
            json!([{ "sub": RILEY, "username": "sam", "password": "sam", "claims": claims }]);
        let mock = start().await;
        let admin = mock.found(json!({ "users": users }), None).unwrap();
        let bank = mock.of_institution(admin.id());
        let sam = Customer::of(&bank, "sam").await;
        assert_eq!(sam.told("").await["userType"], kind, "{users}");
    }
}

#[tokio::test]
async fn mistakes_in_accounts_are_named_with_their_key_and_value() {
    let rows = [
        (
            r#"accounts = "standart""#,
            "unknown value `standart`; did you mean `standard`?",
        ),
        (
            r#"accounts = [{ name = "A", account_type = "Deposit", opening_balance = "12" }]"#,
            "`12` is not an amount with two decimals",
        ),
        (
            r#"accounts = [{ name = "A", account_type = "Deposit", account_status = "Actve" }]"#,
            "Actve",
        ),
        (
            r#"accounts = [{ name = "A", account_type = "Deposit", transactions = [{ date = "2026-01-02", amount = "1.00", memo = "m" }] }]"#,
            "`2026-01-02` is not an ISO 8601 instant",
        ),
        (
            r#"accounts = [{ name = "A", account_type = "Deposit", transactions = [{ date = "2026-01-02T00:00:00Z", amout = "1.00", memo = "m" }] }]"#,
            "amout",
        ),
        (
            r#"accounts = [{ name = "A", account_type = "Deposit", transactions = { per_yaer = 5 } }]"#,
            "per_yaer",
        ),
        (
            r#"accounts = [{ name = "A", account_type = "Deposit", number = "1234" }]"#,
            "accounts.number of `A`: `1234` must be 5 to 34",
        ),
        ("accounts = 7", "a list of accounts, or the name of a set"),
    ];
    for (accounts, told) in rows {
        let config =
            format!("[[users]]\nsub = \"s\"\nusername = \"s\"\npassword = \"s\"\n{accounts}");
        let started = builder().config(&config).start().await;
        let error = started.unwrap_err().to_string();
        assert!(error.contains(told), "{accounts}: {error}");
    }
}
