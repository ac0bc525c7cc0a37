//! The authorization request (RFC 6749 4.1.1, OIDC Core 3.1.2.1): raw parameters in, a complete
//! request or a rejection with its fate out.

mod checks;
mod max_age;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::claims::ClaimsRequest;
use crate::client::Client;
use crate::consent::Consent;
use crate::params::Params;
use crate::pkce::CodeChallenge;
use crate::profile::Profile;
use crate::prompt::Prompt;
use crate::refusal::AuthorizationRefusal;
use crate::response_mode::{Destination, ResponseMode};
use crate::scope::ScopeSet;
use crate::secret::Secret;

/// A request whose client and redirect URI are proven and whose every parameter is well-formed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// `client_id`.
    pub client_id: String,
    /// `redirect_uri`, or the only one that the client has.
    pub redirect_uri: String,
    /// `state`.
    pub state: Option<Secret>,
    /// `nonce`.
    pub nonce: Option<String>,
    /// The scopes asked for that the provider knows.
    pub scope: ScopeSet,
    /// `claims`, with what `max_age`, `prompt=login` and `acr_values` ask for besides.
    pub claims: ClaimsRequest,
    /// `code_challenge`; absent only for a client that need not send one.
    pub code_challenge: Option<CodeChallenge>,
    /// `prompt`; `max_age=0` counts as `prompt=login`.
    pub prompt: Prompt,
    /// `max_age` in seconds.
    pub max_age: Option<u64>,
    /// `login_hint`, for the login page.
    pub login_hint: Option<String>,
    /// `id_token_hint`, not yet verified.
    pub id_token_hint: Option<Secret>,
}

/// A request that is refused, and how that is told.
#[derive(Clone, Debug)]
pub struct Rejection {
    /// The rule that it broke.
    pub refusal: AuthorizationRefusal,
    /// `client_id`, if a known client was named.
    pub client_id: Option<String>,
    /// `state`, unless it was the repeated parameter.
    pub state: Option<Secret>,
    /// Where the client is told, if client and redirect URI are proven; otherwise a page.
    pub destination: Option<Destination>,
}

impl AuthorizationRequest {
    /// Reads a request, checking in the order in which the library that Banno runs checks.
    ///
    /// `find` looks a client up by its id.
    ///
    /// # Errors
    /// A [`Rejection`] with the first rule that is broken; but an unregistered redirect URI turns
    /// every other fault into its own.
    pub fn parse<'c>(
        params: &Params,
        find: impl Fn(&str) -> Option<&'c Client>,
        profile: &Profile,
    ) -> Result<Self, Box<Rejection>> {
        checks::run(params, &find, profile)
            .map_err(|refusal| Box::new(reject(refusal, params, &find, profile)))
    }

    /// Where the response goes.
    #[must_use]
    pub fn destination(&self, profile: &Profile) -> Destination {
        Destination {
            redirect_uri: self.redirect_uri.clone(),
            mode: ResponseMode::Query,
            state: self.state.clone(),
            issuer: profile.issuer.clone(),
        }
    }

    /// Rejects a request that was well-formed.
    #[must_use]
    pub fn reject(&self, refusal: AuthorizationRefusal, profile: &Profile) -> Rejection {
        Rejection {
            destination: refusal.may_redirect().then(|| self.destination(profile)),
            client_id: Some(self.client_id.clone()),
            state: self.state.clone(),
            refusal,
        }
    }

    /// What the user has to have agreed to before the request is granted.
    #[must_use]
    pub fn asks_for(&self, profile: &Profile) -> Consent {
        Consent {
            scopes: self.scope.clone(),
            claims: self.claims.to_consent(|claim| profile.knows_claim(claim)),
        }
    }

    /// Asks for `auth_time` in the ID token, as `max_age` and `prompt=login` imply.
    fn want_auth_time(&mut self) {
        merge(
            &mut self.claims.id_token,
            "auth_time",
            json!({ "essential": true }),
        );
    }

    /// Asks for one of these `acr` in the ID token, as `acr_values` implies.
    fn want_acr(&mut self, acr_values: &str) {
        let values: Vec<_> = acr_values.split(' ').collect();
        merge(
            &mut self.claims.id_token,
            "acr",
            json!({ "values": values }),
        );
    }
}

/// Adds the members of `with` to what is asked of a claim, over those that are there.
fn merge(
    asked: &mut serde_json::Map<String, serde_json::Value>,
    claim: &str,
    with: serde_json::Value,
) {
    use serde_json::Value::Object;
    match (asked.get_mut(claim), with) {
        (Some(Object(there)), Object(with)) => there.extend(with),
        (_, with) => {
            asked.insert(claim.to_owned(), with);
        }
    }
}

/// Decides who is told: before any error is redirected, client and redirect URI are proven.
fn reject<'c>(
    refusal: AuthorizationRefusal,
    params: &Params,
    find: &impl Fn(&str) -> Option<&'c Client>,
    profile: &Profile,
) -> Rejection {
    let client = params.get("client_id").and_then(find);
    let state = params.get("state").map(Secret::new);
    let redirect_uri = params
        .get("redirect_uri")
        .or_else(|| client.and_then(Client::only_redirect_uri));
    let mut refusal = refusal;
    if let (Some(client), Some(redirect_uri)) = (client, redirect_uri)
        && !client.has_redirect_uri(redirect_uri)
    {
        refusal = AuthorizationRefusal::RedirectUriNotRegistered;
    }
    let destination = match (client, redirect_uri) {
        (Some(_), Some(redirect_uri)) if refusal.may_redirect() => Some(Destination {
            redirect_uri: redirect_uri.to_owned(),
            mode: match params.get("response_mode") {
                Some("query") => ResponseMode::Query,
                _ => ResponseMode::implied_by(params.get("response_type")),
            },
            state: state.clone(),
            issuer: profile.issuer.clone(),
        }),
        _ => None,
    };
    Rejection {
        refusal,
        client_id: client.map(|client| client.id.clone()),
        state,
        destination,
    }
}
