//! A bank that is put back to what was declared, or to what a test declares.

use std::sync::Arc;
use std::time::Duration;

use oidc::clock::{ManualClock, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{call, create, mock};
use crate::support::{Ask, Browser, CALLBACK, CLIENT, Mock, NOW, builder};

#[tokio::test]
async fn a_reset_bank_is_as_it_was_declared_and_remembers_nothing() {
    let mock = mock().await;
    let declared = create(&mock, json!({ "id": "north", "name": "North" }))
        .await
        .json();
    let north = mock.of_institution("north");
    let mut browser = Browser::new(&north);
    let tokens = north.redeem(&browser.code(&Ask::offline()).await).await;
    call(
        &mock,
        Method::DELETE,
        &format!("north/clients/{CLIENT}"),
        Value::Null,
    )
    .await;
    call(
        &mock,
        Method::PATCH,
        "north/leniencies",
        json!({ "allow_code_reuse": true }),
    )
    .await;
    call(
        &mock,
        Method::PATCH,
        "north/clock",
        json!({ "advance_seconds": 5, "frozen": true }),
    )
    .await;
    call(&mock, Method::POST, "north/keys/rotate", Value::Null).await;

    let reset = call(&mock, Method::POST, "north/reset", Value::Null).await;
    assert_eq!(reset.json(), declared);
    let lenient = call(&mock, Method::GET, "north/leniencies", Value::Null).await;
    assert_eq!(lenient.json()["allow_code_reuse"], false);
    let clock = call(&mock, Method::GET, "north/clock", Value::Null).await;
    assert_eq!(clock.json(), json!({ "now": NOW, "frozen": false }));
    for kind in ["sessions", "grants", "tokens"] {
        let listed = call(&mock, Method::GET, &format!("north/{kind}"), Value::Null).await;
        assert_eq!(listed.json()[kind], json!([]), "{kind}");
    }
    let north = mock.of_institution("north");
    assert!(north.journal().entries().is_empty());
    assert_eq!(north.me(&tokens.text("access_token")).await.status, 401);
    let silent = browser.visit(&Ask::plain().with("prompt", "none")).await;
    assert_eq!(silent.redirect_params()["error"], "login_required");
    assert_eq!(
        north.journal().entries()[0].seq,
        north.journal().newest() - 1,
        "numbers go on"
    );
    let again = north
        .redeem(&Browser::new(&north).code(&Ask::plain()).await)
        .await;
    assert_eq!(again.status, 200);
}

#[tokio::test]
async fn the_default_bank_can_be_reset_and_put() {
    let mock = mock().await;
    let app = json!([{ "client_id": "app", "client_secret": "s", "redirect_uris": [CALLBACK] }]);
    let put = call(&mock, Method::PUT, "mock-bank", json!({ "clients": app })).await;
    assert_eq!(put.status, 200, "{}", put.body);
    assert_eq!(put.text("issuer"), mock.issuer(), "it stays where it is");
    let code = Browser::new(&mock).code(&Ask::of("app")).await;
    let theirs = [("client_id", "app"), ("client_secret", "s")];
    assert_eq!(mock.redeem_with(&code, &theirs).await.status, 200);
    call(&mock, Method::DELETE, "mock-bank/clients/app", Value::Null).await;
    let reset = call(&mock, Method::POST, "mock-bank/reset", Value::Null).await;
    assert_eq!(
        reset.json()["clients"][0]["client_id"],
        "app",
        "what was put is declared"
    );
}

#[tokio::test]
async fn putting_makes_a_bank_or_makes_it_anew() {
    let mock = mock().await;
    let settings = json!({ "name": "North", "policies": { "cors": "any" }, "ttl_seconds": 60 });
    let made = call(&mock, Method::PUT, "north", settings.clone()).await;
    assert_eq!((made.status, made.text("name")), (201, "North".to_owned()));
    assert_eq!(made.json()["expires_at"], NOW + 60);
    call(
        &mock,
        Method::POST,
        "north/tokens",
        json!({ "user": "rileydoe" }),
    )
    .await;
    call(
        &mock,
        Method::PATCH,
        "north/policies",
        json!({ "cors": "stock" }),
    )
    .await;

    let again = call(&mock, Method::PUT, "north", settings).await;
    assert_eq!((again.status, again.json()), (200, made.json()));
    let policies = call(&mock, Method::GET, "north/policies", Value::Null).await;
    assert_eq!(policies.json(), json!({ "cors": "any" }));
    let tokens = call(&mock, Method::GET, "north/tokens", Value::Null).await;
    assert_eq!(tokens.json()["tokens"], json!([]));
    let forever = call(&mock, Method::PUT, "north", json!({})).await;
    assert_eq!(forever.json()["expires_at"], Value::Null);
    assert_eq!(forever.text("name"), "north");

    for (settings, status) in [
        (json!({ "id": "south" }), 400),
        (json!({ "host": "north.localhost" }), 400),
        (json!({ "ttl_seconds": 0 }), 400),
        (json!({ "clients": [{}] }), 400),
        (json!({ "id": "north" }), 200),
    ] {
        let answer = call(&mock, Method::PUT, "north", settings.clone()).await;
        assert_eq!(answer.status, status, "{settings}");
    }
    let unfit = call(&mock, Method::PUT, "no_rth", json!({})).await;
    assert_eq!(unfit.status, 400);
}

#[tokio::test]
async fn the_settings_of_a_bank_make_another_one_like_it() {
    let mock = mock().await;
    let path = "second-bank/settings";
    call(
        &mock,
        Method::PATCH,
        "second-bank/policies",
        json!({ "cors": "any" }),
    )
    .await;
    let mut settings = call(&mock, Method::GET, path, Value::Null).await.json();
    assert_eq!(settings["users"].as_array().unwrap().len(), 1);
    let same = call(&mock, Method::PUT, "second-bank", settings.clone()).await;
    assert_eq!(same.status, 200, "{}", same.body);
    assert_eq!(
        call(&mock, Method::GET, path, Value::Null).await.json(),
        settings
    );

    settings["id"] = json!("third-bank");
    let third = call(&mock, Method::PUT, "third-bank", settings.clone()).await;
    assert_eq!(third.status, 201);
    let shown = call(&mock, Method::GET, "third-bank/settings", Value::Null).await;
    assert_eq!(shown.json(), settings);
    let plain = call(&mock, Method::GET, "mock-bank/settings", Value::Null).await;
    assert!(
        plain.json().get("users").is_none(),
        "those of the fixtures are left out"
    );
}

#[tokio::test]
async fn a_bank_whose_time_is_over_is_made_anew_by_its_name() {
    let clock = Arc::new(ManualClock::new(Timestamp::from_unix(NOW)));
    let mock = Mock::of(builder().clock(clock.clone()).control("127.0.0.1:0")).await;
    let settings = json!({ "name": "One", "ttl_seconds": 60 });
    call(&mock, Method::PUT, "short", settings).await;
    let admin = mock.admin("short").unwrap();
    admin.clock().unwrap().advance(Duration::from_secs(600));
    assert!(
        admin.institution().is_ok(),
        "a bank's clock is not the provider's"
    );
    clock.advance(Duration::from_secs(40));
    let left = call(&mock, Method::GET, "short/settings", Value::Null).await;
    assert_eq!(left.json()["ttl_seconds"], 20);
    clock.advance(Duration::from_secs(20));
    assert!(admin.institution().is_err());
    let anew = call(&mock, Method::PUT, "short", json!({ "name": "Two" })).await;
    assert_eq!((anew.status, anew.text("name")), (201, "Two".to_owned()));
}

#[tokio::test]
async fn what_is_configured_stays_as_long_as_the_provider() {
    let mock = mock().await;
    for id in ["mock-bank", "second-bank"] {
        let refused = call(&mock, Method::PUT, id, json!({ "ttl_seconds": 5 })).await;
        assert_eq!(refused.status, 400, "{id}");
        assert!(
            refused.text("detail").contains("ttl_seconds"),
            "{}",
            refused.body
        );
    }
    let put = call(&mock, Method::PUT, "mock-bank", json!({})).await;
    assert_eq!(put.text("name"), "Mock Bank", "and keeps its name");
}

#[tokio::test]
async fn a_bank_with_a_host_comes_back_under_it() {
    let config = "[[institutions]]\nid = \"south\"\nhost = \"south.localhost\"\n";
    let mock = Mock::of(builder().config(config).control("127.0.0.1:0")).await;
    let south = json!({ "id": "south", "host": "south.localhost" });
    call(&mock, Method::DELETE, "south", Value::Null).await;
    let back = create(&mock, south).await;
    assert_eq!(back.status, 201, "{}", back.body);
    assert!(back.text("issuer").starts_with("http://south.localhost:"));
    let other = json!({ "id": "north", "host": "north.localhost" });
    assert_eq!(create(&mock, other).await.status, 400);
}
