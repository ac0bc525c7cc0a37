use oidc::error::{ErrorCode, WireError};
use oidc::response_mode::{Destination, ResponseMode};
use oidc::secret::Secret;

use crate::given::ISSUER;

fn destination(redirect_uri: &str, mode: ResponseMode, state: Option<&str>) -> Destination {
    Destination {
        redirect_uri: redirect_uri.to_owned(),
        mode,
        state: state.map(Secret::new),
        issuer: ISSUER.to_owned(),
    }
}

#[test]
fn a_successful_response_has_code_state_and_iss_in_that_order() {
    let to = destination("https://rp.example/cb", ResponseMode::Query, Some("xyz"));

    assert_eq!(
        to.success("c-o_de"),
        "https://rp.example/cb?code=c-o_de&state=xyz\
         &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

#[test]
fn an_error_response_has_error_description_scope_state_and_iss_in_that_order() {
    let error = WireError::new(ErrorCode::InvalidScope, "it's not `allowed`").with_scope("a b");
    let to = destination("https://rp.example/cb", ResponseMode::Query, Some("x y"));

    assert_eq!(
        to.error(&error),
        "https://rp.example/cb?error=invalid_scope&error_description=it%27s+not+%60allowed%60\
         &scope=a+b&state=x+y\
         &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

#[test]
fn what_is_not_there_is_left_out() {
    let error = WireError::bare(ErrorCode::AccessDenied);
    let to = destination("https://rp.example", ResponseMode::Query, None);

    assert_eq!(
        to.error(&error),
        "https://rp.example/?error=access_denied\
         &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

#[test]
fn the_response_stands_in_the_fragment_where_the_response_type_implies_it() {
    let error = WireError::bare(ErrorCode::UnsupportedResponseType);
    let to = destination(
        "https://rp.example/cb?a=b",
        ResponseMode::Fragment,
        Some("x y"),
    );

    assert_eq!(
        to.error(&error),
        "https://rp.example/cb?a=b#error=unsupported_response_type&state=x+y\
         &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

#[test]
fn members_of_the_redirect_uri_stay_unless_the_response_has_them_too() {
    let redirect_uri = "https://rp.example/cb?state=own&foo=1&iss=fake&bar=%41+b&iss=more";
    let with_state = destination(redirect_uri, ResponseMode::Query, Some("xyz"));
    let without = destination(redirect_uri, ResponseMode::Query, None);
    let iss = "https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc";

    assert_eq!(
        with_state.success("c"),
        format!("https://rp.example/cb?state=xyz&foo=1&iss={iss}&bar=A+b&code=c")
    );
    assert_eq!(
        without.success("c"),
        format!("https://rp.example/cb?state=own&foo=1&iss={iss}&bar=A+b&code=c")
    );
}

#[test]
fn an_application_with_its_own_scheme_is_answered_too() {
    let to = destination("com.example.app:/cb", ResponseMode::Query, None);

    assert_eq!(
        to.success("c"),
        "com.example.app:/cb?code=c\
         &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

#[test]
fn response_types_with_a_token_imply_the_fragment() {
    let rows = [
        (None, ResponseMode::Query),
        (Some("code"), ResponseMode::Query),
        (Some("none"), ResponseMode::Query),
        (Some("token"), ResponseMode::Fragment),
        (Some("code id_token"), ResponseMode::Fragment),
    ];
    for (response_type, implied) in rows {
        assert_eq!(ResponseMode::implied_by(response_type), implied);
    }
}
