//! The control plane: banks that are made and dropped while the provider runs, and who may do that.

mod clock;
mod document;
mod health;
mod journal;
mod keys;
mod minting;
mod records;
mod reset;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use oidc::clock::ManualClock;
use oidc::clock::Timestamp;
use oidc::secret::Secret;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Ask, Browser, Mock, builder};

async fn mock() -> Mock {
    Mock::of(builder().control("127.0.0.1:0")).await
}

async fn send(
    mock: &Mock,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Answer {
    let url = format!("{}{path}", mock.control_url().unwrap());
    let mut request = mock.http().request(method, url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(body) = body {
        request = request.header("content-type", "application/json");
        request = request.body(body.to_string());
    }
    Answer::of(request.send().await.unwrap(), mock.base_url()).await
}

/// Asks about one institution: the method, what stands behind `/institutions/`, and the body.
async fn call(mock: &Mock, method: Method, path: &str, body: Value) -> Answer {
    let body = Some(&body).filter(|body| !body.is_null());
    let path = format!("/institutions/{path}");
    send(mock, method, &path, &[], body).await
}

async fn create(mock: &Mock, settings: Value) -> Answer {
    send(mock, Method::POST, "/institutions", &[], Some(&settings)).await
}

#[tokio::test]
async fn one_call_makes_a_bank_that_somebody_can_sign_in_at() {
    let mock = mock().await;
    let made = send(&mock, Method::POST, "/institutions", &[], None).await;
    assert_eq!(made.status, 201, "{}", made.wire());
    let id = made.text("id");
    let address = made.header("location").unwrap();
    assert_eq!(address, format!("/institutions/{id}"));
    assert_eq!(
        made.text("issuer"),
        format!("{}/fi/{id}/a/consumer/api/v0/oidc", mock.base_url())
    );
    let clients = &made.json()["clients"];
    assert_eq!(
        clients[0]["client_secret"],
        "mock-secret-for-the-banno-quickstart"
    );
    assert_eq!(made.json()["users"][0]["username"], "rileydoe");
    assert_eq!(
        made.json()["ca_pem"],
        Value::Null,
        "there is none without TLS"
    );
    let shown = send(&mock, Method::GET, address, &[], None).await;
    assert_eq!(shown.json(), made.json());

    let bank = mock.of_institution(&id);
    let code = Browser::new(&bank).code(&Ask::plain()).await;
    assert_eq!(bank.redeem(&code).await.status, 200);
    assert_eq!(
        mock.redeem(&code).await.status,
        400,
        "and it is nobody else's"
    );
}

#[tokio::test]
async fn a_bank_is_made_as_it_is_described() {
    let mock = mock().await;
    let made = create(
        &mock,
        json!({
            "id": "north",
            "name": "North Bank",
            "clients": [{
                "client_id": "app",
                "client_secret": "s",
                "redirect_uris": ["https://app.example/cb"],
            }],
            "users": [{ "sub": "sam", "username": "sam", "password": "sam", "claims": { "name": "Sam" } }],
            "policies": { "refresh_rotation": "never" },
            "leniencies": { "allow_missing_pkce": true },
        }),
    )
    .await;
    assert_eq!(made.status, 201, "{}", made.wire());
    let north = mock.institutions().get("north").unwrap();
    assert_eq!((north.name.as_str(), north.users.len()), ("North Bank", 1));
    assert_eq!(north.profile.leniencies.iter().count(), 1);
    let list = send(&mock, Method::GET, "/institutions", &[], None).await;
    let names: Vec<_> = list.json()["institutions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["Mock Bank", "North Bank", "Second Bank"]);
}

#[tokio::test]
async fn a_bank_goes_when_it_is_deleted_and_by_itself() {
    let clock = Arc::new(ManualClock::new(Timestamp::from_unix(1_790_000_000)));
    let mock = Mock::of(builder().control("127.0.0.1:0").clock(clock.clone())).await;
    let first = create(&mock, json!({})).await.text("id");
    let address = format!("/institutions/{first}");
    assert_eq!(
        send(&mock, Method::DELETE, &address, &[], None)
            .await
            .status,
        204
    );
    assert_eq!(
        send(&mock, Method::DELETE, &address, &[], None)
            .await
            .status,
        404
    );
    let jwks = format!("{}/fi/{first}/a/consumer/api/v0/oidc/jwks", mock.base_url());
    assert_eq!(mock.get(&jwks, &[]).await.status, 404);

    let short = create(&mock, json!({ "ttl_seconds": 60 })).await;
    assert_eq!(short.json()["expires_at"], 1_790_000_060);
    let bank = mock.of_institution(&short.text("id"));
    bank.pass(3600);
    assert_eq!(
        bank.get("/jwks", &[]).await.status,
        200,
        "its own clock does not end it"
    );
    clock.advance(Duration::from_secs(60));
    assert_eq!(bank.get("/jwks", &[]).await.status, 404);
    let ids: Vec<_> = mock
        .institutions()
        .all()
        .iter()
        .map(|it| it.id.clone())
        .collect();
    assert_eq!(ids, ["mock-bank", "second-bank"]);
    assert_eq!(mock.institutions().len(), 3, "it is out of sight");
    send(&mock, Method::GET, "/institutions", &[], None).await;
    assert_eq!(mock.institutions().len(), 2, "whoever lists them drops it");
}

#[tokio::test]
async fn what_makes_no_bank_is_a_problem_that_names_key_value_and_mend() {
    let mock = mock().await;
    let rows = [
        (
            json!({ "nmae": "x" }),
            400,
            "institution: unknown key `nmae`; did you mean `name`?",
        ),
        (
            json!({ "id": "a/b" }),
            400,
            "configuration: institutions `a/b`: institution.id `a/b` must be 1 to 63 letters, digits and \
             hyphens",
        ),
        (
            json!({ "id": "mock-bank" }),
            409,
            "institutions: there is an institution `mock-bank` already; each must be unique",
        ),
        (
            json!({ "host": "north.localhost" }),
            400,
            "host cannot be given while the provider runs: its certificate names hosts at the start",
        ),
        (
            json!({ "ttl_seconds": 0 }),
            400,
            "ttl_seconds `0` must be a whole number of seconds above 0",
        ),
    ];
    for (settings, status, detail) in rows {
        let answer = create(&mock, settings.clone()).await;
        assert_eq!(answer.status, status, "{settings}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
        let detail = detail.replace("configuration: ", "settings: ");
        assert_eq!(answer.text("detail"), detail, "{settings}");
        assert_eq!(answer.json()["status"], status);
    }
    let not_json = Answer::of(
        mock.http()
            .post(format!("{}/institutions", mock.control_url().unwrap()))
            .body("[1]")
            .send()
            .await
            .unwrap(),
        mock.base_url(),
    )
    .await;
    assert_eq!(not_json.status, 400);
    let default = send(&mock, Method::DELETE, "/institutions/mock-bank", &[], None).await;
    assert_eq!(default.status, 409);
    for (method, path, status) in [
        (Method::GET, "/institutions/nobody", 404),
        (Method::GET, "/nothing", 404),
        (Method::PUT, "/institutions", 405),
    ] {
        let answer = send(&mock, method, path, &[], None).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.text("type").starts_with("urn:mock-banno:problem:"));
    }
}

#[tokio::test]
async fn pages_of_other_sites_and_names_of_other_machines_are_kept_out() {
    let mock = mock().await;
    let own = mock.control_url().unwrap().to_owned();
    for (headers, status) in [
        (vec![("origin", "https://evil.example")], 403),
        (vec![("origin", "null")], 403),
        (vec![("origin", mock.base_url())], 403),
        (vec![("origin", own.as_str())], 200),
        (vec![("host", "evil.example")], 403),
        (
            vec![
                ("host", "evil.example:80"),
                ("origin", "http://evil.example:80"),
            ],
            403,
        ),
        (vec![("host", "localhost.evil.example")], 403),
        (vec![("host", "control.localhost:1")], 200),
        (vec![("host", "[::1]:1")], 200),
    ] {
        let answer = send(&mock, Method::GET, "/institutions", &headers, None).await;
        assert_eq!(answer.status, status, "{headers:?}");
    }
    let public = mock
        .get(&format!("{}/institutions", mock.base_url()), &[])
        .await;
    assert_eq!(public.status, 404, "it is not on the public listener");
}

#[tokio::test]
async fn with_a_token_only_its_bearer_is_let_in() {
    let token = Secret::new("let-me-in");
    let mock = Mock::of(builder().control("127.0.0.1:0").control_token(token)).await;
    for (authorization, status) in [
        (None, 401),
        (Some("Bearer wrong"), 401),
        (Some("Basic let-me-in"), 401),
        (Some("Bearer let-me-in"), 200),
    ] {
        let headers: Vec<_> = authorization
            .map(|it| ("authorization", it))
            .into_iter()
            .collect();
        let answer = send(&mock, Method::GET, "/institutions", &headers, None).await;
        assert_eq!(answer.status, status, "{authorization:?}");
        assert_eq!(answer.header("www-authenticate").is_some(), status == 401);
    }
    let headers = [
        ("authorization", "Bearer let-me-in"),
        ("host", "mock.internal"),
    ];
    let answer = send(&mock, Method::GET, "/institutions", &headers, None).await;
    assert_eq!(
        answer.status, 200,
        "who has the token may come from elsewhere"
    );
}

#[tokio::test]
async fn a_hundred_banks_are_made_and_dropped_in_parallel() {
    let mock = mock().await;
    let made = futures_util::future::join_all((0..100).map(|_| create(&mock, json!({})))).await;
    let ids: std::collections::BTreeSet<_> = made.iter().map(|answer| answer.text("id")).collect();
    assert_eq!(ids.len(), 100);
    assert_eq!(mock.institutions().all().len(), 102);
    let mock = &mock;
    let drop = ids.iter().map(|id| async move {
        let path = format!("/institutions/{id}");
        send(mock, Method::DELETE, &path, &[], None).await.status
    });
    let dropped = futures_util::future::join_all(drop).await;
    assert!(dropped.iter().all(|status| *status == 204));
    assert_eq!(mock.institutions().all().len(), 2);
}

#[tokio::test]
async fn the_handle_makes_banks_too() {
    let mock = Mock::of(builder()).await;
    assert!(mock.control_url().is_none());
    let made = mock.found(json!({ "name": "From Rust" }), None).unwrap();
    let bank = mock.of_institution(made.id());
    assert_eq!(bank.institution().name, "From Rust");
    assert_eq!(bank.issuer(), made.issuer());
    made.close().unwrap();
    assert!(mock.admin(made.id()).is_none());
    let gone = made.close().unwrap_err().to_string();
    assert_eq!(gone, format!("no institution has the id `{}`", made.id()));
    assert!(
        mock.admin("mock-bank").unwrap().close().is_err(),
        "the default one stays"
    );
    let error = mock
        .found(json!({ "users": [{ "sub": "" }] }), None)
        .unwrap_err();
    assert!(
        error.to_string().contains("missing field `username`"),
        "{error}"
    );
}
