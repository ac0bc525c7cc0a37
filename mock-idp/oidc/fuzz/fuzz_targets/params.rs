//! An authorization request (RFC 6749 4.1.1, OIDC Core 3.1.2.1), by its query.
#![no_main]

#[path = "../../tests/it/given.rs"]
#[expect(dead_code, reason = "the tests find more here than this target needs")]
mod given;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use oidc::authorize::{AuthorizationRequest, Rejection};
use oidc::client::Client;
use oidc::params::Params;
use oidc::policy::Leniency;
use oidc::profile::Profile;
use oidc::pushed::PushedRequest;
use oidc::secret::Secret;
use oidc::token::TokenRequest;
use oidc_fuzz::{response, wire};
use serde_json::Value;

static STRICT: LazyLock<Profile> = LazyLock::new(given::profile);

static LENIENT: LazyLock<Profile> = LazyLock::new(|| given::lenient(&Leniency::ALL));

static CLIENTS: LazyLock<[Client; 4]> = LazyLock::new(|| {
    [
        given::client(),
        given::public_client(),
        given::narrow_client(),
        given::native_client(),
    ]
});

fuzz_target!(|query: &[u8]| {
    let params = Params::parse(query);
    read_as_sent(query, &params);
    let taken = authorize(&params, &STRICT);
    let taken_by_lenient = authorize(&params, &LENIENT);
    if taken.is_some() {
        assert_eq!(taken, taken_by_lenient, "leniency refuses nothing");
    }
    for client in CLIENTS.iter() {
        for profile in [&STRICT, &LENIENT] {
            if let Err(refusal) = TokenRequest::parse(&params, client, profile) {
                wire::check(&refusal, &refusal.wire());
            }
        }
    }
});

/// Asserts that the parameters are the pairs that the query has, before and after they were stored.
fn read_as_sent(query: &[u8], params: &Params) {
    let pairs: Vec<_> = url::form_urlencoded::parse(query).into_owned().collect();
    let stored = serde_json::to_string(params).expect("parameters can be stored");
    let stored: Params = serde_json::from_str(&stored).expect("and taken out again");
    for (name, _) in &pairs {
        let named = pairs.iter().filter(|(there, _)| there == name);
        let values: Vec<_> = named.map(|(_, value)| value.as_str()).collect();
        let (one, all) = match *values.as_slice() {
            [""] => (None, Vec::new()),
            [value] => (Some(value), values),
            _ => (None, values),
        };
        for params in [params, &stored] {
            assert_eq!(params.get(name), one);
            assert_eq!(params.all(name), all);
        }
    }
}

/// Asserts what holds for any answer; returns the request, if there is nothing wrong with it.
fn authorize(params: &Params, profile: &Profile) -> Option<Value> {
    let find = |id: &str| CLIENTS.iter().find(|client| client.id == id);
    let request = match AuthorizationRequest::parse(params, find, profile) {
        Ok(request) => request,
        Err(rejection) => {
            rejected(&rejection, params, profile);
            return None;
        }
    };
    let client = find(&request.client_id).expect("the client is known");
    let state = params.get("state");
    assert_eq!(request.state.as_ref().map(Secret::expose), state);
    let answer = request
        .destination(profile)
        .success(Some(&Secret::new("c")));
    response::check(&answer, client, state, profile, is_lenient(profile));

    let stored = serde_json::to_value(&request).expect("a request can be stored");
    let again: AuthorizationRequest =
        serde_json::from_value(stored.clone()).expect("and taken out again");
    assert_eq!(serde_json::to_value(again).ok().as_ref(), Some(&stored));
    pushed(params, client, &request, profile);
    Some(without(stored, "leniencies"))
}

fn rejected(rejection: &Rejection, params: &Params, profile: &Profile) {
    let error = rejection.refusal.wire();
    wire::check(&rejection.refusal, &error);
    let state = params.get("state");
    assert_eq!(rejection.state.as_ref().map(Secret::expose), state);
    if let Some(destination) = &rejection.destination {
        let named = |client: &&Client| rejection.client_id.as_ref() == Some(&client.id);
        let client = CLIENTS.iter().find(named).expect("the client is known");
        let answer = destination.error(&error);
        response::check(&answer, client, state, profile, is_lenient(profile));
    }
}

/// Asserts that the request means the same when it is pushed before (RFC 9126 4).
fn pushed(params: &Params, client: &Client, request: &AuthorizationRequest, profile: &Profile) {
    let directly = serde_json::to_value(request).ok();
    let pushed = AuthorizationRequest::parse_for_pushing(params, client, profile)
        .expect("what may be sent may be pushed");
    assert_eq!(serde_json::to_value(&pushed).ok(), directly);
    let record = PushedRequest::new(params.clone(), &pushed, given::later(60));
    let pairs = [
        ("client_id", &*client.id),
        ("request_uri", "urn:ietf:params:oauth:request_uri:a"),
    ];
    let find = |_: &str| Some(client);
    let reference = given::params(&pairs);
    let found =
        AuthorizationRequest::parse_pushed(&reference, find, Some(&record), given::NOW, profile)
            .expect("what was pushed can be referred to");
    let found = serde_json::to_value(found)
        .ok()
        .map(|it| without(it, "pushed"));
    assert_eq!(found, directly.map(|it| without(it, "pushed")));
}

fn without(mut stored: Value, member: &str) -> Value {
    if let Some(members) = stored.as_object_mut() {
        members.shift_remove(member);
    }
    stored
}

fn is_lenient(profile: &Profile) -> bool {
    profile.leniencies.has(Leniency::AllowAnyLoopbackPort)
}
