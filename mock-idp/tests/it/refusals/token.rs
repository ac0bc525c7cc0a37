use reqwest::Method;

use super::check_reason;
use super::token_rows::{client_authentication, grants, parameters};
use crate::support::{
    Ask, Browser, CALLBACK, CLIENT, FORM, SECRET, VERIFIER, over, start_with_clients,
};

#[tokio::test]
async fn every_refusal_says_what_banno_says_and_burns_nothing() {
    let mock = start_with_clients().await;
    let code = Browser::new(&mock).code(&Ask::plain()).await;
    let right = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let rows = [client_authentication(), parameters(), grants()].concat();
    for (authorization, changed, (status, error, description), reason) in rows {
        let headers: Vec<_> = authorization
            .iter()
            .map(|value| ("authorization", value.as_str()))
            .collect();
        let form = over(&right, &changed);
        let answer = mock.post_with("/token", &form, &headers).await;
        let body = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
        assert_eq!(answer.body, body, "{authorization:?} {changed:?}");
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("vary"), Some("Origin"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let media_type = answer.header("content-type");
        assert_eq!(media_type, Some("application/json; charset=utf-8"));
        let challenge = (status == 401 && authorization.is_some()).then(|| {
            format!(
                "Basic realm=\"{}\", error=\"{error}\", error_description=\"{description}\"",
                mock.issuer()
            )
        });
        assert_eq!(answer.header("www-authenticate"), challenge.as_deref());
        check_reason(&mock, &answer, Some(description), reason);
    }
    assert_eq!(mock.redeem(&code).await.status, 200);
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused_before_anything_else() {
    let mock = start_with_clients().await;
    let json = [("content-type", "application/json")];
    let answer = mock.send(Method::POST, "/token", &json, Some("{}")).await;
    assert_eq!(
        answer.text("error_description"),
        "only application/x-www-form-urlencoded content-type bodies are supported on POST /token"
    );
    check_reason(&mock, &answer, None, "body is not a form");
    let long = "a=".to_owned() + &"b".repeat(60_000);
    let answer = mock
        .send(Method::POST, "/token", &[FORM], Some(&long))
        .await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.text("error_description"),
        "failed to parse the request body"
    );
    check_reason(&mock, &answer, None, "body cannot be read");
}

#[tokio::test]
async fn a_parameter_may_not_come_twice() {
    let mock = start_with_clients().await;
    let credentials = format!("client_id={CLIENT}&client_secret={SECRET}");
    let rows = [
        ("client_id=x".to_owned(), "'client_id' parameter"),
        (
            "grant_type=a&grant_type=b".to_owned(),
            "'grant_type' parameter",
        ),
        (
            "grant_type=authorization_code&code=a&code=b&redirect_uri=a&redirect_uri=b".to_owned(),
            "'code' and 'redirect_uri' parameters",
        ),
    ];
    for (repeated, named) in rows {
        let form = format!("{credentials}&{repeated}");
        let answer = mock
            .send(Method::POST, "/token", &[FORM], Some(&form))
            .await;
        let expected = format!("{named} must not be provided twice");
        assert_eq!(answer.text("error_description"), expected);
        assert_eq!(answer.text("error"), "invalid_request");
    }
}

#[tokio::test]
async fn a_refresh_cannot_widen_the_scope() {
    let mock = start_with_clients().await;
    let code = Browser::new(&mock).code(&Ask::offline()).await;
    let token = mock.redeem(&code).await.text("refresh_token");
    let wider = mock
        .refresh_with(&token, &[("scope", "openid phone")])
        .await;
    assert_eq!(
        wider.body,
        r#"{"error":"invalid_scope","error_description":"refresh token missing requested scope","scope":"phone"}"#
    );
    let wider = mock
        .refresh_with(&token, &[("scope", "phone address")])
        .await;
    assert_eq!(
        wider.body,
        r#"{"error":"invalid_scope","error_description":"refresh token missing requested scopes","scope":"phone address"}"#
    );
    let other = [("client_id", "rs256"), ("client_secret", "rs256-secret")];
    let stolen = mock.refresh_with(&token, &other).await;
    assert_eq!(stolen.text("error"), "invalid_grant");
    check_reason(&mock, &stolen, None, "client mismatch");
    assert_eq!(mock.refresh(&token).await.status, 200);
}
