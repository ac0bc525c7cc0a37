use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;

use super::check_reason;
use crate::support::{
    Ask, Browser, CALLBACK, CLIENT, FORM, SECRET, VERIFIER, over, start_with_clients,
};

const FAILED: (u16, &str, &str) = (401, "invalid_client", "client authentication failed");

const fn invalid(description: &str) -> (u16, &str, &str) {
    (400, "invalid_request", description)
}

/// `Authorization`, changes to a right request, answer, reason.
type Row<'a> = (
    Option<String>,
    Vec<(&'a str, &'a str)>,
    (u16, &'a str, &'a str),
    &'a str,
);

fn basic(credentials: &str) -> Option<String> {
    Some(format!("Basic {}", STANDARD.encode(credentials)))
}

const NO_CREDENTIALS: [(&str, &str); 2] = [("client_id", ""), ("client_secret", "")];

fn client_authentication() -> Vec<Row<'static>> {
    let no_credentials = || NO_CREDENTIALS.to_vec();
    let one = invalid("client authentication must only be provided using one mechanism");
    vec![
        (
            None,
            no_credentials(),
            invalid("no client authentication mechanism provided"),
            "no client authentication provided",
        ),
        (
            None,
            vec![("client_id", "nobody")],
            FAILED,
            "client not found",
        ),
        (
            None,
            vec![("client_secret", "wrong")],
            FAILED,
            "invalid secret provided",
        ),
        (
            None,
            vec![("client_secret", "")],
            FAILED,
            "the provided authentication mechanism does not match the registered client \
             authentication method",
        ),
        (
            None,
            vec![("client_id", "public"), ("client_secret", "any")],
            FAILED,
            "the provided authentication mechanism does not match the registered client \
             authentication method",
        ),
        (
            basic("nobody:secret"),
            no_credentials(),
            FAILED,
            "client not found",
        ),
        (
            basic(&format!("{CLIENT}:wrong")),
            no_credentials(),
            FAILED,
            "invalid secret provided",
        ),
        (
            basic(&format!("{CLIENT}:{SECRET}")),
            vec![],
            one,
            "more than one client authentication mechanism",
        ),
        (
            basic(&format!("{CLIENT}:{SECRET}")),
            vec![("client_id", "public"), ("client_secret", "")],
            invalid("mismatch in body and authorization client ids"),
            "client_id in body and header differ",
        ),
        (
            basic(&format!("{CLIENT}:")),
            no_credentials(),
            invalid("client_secret must be provided in the Authorization header"),
            "authorization header has no secret",
        ),
        (
            basic("no colon"),
            no_credentials(),
            invalid("invalid authorization header value format"),
            "authorization header is not Basic credentials",
        ),
        (
            Some("Bearer token".to_owned()),
            no_credentials(),
            invalid("invalid authorization header value format"),
            "authorization header is not Basic credentials",
        ),
        (
            basic("100%:secret"),
            no_credentials(),
            invalid(
                "client_id and client_secret in the authorization header are not properly encoded",
            ),
            "credentials in the authorization header are not form-urlencoded",
        ),
    ]
}

fn parameters() -> Vec<Row<'static>> {
    vec![
        (
            None,
            vec![("grant_type", "")],
            invalid("missing required parameter 'grant_type'"),
            "missing grant_type",
        ),
        (
            None,
            vec![("grant_type", "client_credentials")],
            (
                400,
                "unsupported_grant_type",
                "unsupported grant_type requested",
            ),
            "grant type not supported",
        ),
        (
            None,
            vec![
                ("client_id", "code-only"),
                ("client_secret", "code-only-secret"),
                ("grant_type", "refresh_token"),
            ],
            invalid("requested grant type is not allowed for this client"),
            "grant type not allowed for the client",
        ),
        (
            None,
            vec![("code", ""), ("redirect_uri", "")],
            invalid("missing required parameters 'code' and 'redirect_uri'"),
            "missing code, redirect_uri",
        ),
        (
            None,
            vec![("code", "")],
            invalid("missing required parameter 'code'"),
            "missing code",
        ),
        (
            None,
            vec![("grant_type", "refresh_token")],
            invalid("missing required parameter 'refresh_token'"),
            "missing refresh_token",
        ),
        (
            None,
            vec![("code_verifier", "short")],
            invalid("code_verifier must be a string with a minimum length of 43 characters"),
            "code_verifier is malformed",
        ),
        (
            None,
            vec![(
                "code_verifier",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX+",
            )],
            invalid("code_verifier contains invalid characters"),
            "code_verifier is malformed",
        ),
    ]
}

/// Everything that a grant can be refused for has one text.
fn grants() -> Vec<Row<'static>> {
    let refused = (400, "invalid_grant", "grant request is invalid");
    vec![
        (
            None,
            vec![("code", "unknown")],
            refused,
            "authorization code not found",
        ),
        (
            None,
            vec![("client_id", "rs256"), ("client_secret", "rs256-secret")],
            refused,
            "client mismatch",
        ),
        (
            None,
            vec![("redirect_uri", "http://localhost:8080/auth/cb")],
            refused,
            "authorization code redirect_uri mismatch",
        ),
        (
            None,
            vec![("code_verifier", "")],
            refused,
            "PKCE verification failed",
        ),
        (
            None,
            vec![(
                "code_verifier",
                "eBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            )],
            refused,
            "PKCE verification failed",
        ),
        (
            None,
            vec![
                ("grant_type", "refresh_token"),
                ("refresh_token", "unknown"),
            ],
            refused,
            "refresh token not found",
        ),
    ]
}

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
