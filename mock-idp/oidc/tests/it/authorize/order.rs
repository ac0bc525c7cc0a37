//! Requests with more than one fault: the first rule in the order of checks wins.

use super::{location, refused};
use crate::given::Pair;

#[test]
fn each_fault_wins_over_those_behind_it() {
    // In the order of checks; each fault leaves the ones before it alone.
    let faults: [(Pair<'_>, &str); 11] = [
        (("request", "x"), "request parameter not supported"),
        (("request_uri", "urn:x"), "request_uri not found"),
        (("response_mode", "bad"), "response_mode not supported"),
        (("response_type", ""), "missing response_type"),
        (
            ("registration", "{}"),
            "registration parameter not supported",
        ),
        (("prompt", "bad"), "prompt not supported"),
        (
            ("scope", "openid phone"),
            "scope phone not allowed for the client",
        ),
        (("code_challenge", "short"), "code_challenge is malformed"),
        (("claims", "{"), "claims parameter is not JSON"),
        (("resource", "x"), "resource is not an absolute URI"),
        (("max_age", "x"), "max_age is not a non-negative integer"),
    ];
    for (at, (_, reason)) in faults.iter().enumerate() {
        let mut changes: Vec<_> = faults[at..].iter().map(|(change, _)| *change).collect();
        changes.push(("client_id", "narrow"));
        assert_eq!(refused(&changes).refusal.to_string(), *reason);
    }
}

#[test]
fn a_repeated_parameter_wins_over_everything() {
    let rejection = refused(&[
        ("display", "a"),
        ("display", "b"),
        ("request", "x"),
        ("client_id", "nobody"),
    ]);

    assert_eq!(rejection.refusal.to_string(), "repeated display");
    assert_eq!(location(&rejection), None);
}

#[test]
fn a_repeated_state_of_an_unknown_client_is_a_page_about_the_state() {
    let rejection = refused(&[("client_id", "nobody"), ("state", "a"), ("state", "b")]);

    let wire = rejection.refusal.wire();
    assert_eq!(
        wire.members().collect::<Vec<_>>(),
        [
            ("error", "invalid_request"),
            (
                "error_description",
                "'state' parameter must not be provided twice"
            ),
        ]
    );
    assert_eq!(rejection.client_id, None);
    assert!(rejection.destination.is_none());
}

#[test]
fn a_repeated_state_is_not_echoed() {
    let rejection = refused(&[("state", "a"), ("state", "b")]);

    assert!(rejection.state.is_none());
    assert_eq!(
        location(&rejection).unwrap(),
        "https://rp.example/cb?error=invalid_request\
         &error_description=%27state%27+parameter+must+not+be+provided+twice\
         &iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

#[test]
fn an_unregistered_redirect_uri_turns_every_other_fault_into_its_own_page() {
    let faults: [&[Pair<'_>]; 8] = [
        &[("nonce", "a"), ("nonce", "b")],
        &[("request", "x")],
        &[("request_uri", "urn:x")],
        &[("response_mode", "bad")],
        &[("response_type", "")],
        &[("prompt", "bad")],
        &[("code_challenge", "")],
        &[("max_age", "x")],
    ];
    for fault in faults {
        let mut changes = vec![("redirect_uri", "https://evil.example/")];
        changes.extend_from_slice(fault);
        let rejection = refused(&changes);

        assert_eq!(rejection.refusal.to_string(), "redirect_uri not registered");
        assert!(rejection.destination.is_none());
        assert_eq!(rejection.state.unwrap().expose(), "xyz");
        assert_eq!(rejection.client_id.as_deref(), Some("two"));
    }
}

#[test]
fn an_unknown_client_stays_a_page_about_the_client_whatever_its_redirect_uri() {
    let rejection = refused(&[
        ("client_id", "nobody"),
        ("redirect_uri", "https://evil.example/"),
        ("response_type", "token"),
    ]);

    assert_eq!(rejection.refusal.to_string(), "client not found");
    assert!(rejection.destination.is_none());
}

#[test]
fn a_repeated_redirect_uri_is_told_at_the_only_one_that_the_client_has() {
    let twice = [("redirect_uri", "https://a"), ("redirect_uri", "https://b")];
    let several = refused(&twice);
    let only = refused(&[twice[0], twice[1], ("client_id", "one")]);

    assert_eq!(several.refusal.to_string(), "repeated redirect_uri");
    assert!(several.destination.is_none());
    assert_eq!(only.refusal.to_string(), "repeated redirect_uri");
    assert!(
        location(&only)
            .unwrap()
            .starts_with("https://one.example/cb?error=")
    );
}

#[test]
fn a_repeated_client_id_is_a_page_even_with_a_good_redirect_uri() {
    let rejection = refused(&[("client_id", "two"), ("client_id", "two")]);

    assert_eq!(rejection.refusal.to_string(), "repeated client_id");
    assert!(rejection.destination.is_none());
}
