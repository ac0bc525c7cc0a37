use reqwest::Method;

use super::check_reason;
use crate::support::{Ask, Browser, FORM, start};

const INVALID: (u16, &str, &str) = (401, "invalid_token", "invalid token provided");

const fn invalid(description: &str) -> (u16, &str, &str) {
    (400, "invalid_request", description)
}

#[expect(clippy::too_many_lines, reason = "one table, to be read as one")]
#[tokio::test]
async fn every_refusal_says_what_banno_says() {
    let mock = start().await;
    let mut browser = Browser::new(&mock);
    let code = browser.code(&Ask::plain()).await;
    let tokens = mock.redeem(&code).await;
    let good = tokens.text("access_token");
    let id_token = tokens.text("id_token");
    let code = browser.code(&Ask::plain().with("scope", "email")).await;
    let without_openid = mock.redeem(&code).await.text("access_token");
    let bearer = |token: &str| Some(format!("Bearer {token}"));
    let forged = format!("{}x", &good[..good.len() - 4]);
    let in_query = format!("/me?access_token={good}");
    let one = invalid("access token must only be provided using one mechanism");
    let form = invalid("invalid authorization header value format");
    let rows = [
        (
            "/me",
            bearer("x"),
            None,
            INVALID,
            "access token is not one of this issuer's",
        ),
        (
            "/me",
            bearer(&forged),
            None,
            INVALID,
            "access token is not one of this issuer's",
        ),
        (
            "/me",
            bearer(&id_token),
            None,
            INVALID,
            "access token is not one of this issuer's",
        ),
        (
            "/me",
            Some(format!("Basic {good}")),
            None,
            invalid("authorization header scheme must be `Bearer`"),
            "authorization header scheme is not Bearer",
        ),
        (
            "/me",
            Some("Bearer".to_owned()),
            None,
            form,
            "authorization header is not a scheme and a token",
        ),
        (
            "/me",
            Some("Bearer a b".to_owned()),
            None,
            form,
            "authorization header is not a scheme and a token",
        ),
        (
            &in_query,
            None,
            None,
            invalid("access tokens must not be provided via query parameter"),
            "access token in the query",
        ),
        (
            &in_query,
            bearer(&good),
            None,
            one,
            "more than one access token mechanism",
        ),
        (
            "/me",
            bearer(&good),
            Some("access_token=a"),
            one,
            "more than one access token mechanism",
        ),
        (
            "/me",
            None,
            Some("access_token=a&access_token=b"),
            invalid("'access_token' parameter must not be provided twice"),
            "repeated access_token",
        ),
    ];
    for (path, authorization, body, (status, error, description), reason) in rows {
        let mut headers: Vec<_> = authorization
            .iter()
            .map(|value| ("authorization", value.as_str()))
            .collect();
        headers.extend(body.map(|_| FORM));
        let method = body.map_or(Method::GET, |_| Method::POST);
        let answer = mock.send(method, path, &headers, body).await;
        let expected = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
        assert_eq!(answer.body, expected, "{path} {authorization:?} {body:?}");
        assert_eq!(answer.status, status);
        let challenge = format!(
            "Bearer realm=\"{}\", error=\"{error}\", error_description=\"{description}\"",
            mock.issuer()
        );
        assert_eq!(answer.header("www-authenticate"), Some(challenge.as_str()));
        assert_eq!(answer.header("vary"), Some("Origin"));
        check_reason(&mock, &answer, Some(description), reason);
    }
    let answer = mock.me(&without_openid).await;
    assert_eq!(answer.status, 403);
    assert_eq!(
        answer.body,
        r#"{"error":"insufficient_scope","error_description":"access token missing openid scope","scope":"openid"}"#
    );
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(challenge.ends_with(r#", scope="openid""#), "{challenge}");
}

#[tokio::test]
async fn without_a_token_the_challenge_has_only_a_realm() {
    let mock = start().await;
    let challenge = format!("Bearer realm=\"{}\"", mock.issuer());
    let expected = r#"{"error":"invalid_request","error_description":"no access token provided"}"#;
    for answer in [
        mock.get("/me", &[]).await,
        mock.post("/me", &[("other", "parameter")]).await,
    ] {
        assert_eq!(answer.status, 400);
        assert_eq!(answer.body, expected);
        assert_eq!(answer.header("www-authenticate"), Some(challenge.as_str()));
        assert_eq!(mock.reason().as_deref(), Some("no access token provided"));
    }
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused() {
    let mock = start().await;
    let json = [("content-type", "application/json")];
    let answer = mock.send(Method::POST, "/me", &json, Some("{}")).await;
    assert_eq!(answer.status, 400);
    check_reason(&mock, &answer, None, "body is not a form");
}
