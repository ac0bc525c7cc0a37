//! What no good token opens.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Customer, RILEY, start, url};
use crate::support::{Ask, Browser, Mock};

/// Each endpoint with its scopes.
const ENDPOINTS: [(&str, &str, &[&str]); 11] = [
    ("PUT", "/fetch", &["openid"]),
    ("GET", "/tasks/x", &["openid"]),
    (
        "GET",
        "/accounts",
        &["accounts.readonly", "accounts.readwrite"],
    ),
    (
        "GET",
        "/accounts/x",
        &["accounts.readonly", "accounts.readwrite"],
    ),
    (
        "GET",
        "/accounts/x/number",
        &["accounts.unmaskednumber.readonly"],
    ),
    (
        "GET",
        "/accounts/x/transactions",
        &["transactions.detail.readonly"],
    ),
    (
        "GET",
        "/accounts/x/transactions/x",
        &["transactions.detail.readonly"],
    ),
    ("GET", "", &["user.profile.readonly"]),
    ("PATCH", "", &["user.preferredname.readwrite"]),
    ("PUT", "", &["user.email.readwrite"]),
    ("GET", "/institutions/x", &["openid"]),
];

fn whole(scope: &str) -> String {
    if scope == "openid" {
        scope.to_owned()
    } else {
        format!("https://api.banno.com/consumer/auth/{scope}")
    }
}

#[tokio::test]
async fn each_endpoint_opens_to_its_scopes_alone() {
    let mock = start().await;
    let all: std::collections::BTreeSet<_> = ENDPOINTS
        .iter()
        .flat_map(|(_, _, scopes)| *scopes)
        .collect();
    for scope in all {
        let granted = format!("openid {}", whole(scope));
        let riley = Customer::with_scope(&mock, "rileydoe", &granted).await;
        for (method, path, scopes) in ENDPOINTS {
            let method: Method = method.parse().unwrap();
            let answer = riley.send(method.clone(), path, &[], None).await;
            let opens = scopes.contains(scope) || scopes.contains(&"openid");
            assert_eq!(answer.status != 403, opens, "{method} {path} with {scope}");
            if !opens {
                assert_eq!(
                    answer.json(),
                    json!({ "errorCode": 403, "messages": "Forbidden" })
                );
                let named: Vec<_> = scopes.iter().map(|scope| whole(scope)).collect();
                let reason = format!("scope {} missing", named.join(" or "));
                assert_eq!(mock.reason(), Some(reason));
                let challenge = answer.header("www-authenticate").unwrap();
                assert!(
                    challenge.contains("error=\"insufficient_scope\""),
                    "{challenge}"
                );
            }
        }
    }
}

async fn refused(mock: &Mock, authorization: Option<&str>) -> (u16, Value, String, String) {
    let headers: Vec<_> = authorization
        .map(|it| ("authorization", it))
        .into_iter()
        .collect();
    let answer = mock.get(&url(mock, RILEY, "/accounts"), &headers).await;
    let challenge = answer.header("www-authenticate").unwrap().to_owned();
    (
        answer.status,
        answer.json(),
        challenge,
        mock.reason().unwrap(),
    )
}

#[tokio::test]
async fn who_has_no_good_token_gets_401_and_the_journal_says_why() {
    let mock = start().await;
    let realm = format!("Bearer realm=\"{}\"", mock.issuer());
    let told = |error: &str| format!("{realm}, error=\"{error}\"");
    let rows = [
        (None, realm.clone(), "no access token provided"),
        (
            Some("Bearer"),
            told("invalid_request"),
            "authorization header is not a scheme and a token",
        ),
        (
            Some("Bearer a b"),
            told("invalid_request"),
            "authorization header is not a scheme and a token",
        ),
        (
            Some("Basic abc"),
            told("invalid_request"),
            "authorization header scheme is not Bearer",
        ),
        (
            Some("Bearer abc"),
            told("invalid_token"),
            "access token is not one of this issuer's",
        ),
    ];
    for (authorization, challenge, reason) in rows {
        let body = json!({ "errorCode": 401, "messages": "Unauthorized" });
        let expected = (401, body, challenge, reason.to_owned());
        assert_eq!(refused(&mock, authorization).await, expected);
    }
}

#[tokio::test]
async fn a_token_in_the_query_is_none() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let path = format!("/accounts?access_token={}", riley.access_token);
    let answer = mock.get(&url(&mock, RILEY, &path), &[]).await;
    assert_eq!(answer.status, 401);
    let entries = serde_json::to_string(&mock.journal().entries()).unwrap();
    assert!(!entries.contains(&riley.access_token));
}

#[tokio::test]
async fn tokens_end_with_their_time_their_grant_and_their_session() {
    let mock = start().await;
    let reason =
        async |mock: &Mock, token: &str| refused(mock, Some(&format!("Bearer {token}"))).await.3;
    let riley = Customer::of(&mock, "rileydoe").await;
    mock.pass(599);
    assert_eq!(riley.get("/accounts").await.status, 200);
    mock.pass(1);
    assert_eq!(
        reason(&mock, &riley.access_token).await,
        "access token is expired"
    );

    let ask = Ask::plain().with(
        "scope",
        "openid https://api.banno.com/consumer/auth/accounts.readonly",
    );
    let mut browser = Browser::new(&mock);
    let code = browser.code(&ask).await;
    let token = mock.redeem(&code).await.text("access_token");
    let bearer = format!("Bearer {token}");
    let accounts = mock
        .get(
            &url(&mock, RILEY, "/accounts"),
            &[("authorization", &bearer)],
        )
        .await;
    assert_eq!(accounts.status, 200);
    // A used code ends the grant.
    assert_eq!(mock.redeem(&code).await.status, 400);
    assert_eq!(reason(&mock, &token).await, "grant not found");
}

#[tokio::test]
async fn nobody_sees_somebody_elses_data() {
    let mock = start().await;
    let jordan = Customer::of(&mock, "jordansmith").await;
    let bearer = format!("Bearer {}", jordan.access_token);
    for (method, path, _) in ENDPOINTS {
        for sub in [RILEY, "nobody", "RILEY"] {
            let method: Method = method.parse().unwrap();
            let answer = mock
                .send(
                    method,
                    &url(&mock, sub, path),
                    &[("authorization", &bearer)],
                    None,
                )
                .await;
            assert_eq!(answer.status, 403, "{path}");
            let reason = "the token is for another user than the one in the path";
            assert_eq!(mock.reason().as_deref(), Some(reason));
        }
    }
}

#[tokio::test]
async fn a_token_of_one_bank_opens_nothing_at_another() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let second = mock.of_institution("second-bank");
    let bearer = format!("Bearer {}", riley.access_token);
    let answer = second
        .get(
            &url(&second, RILEY, "/accounts"),
            &[("authorization", &bearer)],
        )
        .await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn other_methods_are_refused() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    for (method, path, allowed) in [
        ("POST", "/fetch", "PUT"),
        ("GET", "/fetch", "PUT"),
        ("DELETE", "", "GET, PATCH, PUT"),
        ("PUT", "/accounts", "GET"),
    ] {
        let answer = riley.send(method.parse().unwrap(), path, &[], None).await;
        assert_eq!(answer.status, 405, "{method} {path}");
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
        assert_eq!(
            answer.json(),
            json!({ "errorCode": 405, "messages": "Method Not Allowed" })
        );
    }
    let answer = riley.send(Method::HEAD, "/accounts", &[], None).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
}

#[tokio::test]
async fn scripts_of_the_clients_own_origins_may_read_the_answers() {
    let mock = start().await;
    let riley = Customer::of(&mock, "rileydoe").await;
    let own = [("origin", "https://localhost:8080")];
    let answer = riley.send(Method::GET, "/accounts", &own, None).await;
    assert_eq!(
        answer.header("access-control-allow-origin"),
        Some("https://localhost:8080")
    );
    let foreign = [("origin", "https://evil.example")];
    let answer = riley.send(Method::GET, "/accounts", &foreign, None).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let preflight = [
        ("origin", "https://localhost:8080"),
        ("access-control-request-method", "PATCH"),
        ("access-control-request-headers", "authorization"),
    ];
    let answer = mock
        .send(Method::OPTIONS, &url(&mock, RILEY, ""), &preflight, None)
        .await;
    assert_eq!(answer.status, 204);
    assert_eq!(
        answer.header("access-control-allow-methods"),
        Some("GET,PATCH,PUT")
    );
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("authorization")
    );
}
