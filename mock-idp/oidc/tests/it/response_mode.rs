use oidc::error::{ErrorCode, WireError};
use oidc::response_mode::{Destination, ResponseMode, with_query};
use oidc::secret::Secret;

use crate::given::{ISSUER, address, form, pairs};

fn destination(redirect_uri: &str, mode: ResponseMode, state: Option<&str>) -> Destination {
    Destination {
        redirect_uri: redirect_uri.to_owned(),
        mode,
        state: state.map(Secret::new),
        issuer: Some(ISSUER.to_owned()),
    }
}

fn success(to: &Destination, code: &str) -> String {
    address(to.success(Some(&Secret::new(code))))
}

#[test]
fn a_successful_response_has_code_state_and_iss_in_that_order() {
    let to = destination("https://rp.example/cb", ResponseMode::Query, Some("xyz"));

    assert_eq!(
        success(&to, "c-o_de"),
        "https://rp.example/cb?code=c-o_de&state=xyz\
         &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

#[test]
fn an_error_response_has_error_description_scope_state_and_iss_in_that_order() {
    let error = WireError::new(ErrorCode::InvalidScope, "it's not `allowed`").with_scope("a b");
    let to = destination("https://rp.example/cb", ResponseMode::Query, Some("x y"));

    assert_eq!(
        address(to.error(&error)),
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
        address(to.error(&error)),
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
        address(to.error(&error)),
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
        success(&with_state, "c"),
        format!("https://rp.example/cb?state=xyz&foo=1&iss={iss}&bar=A+b&code=c")
    );
    assert_eq!(
        success(&without, "c"),
        format!("https://rp.example/cb?state=own&foo=1&iss={iss}&bar=A+b&code=c")
    );
}

#[test]
fn an_application_with_its_own_scheme_is_answered_too() {
    let to = destination("com.example.app:/cb", ResponseMode::Query, None);

    assert_eq!(
        success(&to, "c"),
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

#[test]
fn modes_go_by_their_registered_names() {
    let rows = [
        ("query", Some(ResponseMode::Query)),
        ("fragment", Some(ResponseMode::Fragment)),
        ("form_post", Some(ResponseMode::FormPost)),
        ("web_message", None),
        ("query.jwt", None),
        ("Query", None),
        ("", None),
    ];
    for (name, mode) in rows {
        assert_eq!(ResponseMode::named(name), mode, "{name}");
    }
    assert_eq!(ResponseMode::default(), ResponseMode::Query);
}

#[test]
fn a_form_has_the_members_of_a_redirect_in_their_order_and_says_whether_they_tell_an_error() {
    let redirect_uri = "https://RP.example:443/a/../cb?own=%41&state=own";
    let to = destination(redirect_uri, ResponseMode::FormPost, Some("x y&\"<"));
    let iss = ("iss", ISSUER);
    let state = ("state", "x y&\"<");

    let code = Secret::new("c-o_de");
    let (good, fields) = form(to.success(Some(&code)));
    assert_eq!(good.action, redirect_uri, "it stays as it was registered");
    assert_eq!(pairs(&fields), [("code", "c-o_de"), state, iss]);
    assert!(!good.is_error);

    let (none, fields) = form(to.success(None));
    assert_eq!(pairs(&fields), [state, iss]);
    assert!(!none.is_error);

    let error = WireError::new(ErrorCode::InvalidScope, "it's not `allowed`").with_scope("a b");
    let (bad, fields) = form(to.error(&error));
    let told = [
        ("error", "invalid_scope"),
        ("error_description", "it's not `allowed`"),
        ("scope", "a b"),
        state,
        iss,
    ];
    assert_eq!(pairs(&fields), told);
    assert_eq!(bad.action, redirect_uri);
    assert!(bad.is_error);
}

#[test]
fn a_response_without_a_code_has_state_and_iss_alone() {
    let iss = "iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc";
    let rows = [
        (ResponseMode::Query, Some("s"), format!("?state=s&{iss}")),
        (ResponseMode::Query, None, format!("?{iss}")),
        (ResponseMode::Fragment, Some("s"), format!("#state=s&{iss}")),
        (ResponseMode::Fragment, None, format!("#{iss}")),
    ];
    for (mode, state, members) in rows {
        let to = destination("https://rp.example/cb", mode, state);
        let expected = format!("https://rp.example/cb{members}");
        assert_eq!(address(to.success(None)), expected);
    }
}

#[test]
fn without_an_issuer_no_response_has_iss() {
    let silent = |mode, state| Destination {
        issuer: None,
        ..destination("https://rp.example/cb", mode, state)
    };
    let error = WireError::bare(ErrorCode::AccessDenied);

    let query = silent(ResponseMode::Query, Some("s"));
    assert_eq!(success(&query, "c"), "https://rp.example/cb?code=c&state=s");
    assert_eq!(
        address(query.error(&error)),
        "https://rp.example/cb?error=access_denied&state=s"
    );
    let fragment = silent(ResponseMode::Fragment, Some("s"));
    assert_eq!(
        success(&fragment, "c"),
        "https://rp.example/cb#code=c&state=s"
    );
    let (_, fields) = form(silent(ResponseMode::FormPost, Some("s")).error(&error));
    assert_eq!(pairs(&fields), [("error", "access_denied"), ("state", "s")]);
    let (_, fields) = form(silent(ResponseMode::FormPost, None).success(None));
    assert_eq!(fields, []);
}

#[test]
fn a_query_that_gets_no_members_stays_as_it_is() {
    let rows = [
        (
            "https://rp.example/cb?a=%41",
            &[][..],
            "https://rp.example/cb?a=%41",
        ),
        ("https://rp.example/cb", &[], "https://rp.example/cb"),
        (
            "https://rp.example",
            &[("a", "b c")],
            "https://rp.example/?a=b+c",
        ),
        (
            "https://rp.example/cb?a=1&b=2&a=3",
            &[("a", "4"), ("c", "&=")],
            "https://rp.example/cb?a=4&b=2&c=%26%3D",
        ),
        ("no address", &[("a", "b")], "no address"),
    ];
    for (uri, members, expected) in rows {
        assert_eq!(with_query(uri, members).expose(), expected, "{uri}");
    }
}
