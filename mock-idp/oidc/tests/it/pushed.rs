//! A pushed request and the reference to it: what is pushed, what stands beside the reference, and for
//! how long and how often it is good.

use oidc::authorize::{AuthorizationRequest, Rejection};
use oidc::client::Client;
use oidc::clock::Timestamp;
use oidc::params::Params;
use oidc::pushed::{PushedRequest, URN};
use oidc::refusal::{AuthorizationRefusal as Refusal, PushedRequestRefusal};
use oidc::response_mode::ResponseMode;
use oidc::secret::Fingerprint;

use crate::given::{
    CHALLENGE, NOW, Pair, address, changed, client, later, params, profile, public_client, table,
};

const REFERENCE: &str = "urn:ietf:params:oauth:request_uri:a-name";

const VALID: [Pair<'static>; 7] = [
    ("client_id", "two"),
    ("redirect_uri", "https://rp.example/cb"),
    ("response_type", "code"),
    ("scope", "openid email"),
    ("state", "pushed"),
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

const BESIDE: [Pair<'static>; 2] = [("client_id", "two"), ("request_uri", REFERENCE)];

#[test]
fn a_reference_stands_for_what_was_pushed() {
    let pushed = pushed(&[("nonce", "n"), ("response_mode", "form_post")]);
    let request = refer(&[], Some(&pushed), NOW).unwrap();

    assert_eq!(request.client_id, "two");
    assert_eq!(request.redirect_uri, "https://rp.example/cb");
    assert_eq!(request.state.as_ref().unwrap().expose(), "pushed");
    assert_eq!(request.nonce.as_deref(), Some("n"));
    assert_eq!(request.scope.to_string(), "openid email");
    assert_eq!(request.response_mode, ResponseMode::FormPost);
    assert!(request.code_challenge.is_some());
    assert_eq!(request.pushed, Some(Fingerprint::of(REFERENCE)));
}

#[test]
fn what_stands_beside_the_reference_counts_for_nothing() {
    let beside = [
        ("response_type", "code"),
        ("redirect_uri", "https://evil.example"),
        ("scope", "openid phone"),
        ("state", "beside"),
        ("nonce", "beside"),
        ("prompt", "bad"),
        ("max_age", "bad"),
        ("response_mode", "bad"),
        ("registration", "{}"),
        ("code_challenge", "short"),
        ("claims", "{"),
        ("resource", "bad"),
    ];
    let with = refer(&beside, Some(&pushed(&[])), NOW).unwrap();
    let without = refer(&[], Some(&pushed(&[])), NOW).unwrap();

    let stored = |request: &AuthorizationRequest| serde_json::to_string(request).unwrap();
    assert_eq!(stored(&with), stored(&without));
}

#[test]
fn the_redirect_uri_that_counts_is_kept_with_the_request() {
    let one = [("client_id", "one"), ("redirect_uri", "")];
    let pushed = pushed(&one);
    assert_eq!(
        pushed.params.get("redirect_uri"),
        Some("https://one.example/cb")
    );

    // A second one that is registered meanwhile leaves it as it was.
    let mut more = public_client();
    more.redirect_uris
        .insert(0, "https://one.example/other".to_owned());
    let beside = changed(&BESIDE, &[("client_id", "one")]);
    let find = |_: &str| Some(&more);
    let request = AuthorizationRequest::parse_pushed(&beside, find, Some(&pushed), NOW, &profile());
    assert_eq!(request.unwrap().redirect_uri, "https://one.example/cb");
}

#[test]
fn a_pushed_request_is_over_in_the_very_second_in_which_it_expires() {
    let pushed = pushed(&[]);
    let at = |now: Timestamp| {
        refer(&[], Some(&pushed), now)
            .map(drop)
            .map_err(|it| it.refusal)
    };

    assert_eq!(at(later(59)), Ok(()));
    assert_eq!(at(later(60)), Err(Refusal::RequestUriExpired));
}

#[test]
fn a_pushed_request_is_answered_once_and_may_be_shown_until_then() {
    let pushed = pushed(&[]);
    assert!(refer(&[], Some(&pushed), NOW).is_ok());
    assert!(refer(&[], Some(&pushed), NOW).is_ok());

    let used = PushedRequest {
        consumed: true,
        ..pushed
    };
    for now in [NOW, later(60)] {
        let refusal = refer(&[], Some(&used), now).unwrap_err().refusal;
        assert_eq!(refusal, Refusal::RequestUriUsed);
    }
}

#[test]
fn every_fault_of_a_reference_is_told_where_the_parameters_beside_it_say() {
    let text = "request_uri is invalid, expired, or was already used";
    let gone = format!("request_uri={URN}gone");
    let rows = format!(
        r"
        request_uri=x                         | request_uri is not an http, https or urn URI              | invalid_request_uri       | invalid request_uri scheme
        request_uri=ftp://rp.example/a        | request_uri is not an http, https or urn URI              | invalid_request_uri       | invalid request_uri scheme
        request_uri=http://                   | request_uri is not an http, https or urn URI              | invalid_request_uri       | invalid request_uri scheme
        request_uri=https://rp.example/a.jwt  | request_uri not supported: only that of a pushed request is | request_uri_not_supported |
        request_uri=http://rp.example/a.jwt   | request_uri not supported: only that of a pushed request is | request_uri_not_supported |
        request_uri=urn:x                     | request_uri not supported: only that of a pushed request is | request_uri_not_supported |
        request_uri=x{URN}gone                | request_uri is not an http, https or urn URI              | invalid_request_uri       | invalid request_uri scheme
        {gone}                                | request_uri not found                                     | invalid_request_uri       | {text}
        request=x                             | request parameter not supported                           | request_not_supported     |
        state=a&state=b                       | repeated state                                            | invalid_request           | 'state' parameter must not be provided twice
    "
    );
    for [changes, reason, error, description] in table(&rows) {
        let changes: Vec<_> = url::form_urlencoded::parse(changes.as_bytes())
            .into_owned()
            .collect();
        let mut beside = crate::given::pairs(&changes);
        beside.push(("redirect_uri", "https://rp.example/other"));
        let rejection = refer(&beside, None, NOW).unwrap_err();
        assert_eq!(rejection.refusal.to_string(), reason);
        let wire = rejection.refusal.wire();
        assert_eq!(wire.code.as_str(), error, "{reason}");
        assert_eq!(wire.description.as_deref().unwrap_or_default(), description);

        let told = address(rejection.destination.unwrap().error(&wire));
        assert!(
            told.starts_with("https://rp.example/other?error="),
            "{told}"
        );

        beside.pop();
        let rejection = refer(&beside, None, NOW).unwrap_err();
        assert!(
            rejection.destination.is_none(),
            "nobody says where: {reason}"
        );
    }
    let beside = [("redirect_uri", "https://evil.example")];
    let rejection = refer(&beside, None, NOW).unwrap_err();
    assert_eq!(rejection.refusal, Refusal::RedirectUriNotRegistered);
}

#[test]
fn the_client_comes_before_the_reference() {
    let rows = [("", "missing client_id"), ("nobody", "client not found")];
    for (client_id, reason) in rows {
        let beside = [("client_id", client_id), ("request_uri", "x")];
        let rejection = refer(&beside, Some(&pushed(&[])), NOW).unwrap_err();
        assert_eq!(rejection.refusal.to_string(), reason);
        assert!(rejection.destination.is_none());
    }
}

#[test]
fn a_reference_of_another_client_is_refused_to_this_one() {
    let beside = [("client_id", "one")];
    let rejection = refer(&beside, Some(&pushed(&[])), NOW).unwrap_err();

    assert_eq!(rejection.refusal, Refusal::RequestUriClientMismatch);
    assert_eq!(rejection.client_id.as_deref(), Some("one"));
    assert_eq!(
        address(
            rejection
                .destination
                .unwrap()
                .error(&rejection.refusal.wire())
        ),
        "https://one.example/cb?error=invalid_request_object\
         &error_description=request+client_id+must+equal+the+one+in+request+parameters\
         &state=pushed&iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
}

#[test]
fn another_response_type_beside_the_reference_is_told_as_the_pushed_request_wants() {
    let beside = [
        ("response_type", "none"),
        ("redirect_uri", "https://rp.example/other"),
        ("state", "beside"),
        ("response_mode", "query"),
        ("client_id", "two"),
    ];
    let pushed = pushed(&[("response_mode", "fragment")]);
    let rejection = refer(&beside, Some(&pushed), NOW).unwrap_err();

    assert_eq!(rejection.refusal, Refusal::RequestUriResponseTypeMismatch);
    assert_eq!(rejection.state.as_ref().unwrap().expose(), "pushed");
    assert_eq!(
        address(
            rejection
                .destination
                .unwrap()
                .error(&rejection.refusal.wire())
        ),
        "https://rp.example/other#error=invalid_request_object\
         &error_description=request+response_type+must+equal+the+one+in+request+parameters\
         &state=pushed&iss=https%3A%2F%2Flocalhost%3A8443%2Fa%2Fconsumer%2Fapi%2Fv0%2Foidc"
    );
    let both = [("response_type", "none"), ("client_id", "one")];
    let first = refer(&both, Some(&pushed), NOW).unwrap_err().refusal;
    assert_eq!(first, Refusal::RequestUriResponseTypeMismatch);
}

#[test]
fn a_pushed_request_is_held_against_what_the_client_is_now() {
    let pushed = pushed(&[]);
    let moved = Client {
        redirect_uris: vec!["https://rp.example/new".to_owned()],
        ..client()
    };
    let narrowed = Client {
        response_types: Vec::new(),
        ..client()
    };
    let now = |client: &Client| {
        let find = |_: &str| Some(client);
        let parsed = AuthorizationRequest::parse_pushed(
            &params(&BESIDE),
            find,
            Some(&pushed),
            NOW,
            &profile(),
        );
        parsed.unwrap_err()
    };

    let gone = now(&moved);
    assert_eq!(gone.refusal, Refusal::RedirectUriNotRegistered);
    assert!(gone.destination.is_none());
    let refused = now(&narrowed);
    assert_eq!(refused.refusal, Refusal::ResponseTypeNotAllowed);
    let destination = refused.destination.unwrap();
    assert_eq!(destination.redirect_uri, "https://rp.example/cb");
    assert_eq!(destination.state.unwrap().expose(), "pushed");
}

#[test]
fn at_the_endpoint_for_pushing_an_unregistered_redirect_uri_is_an_invalid_request() {
    let refusal = PushedRequestRefusal::from(Refusal::RedirectUriNotRegistered);
    let wire = refusal.wire();

    assert_eq!(refusal.to_string(), "redirect_uri not registered");
    assert_eq!(
        wire.members().collect::<Vec<_>>(),
        [
            ("error", "invalid_request"),
            (
                "error_description",
                "redirect_uri did not match any of the client's registered redirect_uris"
            ),
        ]
    );
    let other = PushedRequestRefusal::from(Refusal::RequestNotSupported);
    assert_eq!(other.wire(), Refusal::RequestNotSupported.wire());
}

#[test]
fn a_pushed_request_survives_being_stored() {
    let stored = serde_json::to_string(&pushed(&[("nonce", "n")])).unwrap();
    let restored: PushedRequest = serde_json::from_str(&stored).unwrap();

    assert_eq!(serde_json::to_string(&restored).unwrap(), stored);
    assert!(refer(&[], Some(&restored), NOW).is_ok());
}

/// The record of a good request, for a minute.
fn pushed(changes: &[Pair<'_>]) -> PushedRequest {
    let params = changed(&VALID, changes);
    let clients = [client(), public_client()];
    let id = params.get("client_id").unwrap();
    let client = clients.iter().find(|client| client.id == id).unwrap();
    let request = AuthorizationRequest::parse_for_pushing(&params, client, &profile()).unwrap();
    PushedRequest::new(params, &request, later(60))
}

fn refer(
    changes: &[Pair<'_>],
    pushed: Option<&PushedRequest>,
    now: Timestamp,
) -> Result<AuthorizationRequest, Box<Rejection>> {
    let clients = [client(), public_client()];
    let find = |id: &str| clients.iter().find(|client| client.id == id);
    let beside: Params = changed(&BESIDE, changes);
    AuthorizationRequest::parse_pushed(&beside, find, pushed, now, &profile())
}
