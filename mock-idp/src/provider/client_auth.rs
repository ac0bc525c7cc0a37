//! Client authentication, as every endpoint that clients call asks for it.

use oidc::client::Client;
use oidc::client_auth::{Context, Credentials};
use oidc::params::Params;
use oidc::refusal::{AssertionRefusal, ClientAuthRefusal};

use super::{newcomer, replay};
use crate::institution::Institution;
use crate::journal::Note;

/// The path of the endpoint for pushed requests below the issuer.
pub const PUSHED_REQUEST: &str = "/request";

/// What the request of a client brings.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The path of the endpoint below the issuer.
    pub path: &'a str,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `DPoP` header.
    pub proof: Option<&'a str>,
    /// The `Origin` header.
    pub origin: Option<&'a str>,
    /// The form.
    pub params: &'a Params,
}

/// Proves the client, and notes who it is.
///
/// # Errors
/// [`ClientAuthRefusal`].
pub async fn authenticate<'i>(
    institution: &'i Institution,
    request: Request<'_>,
    note: &mut Note,
) -> Result<&'i Client, ClientAuthRefusal> {
    note.keep_params(request.params);
    let credentials = Credentials::parse(request.authorization, request.params)?;
    let client = institution.client(&credentials.client_id);
    note.client_id = client.map(|client| client.id.clone());
    let context = Context {
        origin: request.origin,
        path: request.path,
        now: institution.now(),
        profile: &institution.profile,
    };
    if client.is_none() && request.path == PUSHED_REQUEST {
        let client_id = &credentials.client_id;
        if let Some(why) = newcomer::why_unknown(institution, client_id, request.params) {
            return Err(ClientAuthRefusal::ClientNotRegistered(why));
        }
    }
    let proven = credentials.authenticate(client, context, &mut note.leniencies)?;
    let client = proven.client;
    if let Some(once) = proven.once
        && !replay::is_first(institution, &client.id, &once).await
    {
        return Err(AssertionRefusal::Replayed.into());
    }
    Ok(client)
}
