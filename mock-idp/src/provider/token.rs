//! A token request comes in.

use oidc::dpop::Holder;
use oidc::refusal::TokenRefusal;
use oidc::token::TokenRequest;

use super::client_auth::{Request, authenticate};
use super::grants::{authorization_code, refresh_token, token_exchange};
use super::issue::Tokens;
use super::proof;
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
    let client = authenticate(institution, request, note).await;
    let client = client.map_err(TokenRefusal::from)?;
    let parsed = TokenRequest::parse(request.params, client, &institution.profile)?;
    let proof = proof::check(institution, request.proof, "POST", request.path, None);
    let proof = proof.map_err(TokenRefusal::from)?;
    let holder = Holder {
        client,
        proof: proof.as_ref(),
    };
    match parsed {
        TokenRequest::AuthorizationCode(request) => {
            authorization_code::redeem(institution, holder, &request, note).await
        }
        TokenRequest::RefreshToken(request) => {
            refresh_token::refresh(institution, holder, &request, note).await
        }
        TokenRequest::TokenExchange(request) => {
            token_exchange::exchange(institution, holder, &request, note).await
        }
    }
}
