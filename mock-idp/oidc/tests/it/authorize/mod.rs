//! The authorization request: what is accepted, what is refused, which of two faults wins, what
//! policies and leniencies change, and what holds for any parameters at all.

mod accepted;
mod leniencies;
mod offers;
mod order;
mod properties;
mod pushing;
mod redirect_uri;
mod refusals;
mod response;
mod restricted_claims;
mod scopes;

use oidc::authorize::{AuthorizationRequest, Rejection};
use oidc::client::Client;
use oidc::params::Params;
use oidc::profile::Profile;

use crate::given::{self, CHALLENGE, Pair, address, changed, profile};

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

fn clients() -> [Client; 4] {
    [
        given::client(),
        given::public_client(),
        given::narrow_client(),
        given::native_client(),
    ]
}

fn parse(params: &Params) -> Result<AuthorizationRequest, Box<Rejection>> {
    parse_at(&profile(), params)
}

fn parse_at(profile: &Profile, params: &Params) -> Result<AuthorizationRequest, Box<Rejection>> {
    let clients = clients();
    let find = |id: &str| clients.iter().find(|client| client.id == id);
    AuthorizationRequest::parse(params, find, profile)
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
    Some(address(destination.error(&rejection.refusal.wire())))
}
