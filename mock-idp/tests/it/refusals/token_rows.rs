//! Faults of token requests.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::support::{CLIENT, SECRET};

const FAILED: (u16, &str, &str) = (401, "invalid_client", "client authentication failed");

const fn invalid(description: &str) -> (u16, &str, &str) {
    (400, "invalid_request", description)
}

/// `Authorization`, changes to a right request, answer, reason.
pub(super) type Row<'a> = (
    Option<String>,
    Vec<(&'a str, &'a str)>,
    (u16, &'a str, &'a str),
    &'a str,
);

fn basic(credentials: &str) -> String {
    format!("Basic {}", STANDARD.encode(credentials))
}

const NO_CREDENTIALS: [(&str, &str); 2] = [("client_id", ""), ("client_secret", "")];

pub(super) fn client_authentication() -> Vec<Row<'static>> {
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
            Some(basic("nobody:secret")),
            no_credentials(),
            FAILED,
            "client not found",
        ),
        (
            Some(basic(&format!("{CLIENT}:wrong"))),
            no_credentials(),
            FAILED,
            "invalid secret provided",
        ),
        (
            Some(basic(&format!("{CLIENT}:{SECRET}"))),
            vec![],
            one,
            "more than one client authentication mechanism",
        ),
        (
            Some(basic(&format!("{CLIENT}:{SECRET}"))),
            vec![("client_id", "public"), ("client_secret", "")],
            invalid("mismatch in body and authorization client ids"),
            "client_id in body and header differ",
        ),
        (
            Some(basic(&format!("{CLIENT}:"))),
            no_credentials(),
            invalid("client_secret must be provided in the Authorization header"),
            "authorization header has no secret",
        ),
        (
            Some(basic("no colon")),
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
            Some(basic("100%:secret")),
            no_credentials(),
            invalid(
                "client_id and client_secret in the authorization header are not properly encoded",
            ),
            "credentials in the authorization header are not form-urlencoded",
        ),
    ]
}

pub(super) fn parameters() -> Vec<Row<'static>> {
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
pub(super) fn grants() -> Vec<Row<'static>> {
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
