//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::client::Client;
use crate::clock::Timestamp;
use crate::params::Params;
use crate::refusal::EndSessionRefusal;
use crate::response_mode::with_query;
use crate::secret::Secret;
use crate::unverified;

/// The parameters that may come once (RP-Initiated Logout 2).
const KNOWN: [&str; 6] = [
    "id_token_hint",
    "post_logout_redirect_uri",
    "state",
    "ui_locales",
    "client_id",
    "logout_hint",
];

/// The record of a logout that waits for its confirmation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PendingLogout {
    /// The client that has asked, if it said who it is.
    pub client_id: Option<String>,
    /// Where the browser goes afterwards: a URI that the client has registered.
    pub post_logout_redirect_uri: Option<String>,
    /// `state`, for that URI.
    pub state: Option<Secret>,
    /// The value that the form carries, so that no other site can submit it.
    pub form_token: Secret,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// Checks that nothing came twice.
///
/// # Errors
/// [`EndSessionRefusal::ParameterRepeated`].
pub fn check_parameters(params: &Params) -> Result<(), EndSessionRefusal> {
    let repeated = params.repeated(&KNOWN);
    if repeated.is_empty() {
        Ok(())
    } else {
        Err(EndSessionRefusal::ParameterRepeated(repeated))
    }
}

/// The client that asks: the audience of its `id_token_hint`, which is yet to be verified, or
/// `client_id`.
///
/// # Errors
/// The variants of [`EndSessionRefusal`] that concern the client and the form of the hint.
pub fn client<'c>(
    params: &Params,
    find: impl Fn(&str) -> Option<&'c Client>,
) -> Result<Option<&'c Client>, EndSessionRefusal> {
    let client_id = params.get("client_id");
    if let Some(hint) = params.get("id_token_hint") {
        let payload = unverified::payload(hint).filter(Value::is_object);
        let payload = payload.ok_or(EndSessionRefusal::HintUndecodable)?;
        let audience = payload.get("aud").and_then(Value::as_str);
        if client_id.is_some_and(|client_id| Some(client_id) != audience) {
            return Err(EndSessionRefusal::HintClientMismatch);
        }
        let client = audience.and_then(find);
        return client.map(Some).ok_or(EndSessionRefusal::HintClientUnknown);
    }
    client_id
        .map(|client_id| find(client_id).ok_or(EndSessionRefusal::ClientNotFound))
        .transpose()
}

/// The URI to go to afterwards. Without a client there is none that could be believed.
///
/// # Errors
/// [`EndSessionRefusal::RedirectUriNotRegistered`].
pub fn redirect_uri(
    params: &Params,
    client: Option<&Client>,
) -> Result<Option<String>, EndSessionRefusal> {
    match (params.get("post_logout_redirect_uri"), client) {
        (Some(uri), Some(client)) => {
            let registered = client.post_logout_redirect_uris.iter();
            let found = registered.into_iter().find(|registered| *registered == uri);
            let found = found.ok_or(EndSessionRefusal::RedirectUriNotRegistered)?;
            Ok(Some(found.clone()))
        }
        _ => Ok(None),
    }
}

impl PendingLogout {
    /// Where the browser goes: to the client with its `state`, or to the provider's own page at
    /// `success`, which is told of the client that the user has signed out of alone.
    #[must_use]
    pub fn destination(&self, success: &str, everywhere: bool) -> Secret {
        let Some(uri) = &self.post_logout_redirect_uri else {
            let client_id = self.client_id.as_deref().filter(|_| !everywhere);
            let members: Vec<_> = client_id.map(|id| ("client_id", id)).into_iter().collect();
            return with_query(success, &members);
        };
        let state = self.state.as_ref().map(|state| ("state", state.expose()));
        with_query(uri, &state.into_iter().collect::<Vec<_>>())
    }
}
