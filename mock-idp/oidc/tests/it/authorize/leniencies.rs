//! What an institution may accept though Banno refuses it: off, on, and on without need.

use oidc::authorize::AuthorizationRequest;
use oidc::pkce::{CodeChallenge, CodeChallengeMethod};
use oidc::policy::Leniency::{
    self, AllowAnyLoopbackPort, AllowCodeReuse, AllowMissingPkce, AllowPlainPkce,
};
use oidc::refusal::AuthorizationRefusal as Refusal;

use super::{VALID, parse_at};
use crate::given::{CHALLENGE, Pair, changed, lenient};

const UNCHALLENGED: [Pair<'static>; 2] = [("code_challenge", ""), ("code_challenge_method", "")];

#[test]
fn each_leniency_accepts_what_is_refused_without_it_and_is_recorded() {
    let port = [
        ("client_id", "native"),
        ("redirect_uri", "http://localhost:9/cb"),
    ];
    let rows: [(Leniency, &[Pair<'_>], Refusal); 4] = [
        (
            AllowAnyLoopbackPort,
            &port,
            Refusal::RedirectUriNotRegistered,
        ),
        (AllowMissingPkce, &UNCHALLENGED, Refusal::PkceRequired),
        (
            AllowPlainPkce,
            &[("code_challenge_method", "plain")],
            Refusal::CodeChallengeMethodUnsupported,
        ),
        (
            AllowPlainPkce,
            &[("code_challenge_method", "")],
            Refusal::CodeChallengeMethodMissing,
        ),
    ];
    for (leniency, changes, refusal) in rows {
        for strict in [&[][..], &[AllowCodeReuse]] {
            assert_eq!(refused(strict, changes), refusal, "{leniency:?}");
        }
        let others = Leniency::ALL.into_iter().filter(|other| *other != leniency);
        let others: Vec<_> = others.collect();
        assert_eq!(refused(&others, changes), refusal, "{leniency:?}");

        for lenient in [&[leniency][..], &Leniency::ALL] {
            let used = parse(lenient, changes).map(|request| request.leniencies);
            assert_eq!(used, Ok(vec![leniency]), "{changes:?}");
        }
    }
}

#[test]
fn a_leniency_that_is_not_needed_is_not_recorded() {
    let rows: [&[Pair<'_>]; 4] = [
        &[],
        &[
            ("client_id", "native"),
            ("redirect_uri", "http://localhost:8080/cb"),
        ],
        &[("response_type", "none"), UNCHALLENGED[0], UNCHALLENGED[1]],
        &[("code_challenge_method", "S256")],
    ];
    for changes in rows {
        let request = parse(&Leniency::ALL, changes).unwrap();
        assert_eq!(request.leniencies, [], "{changes:?}");
    }
}

#[test]
fn leniencies_that_are_needed_together_are_recorded_together() {
    let request = parse(
        &Leniency::ALL,
        &[
            ("client_id", "native"),
            ("redirect_uri", "http://127.0.0.1:1/cb?a=b"),
            ("code_challenge", ""),
            ("code_challenge_method", ""),
        ],
    );

    let used = request.unwrap().leniencies;
    assert_eq!(used, [AllowAnyLoopbackPort, AllowMissingPkce]);
}

#[test]
fn the_loopback_port_alone_may_differ() {
    let rows = [
        ("http://localhost:9/cb", true),
        ("http://localhost/cb", true),
        ("http://127.0.0.1:65535/cb?a=b", true),
        ("https://[::1]:1/", true),
        ("http://[::1]:1/", false),
        ("http://localhost:9?a=b", true),
        ("http://localhost?a=b", true),
        ("http://localhost:9?a=c", false),
        ("http://localhost:9/?a=b", false),
        ("http://localhost:9.local:8080/cb", false),
        ("http://localhost.local:9/cb", false),
        ("http://localhost:9/other", false),
        ("http://localhost:9/cb?a=b", false),
        ("http://localhost:9/cb/", false),
        ("http://localhost:9/cb#", false),
        ("http://localhost:9/CB", false),
        ("http://user@localhost:9/cb", false),
        ("https://localhost:9/cb", false),
        ("http://127.0.0.1:9/cb", false),
        ("http://127.0.0.1:9/cb?a=c", false),
        ("http://127.0.0.2:9/cb?a=b", false),
        ("http://localhost.example:9/cb", false),
        ("https://rp.example:9/cb", false),
        ("http://10.0.0.1:9/cb", false),
        ("http://localhost:65536/cb", false),
        ("http://localhost:9", false),
        ("localhost:9/cb", false),
    ];
    for (redirect_uri, expected) in rows {
        let changes = [("client_id", "native"), ("redirect_uri", redirect_uri)];
        let parsed = parse(&[AllowAnyLoopbackPort], &changes);
        let expected = if expected {
            Ok(redirect_uri.to_owned())
        } else {
            Err(Refusal::RedirectUriNotRegistered)
        };
        let parsed = parsed.map(|request| request.redirect_uri);
        assert_eq!(parsed, expected, "{redirect_uri}");
    }
}

#[test]
fn a_refusal_is_told_at_a_loopback_port_that_is_allowed() {
    let changes = [
        ("client_id", "native"),
        ("redirect_uri", "http://localhost:9/cb"),
        ("prompt", "bad"),
    ];
    let told = |leniencies: &[Leniency]| {
        let rejection = parse_at(&lenient(leniencies), &changed(&VALID, &changes)).unwrap_err();
        (rejection.refusal, rejection.destination)
    };

    let (refusal, destination) = told(&[AllowAnyLoopbackPort]);
    assert_eq!(refusal, Refusal::PromptUnsupported);
    assert_eq!(destination.unwrap().redirect_uri, "http://localhost:9/cb");
    assert_eq!(told(&[]), (Refusal::RedirectUriNotRegistered, None));
}

#[test]
fn a_plain_challenge_has_its_form_checked_and_its_method_kept() {
    let plain = CodeChallenge::parse(CHALLENGE, CodeChallengeMethod::Plain).unwrap();
    for method in ["plain", ""] {
        let changes = [("code_challenge_method", method)];
        let request = parse(&[AllowPlainPkce], &changes).unwrap();
        assert_eq!(request.code_challenge.as_ref(), Some(&plain), "{method:?}");

        let short = [("code_challenge_method", method), ("code_challenge", "a")];
        let refusal = refused(&[AllowPlainPkce], &short);
        assert_eq!(refusal.to_string(), "code_challenge is malformed");
    }
    let absent = [("code_challenge_method", "plain"), ("code_challenge", "")];
    let refusal = refused(&Leniency::ALL, &absent);
    assert_eq!(refusal, Refusal::CodeChallengeMissing);
    for method in ["PLAIN", "s256", "S512"] {
        let refusal = refused(&Leniency::ALL, &[("code_challenge_method", method)]);
        assert_eq!(refusal, Refusal::CodeChallengeMethodUnsupported, "{method}");
    }
}

#[test]
fn what_a_request_was_accepted_by_survives_being_stored() {
    let request = parse(&Leniency::ALL, &UNCHALLENGED).unwrap();
    let stored = serde_json::to_value(&request).unwrap();

    assert_eq!(
        stored["leniencies"],
        serde_json::json!(["allow_missing_pkce"])
    );
}

fn parse(leniencies: &[Leniency], changes: &[Pair<'_>]) -> Result<AuthorizationRequest, Refusal> {
    let parsed = parse_at(&lenient(leniencies), &changed(&VALID, changes));
    parsed.map_err(|rejection| rejection.refusal)
}

fn refused(leniencies: &[Leniency], changes: &[Pair<'_>]) -> Refusal {
    parse(leniencies, changes).unwrap_err()
}
