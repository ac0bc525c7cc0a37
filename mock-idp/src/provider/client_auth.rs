//! Client authentication, as every endpoint that clients call asks for it.

use oidc::client::Client;
use oidc::client_auth::Credentials;
use oidc::params::Params;
use oidc::refusal::ClientAuthRefusal;

use crate::institution::Institution;
use crate::journal::Note;

/// What the request of a client brings.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `Origin` header.
    pub origin: Option<&'a str>,
    /// The form.
    pub params: &'a Params,
}

/// Proves the client, and notes who it is.
///
/// # Errors
/// [`ClientAuthRefusal`].
pub fn authenticate<'i>(
    institution: &'i Institution,
    request: Request<'_>,
    note: &mut Note,
) -> Result<&'i Client, ClientAuthRefusal> {
    note.keep_params(request.params);
    let credentials = Credentials::parse(request.authorization, request.params)?;
    let client = institution.client(&credentials.client_id);
    note.client_id = client.map(|client| client.id.clone());
    let profile = &institution.profile;
    credentials.authenticate(client, request.origin, profile, &mut note.leniencies)
}
