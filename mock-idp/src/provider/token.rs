//! A token request comes in.

use oidc::client::Client;
use oidc::client_auth::Credentials;
use oidc::params::Params;
use oidc::refusal::TokenRefusal;
use oidc::token::{TokenRequest, check_client_parameters};

use super::grants::{authorization_code, refresh_token};
use super::issue::Tokens;
use crate::institution::Institution;
use crate::journal::Note;
use crate::keys;

/// Why there are no tokens.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request was refused.
    #[error(transparent)]
    Refused(#[from] TokenRefusal),
    /// The provider failed.
    #[error(transparent)]
    Keys(#[from] keys::Error),
}

/// What a token request brings.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `Origin` header.
    pub origin: Option<&'a str>,
    /// The form.
    pub params: &'a Params,
}

/// Handles a token request.
///
/// # Errors
/// [`Error::Refused`]; a replay ends the grant besides. [`Error::Keys`].
pub async fn token(
    institution: &Institution,
    request: Request<'_>,
    note: &mut Note,
) -> Result<Tokens, Error> {
    note.keep_params(request.params);
    let client = authenticate(institution, request, note)?;
    match TokenRequest::parse(request.params, client)? {
        TokenRequest::AuthorizationCode(request) => {
            authorization_code::redeem(institution, client, &request, note).await
        }
        TokenRequest::RefreshToken(request) => {
            refresh_token::refresh(institution, client, &request, note).await
        }
    }
}

fn authenticate<'i>(
    institution: &'i Institution,
    request: Request<'_>,
    note: &mut Note,
) -> Result<&'i Client, TokenRefusal> {
    check_client_parameters(request.params)?;
    let credentials = Credentials::parse(request.authorization, request.params)?;
    let client = institution.client(&credentials.client_id);
    note.client_id = client.map(|client| client.id.clone());
    Ok(credentials.authenticate(client, request.origin)?)
}
