//! Faults of authorization requests that are told by redirect.

use crate::support::Ask;

const LONG: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\
                    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// Request, `error`, `error_description`, reason.
pub(super) type Row = (Ask, &'static str, Option<&'static str>, &'static str);

#[expect(clippy::too_many_lines, reason = "one table, to be read as one")]
pub(super) fn redirects() -> Vec<Row> {
    let ask = Ask::plain;
    let invalid = |ask: Ask, description, reason| -> Row {
        (ask, "invalid_request", Some(description), reason)
    };
    vec![
        invalid(
            ask().without("response_type"),
            "missing required parameter 'response_type'",
            "missing response_type",
        ),
        invalid(
            ask().with("response_type", ""),
            "missing required parameter 'response_type'",
            "missing response_type",
        ),
        invalid(
            ask().with("response_type", "none"),
            "requested response_type is not allowed for this client",
            "response_type not allowed for the client",
        ),
        (
            ask().with("response_type", "code none"),
            "unsupported_response_type",
            Some("unsupported response_type requested"),
            "response_type not supported",
        ),
        (
            ask().with("request_uri", "https://elsewhere.example/request"),
            "request_uri_not_supported",
            None,
            "request_uri not supported: only that of a pushed request is",
        ),
        (
            ask().with("request_uri", "not a URI"),
            "invalid_request_uri",
            Some("invalid request_uri scheme"),
            "request_uri is not an http, https or urn URI",
        ),
        (
            ask().with("response_mode", "web_message"),
            "unsupported_response_mode",
            Some("unsupported response_mode requested"),
            "response_mode not supported",
        ),
        invalid(
            ask()
                .without("code_challenge")
                .without("code_challenge_method"),
            "Authorization Server policy requires PKCE to be used for this request",
            "code_challenge required by policy",
        ),
        invalid(
            ask().without("code_challenge_method"),
            "plain code_challenge_method fallback disabled, code_challenge_method must be provided",
            "code_challenge_method missing",
        ),
        invalid(
            ask().with("code_challenge_method", "plain"),
            "not supported value of code_challenge_method",
            "code_challenge_method not supported",
        ),
        invalid(
            ask().without("code_challenge"),
            "code_challenge must be provided with code_challenge_method",
            "code_challenge missing",
        ),
        invalid(
            ask().with("code_challenge", &LONG[..42]),
            "code_challenge must be a string with a minimum length of 43 characters",
            "code_challenge is malformed",
        ),
        invalid(
            ask().with("code_challenge", &LONG[..129]),
            "code_challenge must be a string with a maximum length of 128 characters",
            "code_challenge is malformed",
        ),
        invalid(
            ask().with(
                "code_challenge",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=",
            ),
            "code_challenge contains invalid characters",
            "code_challenge is malformed",
        ),
        invalid(
            ask().with("scope", "email").with("nonce", "n"),
            "openid scope must be requested when using the nonce parameter",
            "nonce without the openid scope",
        ),
        invalid(
            ask().with("prompt", "select_account"),
            "unsupported prompt value requested",
            "prompt not supported",
        ),
        invalid(
            ask().with("prompt", "none login"),
            "prompt none must only be used alone",
            "prompt none with another value",
        ),
        (
            ask().with("prompt", "none"),
            "login_required",
            Some("End-User authentication is required"),
            "not signed in",
        ),
        (
            ask().with("prompt", "none").with("max_age", "0"),
            "login_required",
            Some("login prompt was not resolved"),
            "login prompt not resolved",
        ),
        invalid(
            ask().with("max_age", "soon"),
            "invalid max_age parameter value",
            "max_age is not a non-negative integer",
        ),
        invalid(
            ask().with("max_age", "-1"),
            "invalid max_age parameter value",
            "max_age is not a non-negative integer",
        ),
        invalid(
            ask().with("claims", "{"),
            "could not parse the claims parameter JSON",
            "claims parameter is not JSON",
        ),
        invalid(
            ask().with("claims", "[]"),
            "claims parameter should be a JSON object",
            "claims parameter is not an object",
        ),
        invalid(
            ask().with("claims", "{}"),
            "claims parameter should have userinfo or id_token properties",
            "claims parameter has neither userinfo nor id_token",
        ),
        invalid(
            ask().with("claims", r#"{"userinfo":1}"#),
            "claims.userinfo should be an object",
            "claims.userinfo is not an object",
        ),
        (
            ask().with("request", "e30.e30."),
            "request_not_supported",
            None,
            "request parameter not supported",
        ),
        (
            ask().with("registration", "{}"),
            "registration_not_supported",
            None,
            "registration parameter not supported",
        ),
        invalid(
            ask().with("id_token_hint", "no token"),
            "could not validate id_token_hint",
            "id_token_hint not valid: not an ID token of this issuer",
        ),
        (
            ask().with("resource", "relative"),
            "invalid_target",
            Some("resource indicator must be an absolute URI"),
            "resource is not an absolute URI",
        ),
        (
            ask().with("resource", "https://other.example"),
            "invalid_target",
            Some("resource indicator is missing, or unknown"),
            "resource is not known",
        ),
        invalid(
            ask().again("scope", "email"),
            "'scope' parameter must not be provided twice",
            "repeated scope",
        ),
    ]
}
