//! The authorization request (RFC 6749 4.1.1, OIDC Core 3.1.2.1): raw parameters in, a complete
//! request or a rejection with its fate out.

mod checks;
mod in_vain;
mod max_age;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::claims::ClaimsRequest;
use crate::client::Client;
use crate::clock::Timestamp;
use crate::consent::Consent;
use crate::params::Params;
use crate::pkce::CodeChallenge;
use crate::policy::Leniency;
use crate::profile::Profile;
use crate::prompt::Prompt;
use crate::pushed::{self, PushedRequest};
use crate::refusal::AuthorizationRefusal;
use crate::response_mode::{Destination, ResponseMode};
use crate::response_type::ResponseType;
use crate::scope::ScopeSet;
use crate::secret::{Fingerprint, Secret};

/// A request whose client and redirect URI are proven and whose every parameter is well-formed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// `client_id`.
    pub client_id: String,
    /// `redirect_uri`, or the only one that the client has.
    pub redirect_uri: String,
    /// `response_type`.
    pub response_type: ResponseType,
    /// `response_mode`, or the one that the response type implies.
    pub response_mode: ResponseMode,
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
    /// `resource`, as often as it came: the Consumer API, which every token is for anyway.
    pub resources: Vec<String>,
    /// `dpop_jkt` (RFC 9449 10): the key that the code's redemption has to prove.
    pub dpop_jkt: Option<String>,
    /// The pushed request that it came by, which is used up when it is answered.
    pub pushed: Option<Fingerprint>,
    /// What was accepted though Banno would have refused it.
    pub leniencies: Vec<Leniency>,
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
        let checked = checks::client(params, &find).and_then(|client| {
            if params.get("request_uri").is_some() {
                return Err(AuthorizationRefusal::RequestUriNotFound);
            }
            checks::request(params, client, profile)
        });
        checked.map_err(|refusal| Box::new(reject(refusal, params, &find, profile)))
    }

    /// Reads a request that refers to a pushed one by `request_uri` (RFC 9126 4); `pushed` is what was
    /// found under it. Of what stands beside the reference nothing counts but the client.
    ///
    /// # Errors
    /// A [`Rejection`], as from [`Self::parse`].
    pub fn parse_pushed<'c>(
        params: &Params,
        find: impl Fn(&str) -> Option<&'c Client>,
        pushed: Option<&PushedRequest>,
        now: Timestamp,
        profile: &Profile,
    ) -> Result<Self, Box<Rejection>> {
        let told = |refusal, params: &Params| Box::new(reject(refusal, params, &find, profile));
        let checked = checks::client(params, &find).and_then(|client| {
            let pushed = pushed::find(params, pushed, now)?;
            Ok((client, pushed))
        });
        let (client, pushed) = checked.map_err(|refusal| told(refusal, params))?;
        if let Err(refusal) = pushed.check_beside(params) {
            return Err(told(refusal, &pushed.over(params)));
        }
        let mut request = checks::request(&pushed.params, client, profile)
            .map_err(|refusal| told(refusal, &pushed.params))?;
        request.pushed = params.get("request_uri").map(Fingerprint::of);
        Ok(request)
    }

    /// Reads a request that is being pushed by a client that has authenticated (RFC 9126 2.1).
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn parse_for_pushing(
        params: &Params,
        client: &Client,
        profile: &Profile,
    ) -> Result<Self, AuthorizationRefusal> {
        checks::repeated_or_request(params)?;
        if params.get("request_uri").is_some() {
            return Err(AuthorizationRefusal::RequestUriNotSupported);
        }
        checks::request(params, client, profile)
    }

    /// Where the response goes.
    #[must_use]
    pub fn destination(&self, profile: &Profile) -> Destination {
        Destination {
            redirect_uri: self.redirect_uri.clone(),
            mode: self.response_mode,
            state: self.state.clone(),
            issuer: issuer(profile),
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

/// The `iss` of responses.
fn issuer(profile: &Profile) -> Option<String> {
    let told = profile.policies.authorization_response_iss;
    told.then(|| profile.issuer.clone())
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
        && !checks::may_redirect_to(client, redirect_uri, profile, &mut Vec::new())
    {
        refusal = AuthorizationRefusal::RedirectUriNotRegistered;
    }
    let destination = match (client, redirect_uri) {
        (Some(_), Some(redirect_uri)) if refusal.may_redirect() => Some(Destination {
            redirect_uri: redirect_uri.to_owned(),
            mode: params
                .get("response_mode")
                .and_then(ResponseMode::named)
                .unwrap_or_else(|| ResponseMode::implied_by(params.get("response_type"))),
            state: state.clone(),
            issuer: issuer(profile),
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
