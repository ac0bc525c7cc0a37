//! Requests that are pushed: the same checks, after those of the client.

use oidc::authorize::AuthorizationRequest;
use oidc::client::Client;
use oidc::policy::Leniency;
use oidc::profile::Profile;
use oidc::refusal::AuthorizationRefusal as Refusal;

use super::VALID;
use crate::given::{Pair, changed, client, lenient, narrow_client, profile, public_client};

#[test]
fn a_good_request_is_read_as_at_the_authorization_endpoint() {
    let changes = [("nonce", "n"), ("max_age", "60"), ("acr_values", "a b")];
    let pushed = push(&changes).unwrap();
    let direct = super::accepted(&changes);

    let stored = |request| serde_json::to_value(request).unwrap();
    assert_eq!(stored(&pushed), stored(&direct));
}

#[test]
fn each_fault_wins_over_those_behind_it() {
    let faults: [(&[Pair<'_>], &str); 14] = [
        (&[("display", "a"), ("display", "b")], "repeated display"),
        (&[("request", "x")], "request parameter not supported"),
        (
            &[("request_uri", "urn:ietf:params:oauth:request_uri:a")],
            "request_uri not supported: only that of a pushed request is",
        ),
        (&[("response_mode", "bad")], "response_mode not supported"),
        (&[("client_id", "")], "missing client_id"),
        (
            &[("registration", "{}")],
            "registration parameter not supported",
        ),
        (&[("response_type", "token")], "response_type not supported"),
        (&[("prompt", "bad")], "prompt not supported"),
        (
            &[("scope", "openid phone")],
            "scope phone not allowed for the client",
        ),
        (
            &[("redirect_uri", "https://evil.example")],
            "redirect_uri not registered",
        ),
        (
            &[("code_challenge", "short")],
            "code_challenge is malformed",
        ),
        (&[("claims", "{")], "claims parameter is not JSON"),
        (&[("resource", "x")], "resource is not an absolute URI"),
        (&[("max_age", "x")], "max_age is not a non-negative integer"),
    ];
    for (at, (_, reason)) in faults.iter().enumerate() {
        let changes: Vec<_> = faults[at..]
            .iter()
            .flat_map(|(changes, _)| changes.iter().copied())
            .collect();
        let params = changed(&VALID, &changes);
        let refused =
            AuthorizationRequest::parse_for_pushing(&params, &narrow_client(), &profile());
        assert_eq!(refused.unwrap_err().to_string(), *reason);
    }
}

#[test]
fn an_unregistered_redirect_uri_hides_no_earlier_fault_from_a_client_that_is_proven() {
    let changes = [("redirect_uri", "https://evil.example"), ("prompt", "bad")];

    assert_eq!(push(&changes).unwrap_err(), Refusal::PromptUnsupported);
    let direct = super::refused(&changes).refusal;
    assert_eq!(direct, Refusal::RedirectUriNotRegistered);
}

#[test]
fn the_only_redirect_uri_may_be_left_out() {
    let params = changed(&VALID, &[("redirect_uri", "")]);
    let parse =
        |client: &Client| AuthorizationRequest::parse_for_pushing(&params, client, &profile());

    let request = parse(&public_client()).unwrap();
    assert_eq!(request.redirect_uri, "https://one.example/cb");
    let refusal = parse(&client()).unwrap_err();
    assert_eq!(refusal.to_string(), "missing redirect_uri");
}

#[test]
fn a_leniency_that_a_pushed_request_needs_is_recorded_with_it() {
    let params = changed(&VALID, &[("code_challenge_method", "plain")]);
    let parse =
        |profile: &Profile| AuthorizationRequest::parse_for_pushing(&params, &client(), profile);

    let used = parse(&lenient(&Leniency::ALL)).unwrap().leniencies;
    assert_eq!(used, [Leniency::AllowPlainPkce]);
    let refusal = parse(&profile()).unwrap_err();
    assert_eq!(refusal, Refusal::CodeChallengeMethodUnsupported);
}

fn push(changes: &[Pair<'_>]) -> Result<AuthorizationRequest, Refusal> {
    AuthorizationRequest::parse_for_pushing(&changed(&VALID, changes), &client(), &profile())
}
