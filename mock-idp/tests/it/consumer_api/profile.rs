//! The profile, and the bank.

use reqwest::Method;
use serde_json::json;

use super::{Customer, RILEY, start};

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn the_profile_tells_what_the_claims_tell() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    assert_eq!(
        riley.told("").await,
        json!({
            "userId": RILEY,
            "id": RILEY,
            "loginId": "rileydoe",
            "email": "rileydoe@jackhenry.dev",
            "userType": "Individual",
            "provider": "online_banking",
            "firstName": "Riley",
            "lastName": "Doe",
            "username": "rileydoe",
            "address": {
                "streetAddress": "400 Broad St",
                "city": "Seattle",
                "state": "WA",
                "zip": "981090000",
            },
            "phoneNumber": "+15552368",
            "userVerified": true,
            "institutionId": mock.institution().institution_id,
            "attributes": [],
            "enrollmentType": "self_enrolled",
        })
    );
    let jordan = Customer::of(&mock, "jordansmith").await.told("").await;
    assert!(jordan.get("address").is_none() && jordan.get("phoneNumber").is_none());
    let business = Customer::of(&mock, "business").await.told("").await;
    assert_eq!(business["userType"], "Business");
}

#[tokio::test]
async fn the_bank_is_the_one_of_the_institution_id() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let id = &mock.institution().institution_id;
    let told = riley.told(&format!("/institutions/{id}")).await;
    assert_eq!(told, json!({ "id": id, "name": "Mock Bank" }));
}

#[tokio::test]
async fn a_preferred_name_is_changed_by_a_merge_patch_and_taken_back_by_null() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    for content_type in [
        "application/json",
        "application/merge-patch+json; charset=utf-8",
    ] {
        let headers = [("content-type", content_type)];
        let body = Some(r#"{"preferredName":"Ry"}"#);
        let answer = riley.send(Method::PATCH, "", &headers, body).await;
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
    }
    assert_eq!(riley.told("").await["preferredName"], "Ry");
    let body = Some(r#"{"preferredName":null}"#);
    assert_eq!(
        riley.send(Method::PATCH, "", &[JSON], body).await.status,
        204
    );
    assert!(riley.told("").await.get("preferredName").is_none());
    assert_eq!(
        riley
            .send(Method::PATCH, "", &[JSON], Some("{}"))
            .await
            .status,
        204
    );
}

#[tokio::test]
async fn an_email_address_is_changed_everywhere_until_the_bank_is_reset() {
    let mock = start().await;
    let email = "openid email https://api.banno.com/consumer/auth/user.email.readwrite \
                 https://api.banno.com/consumer/auth/user.profile.readonly";
    let riley = Customer::with_scope(&mock, "rileydoe", email).await;
    let body = Some(r#"{"email":"riley@example.com","userId":"ignored"}"#);
    assert_eq!(riley.send(Method::PUT, "", &[JSON], body).await.status, 204);
    assert_eq!(riley.told("").await["email"], "riley@example.com");
    let me = mock.me(&riley.access_token).await;
    assert_eq!(me.text("email"), "riley@example.com");
    mock.admin("mock-bank").unwrap().reset().unwrap();
    let riley = Customer::with_scope(&mock, "rileydoe", email).await;
    assert_eq!(riley.told("").await["email"], "rileydoe@jackhenry.dev");
}

#[tokio::test]
async fn changes_that_mean_nothing_are_refused_and_change_nothing() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let before = riley.told("").await;
    let json = "application/json";
    let rows = [
        (
            Method::PATCH,
            json,
            r#"{"email":"a@b"}"#,
            "the body has another member than preferredName",
        ),
        (
            Method::PATCH,
            json,
            r#"{"preferredName":7}"#,
            "preferredName is neither a text nor null",
        ),
        (
            Method::PATCH,
            json,
            r#"{"preferredName":" "}"#,
            "preferredName is neither a text nor null",
        ),
        (Method::PATCH, json, "[]", "the body is not a JSON object"),
        (Method::PATCH, json, "", "the body is not a JSON object"),
        (
            Method::PATCH,
            "text/plain",
            "{}",
            "the content type is not JSON",
        ),
        (Method::PUT, json, "{}", "email is not a text with an @"),
        (
            Method::PUT,
            json,
            r#"{"email":"@"}"#,
            "email is not a text with an @",
        ),
        (
            Method::PUT,
            json,
            r#"{"email":null}"#,
            "email is not a text with an @",
        ),
    ];
    for (method, content_type, body, reason) in rows {
        let headers = [("content-type", content_type)];
        let answer = riley.send(method, "", &headers, Some(body)).await;
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(mock.reason().as_deref(), Some(reason), "{body}");
    }
    assert_eq!(riley.told("").await, before);
}
