//! The journal of a bank, read by a test.

use reqwest::Method;
use serde_json::{Value, json};

use super::{call, mock, send};
use crate::support::{Ask, Browser, SECRET};

#[tokio::test]
async fn the_journal_of_a_bank_tells_the_true_reason() {
    let mock = mock().await;
    let second = mock.of_institution("second-bank");
    second.me("nonsense").await;
    mock.me("nonsense").await;
    second.get("/jwks", &[]).await;
    let journal = async |query: &str| {
        let path = format!("/institutions/second-bank/journal{query}");
        send(&mock, Method::GET, &path, &[], None).await
    };
    let entries = journal("").await.json()["entries"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(entries.len(), 2);
    let reason = "access token is not one of this issuer's";
    assert_eq!(entries[0]["refusal"]["reason"], reason);
    assert!(!entries[0].to_string().contains("nonsense"));
    let newer = journal("?after=1").await.json();
    assert_eq!(newer["entries"][0]["endpoint"], "jwks");
    assert_eq!(journal("?after=x").await.status, 400);
    assert_eq!(journal("?since=1").await.status, 400);
}

#[tokio::test]
async fn the_journal_is_filtered_and_forgotten() {
    let mock = mock().await;
    let tokens = mock
        .redeem(&Browser::new(&mock).code(&Ask::plain()).await)
        .await;
    mock.me("nonsense").await;
    mock.me(&tokens.text("access_token")).await;
    let count = async |query: &str| {
        let path = format!("mock-bank/journal?{query}");
        let answer = call(&mock, Method::GET, &path, Value::Null).await;
        answer.json()["entries"].as_array().unwrap().len()
    };
    let all = count("").await;
    assert_eq!(count("endpoint=userinfo").await, 2);
    assert_eq!(count("endpoint=userinfo&refused=true").await, 1);
    assert_eq!(count("refused=false").await, all - 1);
    assert_eq!(count("status=401").await, 1);
    assert_eq!(count("reason=not%20one%20of").await, 1);
    assert_eq!(count("client_id=nobody").await, 0);
    assert_eq!(
        count("sub=5cad5c30-6d24-11e9-870c-0242b78f8571&endpoint=token").await,
        1
    );
    let unknown = call(
        &mock,
        Method::GET,
        "mock-bank/journal?endpoint=tokn",
        Value::Null,
    )
    .await;
    assert_eq!(unknown.status, 400);
    assert!(
        unknown.text("detail").contains("did you mean `token`?"),
        "{}",
        unknown.body
    );
    let cleared = call(&mock, Method::DELETE, "mock-bank/journal", Value::Null).await;
    assert_eq!((cleared.status, count("").await), (204, 0));
}

#[tokio::test]
async fn an_exchange_is_waited_for() {
    let mock = mock().await;
    mock.get("/jwks", &[]).await;
    let path = "mock-bank/journal/await?endpoint=userinfo&refused=true";
    let waiting = call(&mock, Method::GET, path, Value::Null);
    let happening = async {
        mock.get("/jwks", &[]).await;
        mock.me("nonsense").await;
    };
    let (came, ()) = tokio::join!(waiting, happening);
    assert_eq!(came.status, 200, "{}", came.body);
    assert_eq!(came.json()["seq"], 3);
    let again = call(&mock, Method::GET, path, Value::Null).await;
    assert_eq!(again.json(), came.json(), "one that is remembered counts");
    let newer = format!("{path}&after=3&timeout_seconds=0");
    let missed = call(&mock, Method::GET, &newer, Value::Null).await;
    assert_eq!(missed.status, 404);
    assert!(missed.text("type").ends_with(":exchange-did-not-come"));
    let other = "mock-bank/journal/await?endpoint=token&timeout_seconds=0";
    let missed = call(&mock, Method::GET, other, Value::Null).await;
    assert!(
        missed.text("detail").contains("of 3 others"),
        "{}",
        missed.body
    );
    assert!(
        missed.text("detail").contains("not one of this issuer's"),
        "{}",
        missed.body
    );
    for wrong in ["timeout_seconds=61", "timeout_seconds=x", "endpoint=tokn"] {
        let path = format!("mock-bank/journal/await?{wrong}");
        assert_eq!(
            call(&mock, Method::GET, &path, Value::Null).await.status,
            400,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn an_archive_has_the_messages_and_no_secret_unless_asked() {
    let mock = mock().await;
    let mut browser = Browser::new(&mock);
    let code = browser.code(&Ask::full()).await;
    let tokens = mock.redeem(&code).await;
    let access_token = tokens.text("access_token");
    mock.me(&access_token).await;
    let har = async |query: &str| {
        let path = format!("mock-bank/journal/har{query}");
        call(&mock, Method::GET, &path, Value::Null).await
    };
    let masked = har("").await;
    let cookie = browser.session().unwrap().to_owned();
    let id_token = tokens.text("id_token");
    let secrets = [code.as_str(), &access_token, &id_token, SECRET, &cookie];
    for secret in secrets {
        assert!(!masked.body.contains(secret), "{secret} stands in it");
    }
    let log = masked.json()["log"].clone();
    assert_eq!(log["version"], "1.2");
    let entries = log["entries"].as_array().unwrap();
    let of = |path: &str| {
        let mut entries = entries.iter();
        entries
            .find(|entry| entry["request"]["url"].as_str().unwrap().contains(path))
            .unwrap()
    };
    let token = of("/token");
    assert_eq!(token["request"]["method"], "POST");
    assert_eq!(
        token["request"]["postData"]["params"][0],
        json!({ "name": "grant_type", "value": "authorization_code" })
    );
    assert!(
        token["response"]["content"]["text"]
            .as_str()
            .unwrap()
            .contains("\"access_token\":\"***\"")
    );
    assert_eq!(token["startedDateTime"], "2026-09-21T14:13:20Z");
    assert_eq!(of("/me")["response"]["status"], 200);
    let authorization = of("/auth?");
    assert!(
        authorization["response"]["redirectURL"]
            .as_str()
            .unwrap()
            .starts_with('/')
    );

    let shown = har("?secrets=shown").await;
    for secret in [code.as_str(), &access_token, SECRET, &cookie] {
        assert!(shown.body.contains(secret), "{secret} is asked for");
    }
    let one = har("?endpoint=token").await;
    assert_eq!(one.json()["log"]["entries"].as_array().unwrap().len(), 1);
    assert_eq!(har("?secrets=all").await.status, 400);
    assert!(!format!("{:?}", mock.journal()).contains(&access_token));
}

#[tokio::test]
async fn no_secret_in_a_wrong_place_is_told() {
    let mock = mock().await;
    let secret = "S3CRETthatNobodyShallSee";
    let long = format!("{secret}{secret}");
    let body = format!("{{\"client_secret\":\"{secret}\",\"code\":\"{secret}\"}}");
    mock.send(Method::POST, "/token", &[crate::support::FORM], Some(&body))
        .await;
    let form = [(
        "redirect_uri",
        format!("https://app.example/cb?code={secret}#{secret}"),
    )];
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    mock.post("/token", &form).await;
    for authorization in [
        format!("{secret} Bearer"),
        format!("Bearer {secret}"),
        secret.to_owned(),
    ] {
        mock.get("/me", &[("authorization", &authorization)]).await;
    }
    mock.get(&format!("/me?{secret}"), &[("x-token", secret)])
        .await;
    mock.get(
        &format!("/token/{long}?access_token={secret}"),
        &[("cookie", secret)],
    )
    .await;
    let posted = Ask::plain()
        .with("response_mode", "form_post")
        .with("state", secret);
    Browser::new(&mock).visit(&posted.with("scope", "")).await;
    let fragment = Ask::plain()
        .with("response_mode", "fragment")
        .with("state", secret);
    Browser::new(&mock).visit(&fragment.with("scope", "")).await;

    for path in ["journal", "journal/har"] {
        let path = format!("mock-bank/{path}");
        let told = call(&mock, Method::GET, &path, Value::Null).await;
        assert!(!told.body.contains(secret), "{path}: {}", told.body);
    }
    assert!(!format!("{:?}", mock.journal().entries()).contains(secret));
    let shown = call(
        &mock,
        Method::GET,
        "mock-bank/journal/har?secrets=shown",
        Value::Null,
    )
    .await;
    assert!(
        shown.body.contains(&body.replace('"', "\\\"")),
        "and shown as it came"
    );
}

#[tokio::test]
async fn a_bank_that_is_gone_is_in_nobodys_journal() {
    let mock = mock().await;
    let url = format!("{}/fi/gone/a/consumer/api/v0/oidc/me", mock.base_url());
    assert_eq!(
        mock.get(&url, &[("authorization", "Bearer t")])
            .await
            .status,
        404
    );
    assert!(mock.journal().entries().is_empty());
}

#[tokio::test]
async fn the_messages_that_are_kept_are_bounded_by_their_weight() {
    let mock = mock().await;
    let heavy = "x".repeat(7900);
    for _ in 0..1300 {
        mock.get("/jwks", &[("x-heavy", &heavy)]).await;
    }
    let entries = mock.journal().entries();
    assert_eq!(entries.len(), 1024);
    let kept = entries
        .iter()
        .filter(|entry| entry.messages.is_some())
        .count();
    assert!((800..1024).contains(&kept), "{kept} of those");
    assert!(entries.last().unwrap().messages.is_some() && entries[0].messages.is_none());
    let har = call(&mock, Method::GET, "mock-bank/journal/har", Value::Null).await;
    assert_eq!(har.json()["log"]["entries"].as_array().unwrap().len(), kept);
}
