//! What holds for any parameters at all.

use oidc::authorize::AuthorizationRequest;
use oidc::params::Params;
use oidc::pushed::PushedRequest;
use oidc::response_mode::AuthorizationResponse;
use oidc::secret::Secret;
use proptest::prelude::*;
use url::Url;

use super::{VALID, clients, parse};
use crate::given::{ISSUER, NOW, Pair, form, later, profile};

const NAMES: [&str; 16] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "claims",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
    "resource",
    "acr_values",
];

const VALUES: [&str; 22] = [
    "",
    "two",
    "one",
    "nobody",
    "https://rp.example/cb",
    "https://one.example/cb",
    "https://evil.example/cb",
    "code",
    "token",
    "query",
    "fragment",
    "form_post",
    "openid",
    "openid phone",
    "none",
    "login consent",
    "0",
    "S256",
    "plain",
    r#"{"id_token":{"acr":{"essential":true,"values":1}}}"#,
    "http://[",
    "\u{0}\u{ffff}",
];

/// A good request with some of its parameters dropped and others added.
fn requests() -> impl Strategy<Value = Vec<(String, String)>> {
    let kept = prop::collection::vec(prop::bool::weighted(0.9), VALID.len()).prop_map(|keep| {
        let kept = VALID.iter().zip(keep).filter(|(_, keep)| *keep);
        kept.map(|((name, value), _)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<Vec<_>>()
    });
    let name = prop::sample::select(&NAMES[..]).prop_map(str::to_owned);
    let value = prop_oneof![
        4 => prop::sample::select(&VALUES[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let added = prop::collection::vec((name, value), 0..4);
    (kept, added).prop_map(|(kept, added)| [kept, added].concat())
}

fn owned(pairs: &[Pair<'_>]) -> Vec<(String, String)> {
    let owned = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect()
}

fn params(pairs: &[(String, String)]) -> Params {
    let mut encoded = url::form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(pairs);
    Params::parse(encoded.finish().as_bytes())
}

/// Asserts that a response goes to a registered URI, with one `iss`, and `state` as it was given.
fn check(
    response: AuthorizationResponse,
    client_id: &str,
    state: Option<&str>,
) -> Result<(), TestCaseError> {
    let clients = clients();
    let client = clients
        .iter()
        .find(|client| client.id == client_id)
        .unwrap();
    let (place, members) = match &response {
        AuthorizationResponse::Redirect(address) => {
            let (place, members) = address.expose().split_once(['?', '#']).unwrap();
            prop_assert!(Url::parse(address.expose()).is_ok());
            let members = url::form_urlencoded::parse(members.as_bytes());
            (place.to_owned(), members.into_owned().collect())
        }
        AuthorizationResponse::FormPost(_) => {
            let (form, fields) = form(response);
            let tells_error = fields.iter().any(|(name, _)| name == "error");
            prop_assert_eq!(form.is_error, tells_error);
            (form.action, fields)
        }
    };
    prop_assert!(client.has_redirect_uri(&place), "{}", place);

    let values = |wanted: &str| -> Vec<&str> {
        let wanted = members.iter().filter(|(name, _)| name == wanted);
        wanted.map(|(_, value)| value.as_str()).collect()
    };
    prop_assert_eq!(values("iss"), [ISSUER]);
    prop_assert_eq!(values("state"), Vec::from_iter(state));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn every_response_goes_to_a_registered_uri_with_one_iss_and_the_given_state(
        pairs in requests()
    ) {
        let params = params(&pairs);
        let state = params.get("state");
        match parse(&params) {
            Ok(request) => {
                let code = Secret::new("c");
                let response = request.destination(&profile()).success(Some(&code));
                check(response, &request.client_id, state)?;
            }
            Err(rejection) => {
                prop_assert_eq!(rejection.state.as_ref().map(Secret::expose), state);
                if let Some(destination) = &rejection.destination {
                    let response = destination.error(&rejection.refusal.wire());
                    check(response, rejection.client_id.as_deref().unwrap(), state)?;
                }
            }
        }
    }

    #[test]
    fn a_reference_to_a_pushed_request_is_answered_the_same_amid_any_parameters(
        pairs in requests()
    ) {
        let clients = clients();
        let find = |id: &str| clients.iter().find(|client| client.id == id);
        let good = params(&owned(&VALID));
        let request = parse(&good).unwrap();
        let pushed = PushedRequest::new(good, &request, later(60));
        let beside = params(&pairs).with("request_uri", "urn:ietf:params:oauth:request_uri:a");
        let parsed =
            AuthorizationRequest::parse_pushed(&beside, find, Some(&pushed), NOW, &profile());
        match parsed {
            Ok(read) => {
                prop_assert_eq!(beside.get("client_id"), Some("two"));
                let expected = AuthorizationRequest { pushed: read.pushed, ..request };
                let stored = |request| serde_json::to_value(request).unwrap();
                prop_assert_eq!(stored(read), stored(expected));
            }
            Err(rejection) => {
                if let Some(destination) = &rejection.destination {
                    let state = rejection.state.as_ref().map(Secret::expose);
                    let response = destination.error(&rejection.refusal.wire());
                    check(response, rejection.client_id.as_deref().unwrap(), state)?;
                }
            }
        }
    }

    #[test]
    fn any_bytes_at_all_can_be_parsed(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
        let refused = parse(&Params::parse(&bytes)).is_err();
        prop_assert!(refused, "nobody guesses a code challenge");
    }
}

#[test]
fn the_generated_requests_reach_every_fate() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut accepted, mut redirects, mut pages) = (0, 0, 0);
    for _ in 0..500 {
        let pairs = requests().new_tree(&mut runner).unwrap().current();
        match parse(&params(&pairs)) {
            Ok(_) => accepted += 1,
            Err(rejection) if rejection.destination.is_some() => redirects += 1,
            Err(_) => pages += 1,
        }
    }
    assert!(
        accepted > 10 && redirects > 10 && pages > 10,
        "{accepted} {redirects} {pages}"
    );
}
