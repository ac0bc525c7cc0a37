//! A token request comes in.

use oidc::refusal::TokenRefusal;
use oidc::token::TokenRequest;

use super::client_auth::{Request, authenticate};
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

/// Handles a token request.
///
/// # Errors
/// [`Error::Refused`]; a replay ends the grant besides. [`Error::Keys`].
pub async fn token(
    institution: &Institution,
    request: Request<'_>,
    note: &mut Note,
) -> Result<Tokens, Error> {
    let client = authenticate(institution, request, note).map_err(TokenRefusal::from)?;
    let leniencies = &institution.profile.leniencies;
    match TokenRequest::parse(request.params, client, leniencies)? {
        TokenRequest::AuthorizationCode(request) => {
            authorization_code::redeem(institution, client, &request, note).await
        }
        TokenRequest::RefreshToken(request) => {
            refresh_token::refresh(institution, client, &request, note).await
        }
    }
}
