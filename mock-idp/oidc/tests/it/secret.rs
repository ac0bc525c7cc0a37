use oidc::authorization_code::CodeRequest;
use oidc::authorize::AuthorizationRequest;
use oidc::client::{Client, ClientAuthentication};
use oidc::client_auth::Credentials;
use oidc::end_session::PendingLogout;
use oidc::introspection::TokenQuery;
use oidc::pkce::{CodeChallenge, CodeChallengeMethod, CodeVerifier};
use oidc::policy::Leniencies;
use oidc::pushed::PushedRequest;
use oidc::refresh::RefreshRequest;
use oidc::refusal::AuthorizationRefusal;
use oidc::response_mode::{AuthorizationResponse, Destination, ResponseMode};
use oidc::secret::{Fingerprint, NotAFingerprint, Secret};
use oidc::token::TokenRequest;
use oidc::userinfo::{Presented, UserinfoRequest};
use proptest::prelude::*;

use crate::given::{CHALLENGE, client, later, params, profile};

fn authorization_request(secret: &str) -> AuthorizationRequest {
    let params = params(&[
        ("client_id", "two"),
        ("redirect_uri", "https://rp.example/cb"),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", secret),
        ("id_token_hint", secret),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    let client = client();
    AuthorizationRequest::parse(&params, |_| Some(&client), &profile()).unwrap()
}

fn pending_logout(secret: &str) -> PendingLogout {
    PendingLogout {
        client_id: None,
        post_logout_redirect_uri: Some("https://rp.example/bye".to_owned()),
        state: Some(Secret::new(secret)),
        form_token: Secret::new(secret),
        expires_at: later(60),
    }
}

fn response(
    request: &AuthorizationRequest,
    mode: ResponseMode,
    secret: &str,
) -> AuthorizationResponse {
    let destination = Destination {
        mode,
        ..request.destination(&profile())
    };
    destination.success(Some(&Secret::new(secret)))
}

/// Each type that holds a secret, as a log would show it.
fn shown(secret: &str) -> Vec<String> {
    let body = params(&[
        ("client_id", "two"),
        ("client_secret", secret),
        ("grant_type", "authorization_code"),
        ("redirect_uri", "https://rp.example/cb"),
        ("code", secret),
        ("code_verifier", secret),
        ("refresh_token", secret),
        ("access_token", secret),
        ("token", secret),
    ]);
    let request = authorization_request(secret);
    let rejection = request.reject(AuthorizationRefusal::EndUserAborted, &profile());
    let client = Client {
        authentication: ClientAuthentication::Secret(Secret::new(secret)),
        ..client()
    };
    let strict = Leniencies::default();
    let header = format!("DPoP {secret}");
    let presented = Presented {
        authorization: Some(&header),
        query: &params(&[]),
        body: None,
        proof: Some(secret),
        origin: None,
    };
    vec![
        format!("{:#?}", Secret::new(secret)),
        format!("{:#?}", Fingerprint::of(secret)),
        format!("{:#?}", CodeVerifier::parse(secret).unwrap()),
        format!("{:#?}", Credentials::parse(None, &body).unwrap()),
        format!(
            "{:#?}",
            CodeRequest::parse(&body, &client, &strict).unwrap()
        ),
        format!(
            "{:#?}",
            TokenRequest::parse(&body, &client, &profile()).unwrap()
        ),
        format!("{:#?}", RefreshRequest::parse(&body).unwrap()),
        format!(
            "{:#?}",
            UserinfoRequest::parse(presented, &profile(), &mut Vec::new()).unwrap()
        ),
        format!("{:#?}", request.destination(&profile())),
        format!("{:#?}", TokenQuery::parse(&body).unwrap()),
        format!("{:#?}", PushedRequest::new(body, &request, later(60))),
        format!(
            "{:#?}",
            CodeChallenge::parse(secret, CodeChallengeMethod::Plain)
        ),
        format!("{:#?}", pending_logout(secret)),
        format!(
            "{:#?}",
            pending_logout(secret).destination("https://op.example/bye", true)
        ),
        format!("{:#?}", response(&request, ResponseMode::Query, secret)),
        format!("{:#?}", response(&request, ResponseMode::Fragment, secret)),
        format!("{:#?}", response(&request, ResponseMode::FormPost, secret)),
        format!("{request:#?}"),
        format!("{rejection:#?}"),
        format!("{client:#?}"),
    ]
}

#[test]
fn a_secret_equals_itself_and_nothing_else() {
    let secret = Secret::new("abc");

    assert_eq!(secret, Secret::new("abc"));
    for other in ["", "ab", "abd", "abcd", "ABC"] {
        assert_ne!(secret, Secret::new(other), "{other}");
    }
}

#[test]
fn a_fingerprint_is_stable_and_tells_values_apart() {
    assert_eq!(Fingerprint::of("abc"), Fingerprint::of("abc"));
    assert_ne!(Fingerprint::of("abc"), Fingerprint::of("abd"));
    assert_eq!(
        format!("{:?}", Fingerprint::of("abc")),
        "Fingerprint(ba78…)"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn nothing_that_holds_a_secret_shows_it(secret in "[A-Za-z0-9._~-]{43,60}") {
        for text in shown(&secret) {
            prop_assert!(!text.contains(&secret), "{}", text);
        }
    }
}

#[test]
fn a_fingerprint_is_told_as_sha256sum_tells_it_and_read_again() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Fingerprint::of("abc").to_string(), abc);
    assert_eq!(abc.parse(), Ok(Fingerprint::of("abc")));
    assert_eq!(abc.to_uppercase().parse(), Ok(Fingerprint::of("abc")));
    for wrong in [
        "",
        "ba",
        &abc[1..],
        &format!("{abc}0"),
        &abc.replace('b', "g"),
        &"é".repeat(32),
    ] {
        assert_eq!(
            wrong.parse::<Fingerprint>(),
            Err(NotAFingerprint),
            "{wrong}"
        );
    }
}
