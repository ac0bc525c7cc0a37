use super::authorization_rows::{Row, redirects};
use super::check_reason;
use crate::support::{Ask, Browser, CALLBACK, start_with_clients};

#[tokio::test]
async fn faults_are_redirected_once_client_and_redirect_uri_are_proven() {
    let mock = start_with_clients().await;
    for (ask, error, description, reason) in redirects() {
        let answer = Browser::new(&mock).visit(&ask).await;
        assert_eq!(answer.status, 303, "{ask:?}: {}", answer.wire());
        let mut expected = url::form_urlencoded::Serializer::new(String::new());
        expected.append_pair("error", error);
        if let Some(description) = description {
            expected.append_pair("error_description", description);
        }
        expected
            .append_pair("state", "st")
            .append_pair("iss", mock.issuer());
        let expected = format!("{CALLBACK}?{}", expected.finish());
        assert_eq!(answer.location(), expected, "{ask:?}");
        check_reason(&mock, &answer, description, reason);
        assert_eq!(answer.header("vary"), None);
        assert_eq!(answer.header("set-cookie"), None);
    }
}

#[tokio::test]
async fn an_implicit_response_type_is_refused_in_the_fragment() {
    let mock = start_with_clients().await;
    let ask = Ask::plain().with("response_type", "id_token token");
    let answer = Browser::new(&mock).visit(&ask).await;
    let start = format!("{CALLBACK}#error=unsupported_response_type&error_description=");
    assert!(answer.location().starts_with(&start), "{answer:?}");
}

#[tokio::test]
async fn a_repeated_state_is_not_echoed() {
    let mock = start_with_clients().await;
    let ask = Ask::plain().again("state", "other");
    let answer = Browser::new(&mock).visit(&ask).await;
    let params = answer.redirect_params();
    assert_eq!(
        params["error_description"],
        "'state' parameter must not be provided twice"
    );
    assert!(!params.contains_key("state") && params.contains_key("iss"));
    check_reason(&mock, &answer, None, "repeated state");
}

#[tokio::test]
async fn a_known_scope_beyond_the_client_s_list_is_named() {
    let mock = start_with_clients().await;
    let ask = Ask::of("narrow").with("scope", "openid nothing email");
    let answer = Browser::new(&mock).visit(&ask).await;
    let params = answer.redirect_params();
    assert_eq!(params["error"], "invalid_scope");
    assert_eq!(
        params["error_description"],
        "requested scope is not allowed"
    );
    assert_eq!(params["scope"], "email");
    check_reason(
        &mock,
        &answer,
        None,
        "scope email not allowed for the client",
    );
}

#[tokio::test]
async fn faults_are_a_page_where_client_or_redirect_uri_are_not_proven() {
    let mock = start_with_clients().await;
    let unregistered = "redirect_uri did not match any of the client's registered redirect_uris";
    let elsewhere = || Ask::plain().with("redirect_uri", "https://localhost:8080/auth/cb/");
    let rows: [Row; 9] = [
        (
            Ask::plain().without("client_id"),
            "invalid_request",
            Some("missing required parameter 'client_id'"),
            "missing client_id",
        ),
        (
            Ask::of("nobody"),
            "invalid_client",
            Some("client is invalid"),
            "client not found",
        ),
        (
            Ask::plain().without("redirect_uri"),
            "invalid_request",
            Some("missing required parameter 'redirect_uri'"),
            "missing redirect_uri",
        ),
        (
            elsewhere(),
            "invalid_redirect_uri",
            Some(unregistered),
            "redirect_uri not registered",
        ),
        (
            elsewhere().without("response_type"),
            "invalid_redirect_uri",
            Some(unregistered),
            "redirect_uri not registered",
        ),
        (
            Ask::plain().with("redirect_uri", "HTTPS://localhost:8080/auth/cb"),
            "invalid_redirect_uri",
            Some(unregistered),
            "redirect_uri not registered",
        ),
        (
            Ask::plain()
                .with("request_uri", "urn:ietf:params:oauth:request_uri:x")
                .without("redirect_uri"),
            "invalid_request_uri",
            Some("request_uri is invalid, expired, or was already used"),
            "request_uri not found",
        ),
        (
            Ask::of("nobody").again("scope", "email"),
            "invalid_request",
            Some("'scope' parameter must not be provided twice"),
            "repeated scope",
        ),
        (
            Ask::plain().again("client_id", "other"),
            "invalid_request",
            Some("'client_id' parameter must not be provided twice"),
            "repeated client_id",
        ),
    ];
    for (ask, error, description, reason) in rows {
        let answer = Browser::new(&mock).visit(&ask).await;
        assert_eq!(answer.status, 400, "{ask:?}: {}", answer.wire());
        assert_eq!(answer.header("location"), None);
        let shown = |id: &str, text: &str| {
            let text = text.replace('\'', "&#39;");
            let line = format!("<dd id=\"{id}\">{text}</dd>");
            assert!(answer.body.contains(&line), "{line}: {}", answer.body);
        };
        shown("error", error);
        shown("error_description", description.unwrap());
        shown("state", "st");
        shown("iss", mock.issuer());
        check_reason(&mock, &answer, description, reason);
    }
}

#[tokio::test]
async fn the_only_redirect_uri_may_be_left_out() {
    let mock = start_with_clients().await;
    let ask = Ask::of("public").without("redirect_uri");
    assert!(
        Browser::new(&mock)
            .authorize(&ask)
            .await
            .contains_key("code")
    );
}
