//! Clients, users, policies and leniencies of a bank that is running.

use reqwest::Method;
use serde_json::{Value, json};

use super::{call, create, mock};
use crate::support::{Ask, Browser, CALLBACK, CLIENT, FORM};

const RILEY: &str = "5cad5c30-6d24-11e9-870c-0242b78f8571";

#[tokio::test]
async fn a_client_is_registered_changed_and_taken_away() {
    let mock = mock().await;
    let new = json!({ "redirect_uris": [CALLBACK], "scopes": ["openid"] });
    let made = call(&mock, Method::POST, "mock-bank/clients", new).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let (id, secret) = (made.text("client_id"), made.text("client_secret"));
    assert_eq!((id.len(), secret.len()), (36, 43), "both are made up");

    let code = Browser::new(&mock).code(&Ask::of(&id)).await;
    let theirs = [("client_id", id.as_str()), ("client_secret", &secret)];
    assert_eq!(mock.redeem_with(&code, &theirs).await.status, 200);

    let path = format!("mock-bank/clients/{id}");
    let changed = call(
        &mock,
        Method::PATCH,
        &path,
        json!({ "client_secret": "other" }),
    )
    .await;
    assert_eq!(changed.text("client_secret"), "other");
    let code = Browser::new(&mock).code(&Ask::of(&id)).await;
    assert_eq!(mock.redeem_with(&code, &theirs).await.status, 401);
    let open = call(&mock, Method::PATCH, &path, json!({ "scopes": null })).await;
    assert_eq!(
        open.json()["scopes"],
        Value::Null,
        "null is the default again"
    );
    assert_eq!(
        call(&mock, Method::GET, &path, Value::Null).await.json(),
        open.json()
    );

    assert_eq!(
        call(&mock, Method::DELETE, &path, Value::Null).await.status,
        204
    );
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(call(&mock, method, &path, Value::Null).await.status, 404);
    }
    let listed = call(&mock, Method::GET, "mock-bank/clients", Value::Null).await;
    assert_eq!(listed.json()["clients"].as_array().unwrap().len(), 1);
    let gone = mock.get(&Ask::of(&id).url(&mock), &[]).await;
    assert_eq!(gone.status, 400);
    assert_eq!(mock.reason().unwrap(), "client not found");
}

#[tokio::test]
async fn a_client_may_be_called_by_an_address() {
    let mock = mock().await;
    let new = json!({ "client_id": "https://app.example/a b", "redirect_uris": [CALLBACK] });
    let made = call(&mock, Method::POST, "mock-bank/clients", new).await;
    let path = "mock-bank/clients/https:%2F%2Fapp.example%2Fa%20b";
    let shown = call(&mock, Method::GET, path, Value::Null).await;
    assert_eq!((shown.status, shown.json()), (200, made.json()));
    assert_eq!(
        call(&mock, Method::DELETE, path, Value::Null).await.status,
        204
    );
}

#[tokio::test]
async fn what_a_client_cannot_be_is_refused_and_changes_nothing() {
    let mock = mock().await;
    let path = format!("mock-bank/clients/{CLIENT}");
    let before = call(&mock, Method::GET, &path, Value::Null).await.json();
    let rows = [
        (
            json!({ "redirect_uris": [] }),
            400,
            "clients.redirect_uris of",
        ),
        (json!({ "client_id": "other" }), 400, "cannot be changed"),
        (
            json!({ "redirect_uri": "x" }),
            400,
            "did you mean `redirect_uris`?",
        ),
        (
            json!({ "client_secret": null }),
            400,
            "clients.client_secret of",
        ),
        (json!([]), 400, "not a JSON object"),
    ];
    for (patch, status, told) in rows {
        let refused = call(&mock, Method::PATCH, &path, patch.clone()).await;
        assert_eq!(refused.status, status, "{patch}");
        assert_eq!(
            refused.header("content-type").unwrap(),
            "application/problem+json"
        );
        assert!(refused.text("detail").contains(told), "{}", refused.body);
    }
    assert_eq!(
        call(&mock, Method::GET, &path, Value::Null).await.json(),
        before
    );
    let again = json!({ "client_id": CLIENT, "redirect_uris": [CALLBACK] });
    let taken = call(&mock, Method::POST, "mock-bank/clients", again).await;
    assert_eq!(taken.status, 409);
    assert!(taken.text("type").ends_with(":taken"));
}

#[tokio::test]
async fn a_user_is_added_locked_and_taken_away_with_sessions_and_tokens() {
    let mock = mock().await;
    let new = json!({ "username": "sam", "claims": { "name": "Sam" } });
    let made = call(&mock, Method::POST, "mock-bank/users", new).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.text("password"), "banno");
    let path = format!("mock-bank/users/{}", made.text("sub"));

    let asked = Ask::plain().with("scope", "openid profile");
    let mut browser = Browser::new(&mock);
    let response = browser.authorize_as("sam", &asked).await;
    let tokens = mock.redeem(&response["code"]).await;
    let access_token = tokens.text("access_token");
    assert_eq!(mock.me(&access_token).await.text("name"), "Sam");
    let renamed = json!({ "claims": { "name": "Samantha" } });
    call(&mock, Method::PATCH, &path, renamed).await;
    assert_eq!(mock.me(&access_token).await.text("name"), "Samantha");

    call(&mock, Method::PATCH, &path, json!({ "status": "locked" })).await;
    let mut other = Browser::new(&mock);
    let page = other.page(&Ask::plain()).await;
    assert_eq!(other.log_in(&page, "sam", "banno").await.status, 403);
    assert_eq!(mock.reason().unwrap(), "account locked");

    assert_eq!(
        call(&mock, Method::DELETE, &path, Value::Null).await.status,
        204
    );
    assert_eq!(mock.me(&access_token).await.status, 401);
    for kind in ["sessions", "grants"] {
        let path = format!("mock-bank/{kind}");
        let listed = call(&mock, Method::GET, &path, Value::Null).await;
        assert_eq!(listed.json()[kind], json!([]), "{kind}");
    }
    let listed = call(&mock, Method::GET, "mock-bank/tokens", Value::Null).await;
    assert_eq!(listed.json()["tokens"][0]["state"], "ended");
    let silent = browser.visit(&Ask::plain().with("prompt", "none")).await;
    assert_eq!(silent.redirect_params()["error"], "login_required");
}

#[tokio::test]
async fn users_may_have_what_the_bank_does_not_know_but_not_what_no_bank_knows() {
    let mock = mock().await;
    let few = json!({ "id": "few", "claims": ["name"] });
    assert_eq!(create(&mock, few).await.status, 201);
    let new = json!({ "username": "sam", "claims": { "email": "sam@bank.example" } });
    let made = call(&mock, Method::POST, "few/users", new).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let path = format!("few/users/{RILEY}");
    let locked = call(&mock, Method::PATCH, &path, json!({ "status": "locked" })).await;
    assert_eq!(locked.status, 200, "{}", locked.body);
    let settings = call(&mock, Method::GET, "few/settings", Value::Null)
        .await
        .json();
    let put = call(&mock, Method::PUT, "few", settings.clone()).await;
    assert_eq!(put.status, 200, "{}", put.body);
    let again = call(&mock, Method::GET, "few/settings", Value::Null).await;
    assert_eq!(again.json(), settings);

    let typo = json!({ "claims": { "emial": "sam@bank.example" } });
    let refused = call(&mock, Method::PATCH, "few/users/sam", typo).await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.text("detail").contains("did you mean `email`?"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn who_comes_back_under_an_old_name_has_nothing_of_the_one_before() {
    let mock = mock().await;
    let mint = json!({ "user": "rileydoe", "scope": "openid offline_access" });
    for (path, again) in [
        (format!("clients/{CLIENT}"), "clients"),
        ("users/rileydoe".to_owned(), "users"),
    ] {
        let mut browser = Browser::new(&mock);
        browser.code(&Ask::plain()).await;
        let minted = call(&mock, Method::POST, "mock-bank/tokens", mint.clone()).await;
        let token = minted.text("access_token");
        let path = format!("mock-bank/{path}");
        let before = call(&mock, Method::GET, &path, Value::Null).await.json();
        assert_eq!(
            call(&mock, Method::DELETE, &path, Value::Null).await.status,
            204
        );
        let back = call(&mock, Method::POST, &format!("mock-bank/{again}"), before).await;
        assert_eq!(back.status, 201, "{}", back.body);
        assert_eq!(mock.me(&token).await.status, 401, "{path}");
        let silent = browser.visit(&Ask::plain().with("prompt", "none")).await;
        let error = silent.redirect_params()["error"].clone();
        assert!(
            ["consent_required", "login_required"].contains(&error.as_str()),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_photo_comes_from_beside_the_configuration() {
    let mock = mock().await;
    for photo in ["/etc/secret.png", "../secret.png", "a/../../secret.jpg"] {
        let new = json!({ "username": "sam", "photo": photo });
        let refused = call(&mock, Method::POST, "mock-bank/users", new).await;
        assert_eq!(refused.status, 400);
        assert!(
            refused.text("detail").contains("beside the configuration"),
            "{}",
            refused.body
        );
    }
}

#[tokio::test]
async fn policies_and_leniencies_are_turned_while_the_bank_runs() {
    let mock = mock().await;
    let without_pkce = || {
        Ask::plain()
            .without("code_challenge")
            .without("code_challenge_method")
    };
    let refused = mock.get(&without_pkce().url(&mock), &[]).await;
    assert_eq!(refused.redirect_params()["error"], "invalid_request");
    let on = json!({ "allow_missing_pkce": true });
    let changed = call(&mock, Method::PATCH, "mock-bank/leniencies", on).await;
    assert_eq!(changed.json()["allow_missing_pkce"], true);
    Browser::new(&mock).code(&without_pkce()).await;

    let cors = || async {
        let preflight = [
            ("origin", "https://x.example"),
            ("access-control-request-method", "POST"),
        ];
        let answer = mock.send(Method::OPTIONS, "/token", &preflight, None).await;
        assert_eq!(answer.status, 204);
        let headers = [FORM, ("origin", "https://x.example")];
        let body = format!("client_id={CLIENT}&client_secret=wrong");
        let answer = mock
            .send(Method::POST, "/token", &headers, Some(&body))
            .await;
        answer
            .header("access-control-allow-origin")
            .map(str::to_owned)
    };
    let before = cors().await;
    let any = json!({ "cors": "any", "refresh_rotation": "never" });
    let changed = call(&mock, Method::PATCH, "mock-bank/policies", any.clone()).await;
    assert_eq!(changed.json(), any);
    assert_ne!(cors().await, before);
    let partly = call(
        &mock,
        Method::PATCH,
        "mock-bank/policies",
        json!({ "cors": null }),
    )
    .await;
    assert_eq!(partly.json(), json!({ "refresh_rotation": "never" }));
    assert_eq!(cors().await, before);
    for wrong in [
        json!({ "refresh_reuse_seconds": 5 }),
        json!({ "cors": "some" }),
    ] {
        let refused = call(&mock, Method::PATCH, "mock-bank/policies", wrong.clone()).await;
        assert_eq!(refused.status, 400, "{wrong}");
    }
    let shown = call(&mock, Method::GET, "mock-bank/policies", Value::Null).await;
    assert_eq!(shown.json(), json!({ "refresh_rotation": "never" }));
}

#[tokio::test]
async fn a_policy_that_the_metadata_tells_is_told_at_once() {
    let mock = mock().await;
    let told = async || {
        let metadata = mock.get("/.well-known/openid-configuration", &[]).await;
        metadata.json()["authorization_response_iss_parameter_supported"].clone()
    };
    assert_eq!(told().await, true);
    let off = json!({ "authorization_response_iss": false });
    call(&mock, Method::PATCH, "mock-bank/policies", off).await;
    assert_eq!(told().await, false);
}

#[tokio::test]
async fn of_many_changes_at_once_none_is_lost() {
    let mock = mock().await;
    let add = |number: usize| {
        let new = json!({ "client_id": format!("app-{number}"), "redirect_uris": [CALLBACK] });
        call(&mock, Method::POST, "second-bank/clients", new)
    };
    let made = futures_util::future::join_all((0..50).map(add)).await;
    assert!(made.iter().all(|answer| answer.status == 201));
    let listed = call(&mock, Method::GET, "second-bank/clients", Value::Null).await;
    assert_eq!(listed.json()["clients"].as_array().unwrap().len(), 51);
}
