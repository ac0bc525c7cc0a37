//! Pushed authorization requests (RFC 9126).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::authorize::AuthorizationRequest;
use crate::clock::Timestamp;
use crate::params::Params;
use crate::refusal::AuthorizationRefusal;

/// The record of a pushed request; it outlives its use, so that a second one is recognised.
#[derive(Clone, Serialize, Deserialize)]
pub struct PushedRequest {
    /// The client that has pushed it.
    pub client_id: String,
    /// Its parameters, with the redirect URI and the DPoP key that count.
    pub params: Params,
    /// When it is over.
    pub expires_at: Timestamp,
    /// Whether it has been answered.
    pub consumed: bool,
}

impl fmt::Debug for PushedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushedRequest")
            .field("client_id", &self.client_id)
            .field("params", &self.params.names().collect::<Vec<_>>())
            .field("expires_at", &self.expires_at)
            .field("consumed", &self.consumed)
            .finish()
    }
}

/// What the references to pushed requests begin with (RFC 9126 2.2).
pub const URN: &str = "urn:ietf:params:oauth:request_uri:";

impl PushedRequest {
    /// The record of a request that was found good.
    #[must_use]
    pub fn new(params: Params, request: &AuthorizationRequest, expires_at: Timestamp) -> Self {
        let params = params.with("redirect_uri", &request.redirect_uri);
        Self {
            client_id: request.client_id.clone(),
            params: match &request.dpop_jkt {
                Some(jkt) => params.with("dpop_jkt", jkt),
                None => params,
            },
            expires_at,
            consumed: false,
        }
    }

    /// Holds what stands beside the reference against the pushed request.
    pub(crate) fn check_beside(&self, params: &Params) -> Result<(), AuthorizationRefusal> {
        let differs = |name, pushed: Option<&str>| {
            params
                .get(name)
                .is_some_and(|beside| pushed.is_some_and(|pushed| pushed != beside))
        };
        if differs("response_type", self.params.get("response_type")) {
            return Err(AuthorizationRefusal::RequestUriResponseTypeMismatch);
        }
        if differs("client_id", Some(&self.client_id)) {
            return Err(AuthorizationRefusal::RequestUriClientMismatch);
        }
        Ok(())
    }

    /// What stands beside the reference, with those parameters of the pushed request that say how a
    /// refusal is told.
    pub(crate) fn over(&self, params: &Params) -> Params {
        ["state", "response_mode", "response_type"]
            .into_iter()
            .filter_map(|name| Some((name, self.params.get(name)?)))
            .fold(params.clone(), |params, (name, value)| {
                params.with(name, value)
            })
    }
}

/// The pushed request that `request_uri` refers to, if it is good.
pub(crate) fn find<'p>(
    params: &Params,
    found: Option<&'p PushedRequest>,
    now: Timestamp,
) -> Result<&'p PushedRequest, AuthorizationRefusal> {
    use AuthorizationRefusal as Refusal;
    let request_uri = params.get("request_uri").unwrap_or_default();
    let scheme = url::Url::parse(request_uri).map(|uri| uri.scheme().to_owned());
    if !matches!(scheme.as_deref(), Ok("http" | "https" | "urn")) {
        return Err(Refusal::RequestUriMalformed);
    }
    if !request_uri.starts_with(URN) {
        return Err(Refusal::RequestUriNotSupported);
    }
    let pushed = found.ok_or(Refusal::RequestUriNotFound)?;
    if pushed.consumed {
        return Err(Refusal::RequestUriUsed);
    }
    if pushed.expires_at.is_past(now) {
        return Err(Refusal::RequestUriExpired);
    }
    Ok(pushed)
}
