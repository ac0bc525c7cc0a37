//! Clients that register themselves: what their first request has to bring, and which proof is the first.

use oidc::client::{Client, ClientAuthentication};
use oidc::client_auth::{Context, Credentials};
use oidc::newcomer::{MOST_CLIENTS, Newcomer, NotRegistered};
use oidc::params::Params;
use oidc::policy::Leniency;
use oidc::profile::Profile;
use oidc::redirect_uri::NotRegistrable;
use oidc::refusal::ClientAuthRefusal;
use oidc::secret::Secret;

use crate::given::{client, context, lenient, params, profile};

const URI: &str = "http://localhost:8080/auth/cb";

#[test]
fn a_newcomer_brings_an_id_and_a_redirect_uri_that_banno_would_register() {
    use NotRegistered::{ControlCharacter, Full, Long, RedirectUri, RedirectUriMissing};
    let long_id = "i".repeat(257);
    let long_uri = format!("https://rp.example/{}", "u".repeat(2030));
    let rows = [
        ("new", URI, 0, Ok(())),
        ("new", "https://rp.example/cb", MOST_CLIENTS - 1, Ok(())),
        ("new", "com.example.app:/cb", 0, Ok(())),
        (&long_id[..256], &long_uri[..2048], 0, Ok(())),
        ("new", URI, MOST_CLIENTS, Err(Full)),
        ("new", "", 0, Err(RedirectUriMissing)),
        (
            "new",
            "http://rp.example/cb",
            0,
            Err(RedirectUri(NotRegistrable::PlainHttp)),
        ),
        (
            "new",
            "https://*.rp.example/cb",
            0,
            Err(RedirectUri(NotRegistrable::Wildcard)),
        ),
        (
            "new",
            "javascript:alert(1)",
            0,
            Err(RedirectUri(NotRegistrable::SchemeWithoutDot)),
        ),
        ("n\u{0}w", URI, 0, Err(ControlCharacter)),
        (&long_id, URI, 0, Err(Long("client_id"))),
        ("new", &long_uri, 0, Err(Long("redirect_uri"))),
    ];
    for (client_id, redirect_uri, clients, expected) in rows {
        let params = Params::default().with("redirect_uri", redirect_uri);
        let newcomer = Newcomer::of(client_id, &params, clients);
        let expected = expected.map(|()| Newcomer {
            client_id,
            redirect_uri,
        });
        assert_eq!(newcomer, expected, "{client_id} {redirect_uri}");
    }
}

#[test]
fn a_redirect_uri_that_came_twice_registers_nothing() {
    let params =
        Params::parse(b"redirect_uri=https://rp.example/cb&redirect_uri=https://rp.example/cb");
    let newcomer = Newcomer::of("new", &params, 0);
    assert_eq!(newcomer, Err(NotRegistered::RedirectUriMissing));
}

fn newcomer() -> Client {
    Client {
        authentication: ClientAuthentication::FirstUse,
        ..client()
    }
}

fn settles(client: &Client, body: &str, origin: Option<&str>, profile: &Profile) -> bool {
    let credentials = Credentials::parse(None, &Params::parse(body.as_bytes())).unwrap();
    let context = Context {
        origin,
        ..context(profile)
    };
    credentials.settles(client, context)
}

#[test]
fn the_first_proof_settles_a_newcomer_s_method_and_no_other_client_s() {
    const ALLOWED: &[Leniency] = &[Leniency::AllowUnknownClients];
    let secret = "client_id=two&client_secret=s";
    let assertion = "client_id=two&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer\
                     &client_assertion=eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ0d28ifQ.AA";
    let settled = Client {
        authentication: ClientAuthentication::Secret(Secret::new("s")),
        ..client()
    };
    let (own, foreign) = ("https://rp.example", "https://evil.example");
    let rows = [
        (newcomer(), secret, None, ALLOWED, true),
        (newcomer(), "client_id=two", None, ALLOWED, true),
        (newcomer(), secret, Some(own), ALLOWED, true),
        (newcomer(), secret, Some(foreign), ALLOWED, false),
        (newcomer(), secret, None, &[], false),
        (newcomer(), assertion, None, ALLOWED, false),
        (settled, secret, None, ALLOWED, false),
    ];
    for (client, body, origin, leniencies, expected) in rows {
        let profile = lenient(leniencies);
        assert_eq!(
            settles(&client, body, origin, &profile),
            expected,
            "{body} {origin:?}"
        );
    }
}

#[test]
fn until_it_is_settled_nothing_proves_a_newcomer() {
    let strict = profile();
    for form in [&[("client_secret", "s")][..], &[]] {
        let params = params(&[&[("client_id", "two")], form].concat());
        let credentials = Credentials::parse(None, &params).unwrap();
        let client = newcomer();
        let proven = credentials.authenticate(Some(&client), context(&strict), &mut Vec::new());
        assert_eq!(proven.map(drop), Err(ClientAuthRefusal::MethodMismatch));
    }
}
