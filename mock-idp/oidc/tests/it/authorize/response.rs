//! What an authorization response brings and where it stands, by `response_type` and `response_mode`.

use oidc::authorize::AuthorizationRequest;
use oidc::client::Client;
use oidc::policy::Policies;
use oidc::refusal::AuthorizationRefusal as Refusal;
use oidc::response_mode::AuthorizationResponse;
use oidc::response_mode::ResponseMode::{self, FormPost, Fragment, Query};
use oidc::response_type::ResponseType;

use super::{VALID, accepted, location, parse_at, refused};
use crate::given::{ISSUER, Pair, address, changed, choosing, client, form, profile, table};

#[test]
fn type_and_mode_are_read_together() {
    use ResponseType::{Code, None};
    let rows = [
        ("code", "", Code, Query),
        ("code", "query", Code, Query),
        ("code", "fragment", Code, Fragment),
        ("code", "form_post", Code, FormPost),
        ("none", "", None, Query),
        ("none", "fragment", None, Fragment),
        ("none", "form_post", None, FormPost),
    ];
    for (response_type, mode, expected_type, expected_mode) in rows {
        let request = accepted(&[("response_type", response_type), ("response_mode", mode)]);
        let read = (request.response_type, request.response_mode);
        assert_eq!(
            read,
            (expected_type, expected_mode),
            "{response_type} {mode}"
        );
        assert_eq!(request.destination(&profile()).mode, expected_mode);
    }
}

#[test]
fn a_client_gets_only_the_response_types_that_it_is_registered_for() {
    for (registered, other) in [("code", "none"), ("none", "code")] {
        let only = Client {
            response_types: vec![ResponseType::parse(registered).unwrap()],
            ..client()
        };
        let parse = |response_type| {
            let params = changed(&VALID, &[("response_type", response_type)]);
            AuthorizationRequest::parse(&params, |_| Some(&only), &profile())
        };

        assert!(parse(registered).is_ok());
        let rejection = parse(other).unwrap_err();
        assert_eq!(rejection.refusal, Refusal::ResponseTypeNotAllowed);
        assert_eq!(
            location(&rejection).unwrap(),
            "https://rp.example/cb?error=invalid_request\
             &error_description=requested+response_type+is+not+allowed+for+this+client&state=xyz\
             &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
        );
    }
}

#[test]
fn a_response_without_a_code_needs_no_challenge_but_a_malformed_one_is_refused() {
    let none = ("response_type", "none");
    let request = accepted(&[none, ("code_challenge", ""), ("code_challenge_method", "")]);
    assert!(request.code_challenge.is_none());

    let rows: [(&[Pair<'_>], &str); 3] = [
        (
            &[("code_challenge", "short")],
            "code_challenge is malformed",
        ),
        (&[("code_challenge", "")], "code_challenge missing"),
        (
            &[("code_challenge_method", "")],
            "code_challenge_method missing",
        ),
    ];
    for (changes, reason) in rows {
        let changes = [changes, &[none]].concat();
        assert_eq!(refused(&changes).refusal.to_string(), reason);
    }
}

#[test]
fn errors_stand_where_the_request_wants_the_response_to_stand() {
    let rows = r"
        code  |           | query
        none  | query     | query
        code  | fragment  | fragment
        token | fragment  | fragment
        token | form_post | form_post
        none  | form_post | form_post
        token |           | fragment
    ";
    for [response_type, mode, expected] in table(rows) {
        let rejection = refused(&[
            ("response_type", response_type),
            ("response_mode", mode),
            ("registration", "{}"),
        ]);
        let expected = ResponseMode::named(expected).unwrap();
        assert_eq!(rejection.destination.unwrap().mode, expected, "{mode}");
    }
}

#[test]
fn an_error_in_a_form_has_the_members_of_one_in_a_query() {
    let rejection = refused(&[("response_mode", "form_post"), ("prompt", "bad")]);
    let destination = rejection.destination.unwrap();
    let (form, fields) = form(destination.error(&rejection.refusal.wire()));

    assert_eq!(form.action, "https://rp.example/cb");
    assert!(form.is_error);
    let expected = [
        ("error", "invalid_request"),
        ("error_description", "unsupported prompt value requested"),
        ("state", "xyz"),
        ("iss", ISSUER),
    ];
    assert_eq!(crate::given::pairs(&fields), expected);
}

#[test]
fn an_unregistered_redirect_uri_is_a_page_in_every_mode() {
    for mode in ["", "fragment", "form_post"] {
        let rejection = refused(&[
            ("response_mode", mode),
            ("redirect_uri", "https://evil.example"),
        ]);
        assert_eq!(rejection.refusal, Refusal::RedirectUriNotRegistered);
        assert!(rejection.destination.is_none(), "{mode}");
    }
}

#[test]
fn an_institution_may_leave_iss_out_of_every_response() {
    let silent = choosing(Policies {
        authorization_response_iss: false,
        ..Policies::default()
    });
    for mode in ["query", "fragment", "form_post"] {
        let good = changed(&VALID, &[("response_mode", mode)]);
        let request = parse_at(&silent, &good).unwrap();
        let aborted = request.reject(Refusal::EndUserAborted, &silent);
        let bad = changed(&VALID, &[("response_mode", mode), ("prompt", "bad")]);
        let refused = parse_at(&silent, &bad).unwrap_err();

        for destination in [
            request.destination(&silent),
            aborted.destination.unwrap(),
            refused.destination.unwrap(),
        ] {
            assert_eq!(destination.issuer, None);
            let told = [
                names(destination.success(None)),
                names(destination.error(&refused.refusal.wire())),
            ];
            for names in told {
                assert_eq!(names.last().map(String::as_str), Some("state"), "{names:?}");
            }
        }
    }
}

/// The names of a response's members.
fn names(response: AuthorizationResponse) -> Vec<String> {
    let members = match response {
        AuthorizationResponse::FormPost(_) => form(response).1,
        AuthorizationResponse::Redirect(_) => {
            let address = address(response);
            let (_, members) = address.split_once(['?', '#']).unwrap();
            let members = url::form_urlencoded::parse(members.as_bytes());
            members.into_owned().collect()
        }
    };
    members.into_iter().map(|(name, _)| name).collect()
}
