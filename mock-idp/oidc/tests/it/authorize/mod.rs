//! The authorization request, in four parts: what is accepted, what is refused, which of two faults
//! wins, and what holds for any parameters at all.

mod accepted;
mod order;
mod properties;
mod refusals;

use oidc::authorize::{AuthorizationRequest, Rejection};
use oidc::client::Client;
use oidc::params::Params;

use crate::given::{self, CHALLENGE, Pair, changed, profile};

/// A request of which nothing can be found fault with.
const VALID: [Pair<'static>; 7] = [
    ("client_id", "two"),
    ("redirect_uri", "https://rp.example/cb"),
    ("response_type", "code"),
    ("scope", "openid email"),
    ("state", "xyz"),
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

fn clients() -> [Client; 3] {
    [
        given::client(),
        given::public_client(),
        given::narrow_client(),
    ]
}

fn parse(params: &Params) -> Result<AuthorizationRequest, Box<Rejection>> {
    let clients = clients();
    let find = |id: &str| clients.iter().find(|client| client.id == id);
    AuthorizationRequest::parse(params, find, &profile())
}

fn accepted(changes: &[Pair<'_>]) -> AuthorizationRequest {
    parse(&changed(&VALID, changes)).unwrap()
}

fn refused(changes: &[Pair<'_>]) -> Rejection {
    *parse(&changed(&VALID, changes)).unwrap_err()
}

/// The error response of a rejection, if it is told by redirect.
fn location(rejection: &Rejection) -> Option<String> {
    let destination = rejection.destination.as_ref()?;
    Some(destination.error(&rejection.refusal.wire()))
}
