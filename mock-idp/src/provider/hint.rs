//! `id_token_hint` (OIDC Core 3.1.2.1): an ID token of ours, expired or not.

use oidc::authorize::AuthorizationRequest;
use oidc::client::Client;
use oidc::refusal::AuthorizationRefusal;
use oidc::secret::Secret;
use serde::Deserialize;

use crate::institution::Institution;

#[derive(Deserialize)]
struct Hint {
    iss: String,
    aud: String,
    sub: String,
}

/// Verifies the hint of a request, if it has one, and answers with its `sub`.
///
/// # Errors
/// [`AuthorizationRefusal::IdTokenHintInvalid`].
pub async fn subject(
    institution: &Institution,
    request: &AuthorizationRequest,
) -> Result<Option<String>, AuthorizationRefusal> {
    let Some(hint) = &request.id_token_hint else {
        return Ok(None);
    };
    let client = institution.client(&request.client_id);
    let client = client.ok_or(AuthorizationRefusal::ClientNotFound)?;
    let verified = verify(institution, client, hint).await;
    verified
        .map(Some)
        .map_err(AuthorizationRefusal::IdTokenHintInvalid)
}

/// Verifies a hint that is said to have been issued to that client, and answers with its `sub`.
///
/// # Errors
/// What is wrong with it.
pub async fn verify(
    institution: &Institution,
    client: &Client,
    hint: &Secret,
) -> Result<String, &'static str> {
    let keys = &institution.keys;
    let verified = keys
        .verify::<Hint>(client.id_token_alg, hint.expose())
        .await;
    let hint = verified.ok_or("not an ID token of this issuer")?;
    if hint.iss != institution.profile.issuer {
        return Err("of another issuer");
    }
    if hint.aud != client.id {
        return Err("issued to another client");
    }
    Ok(hint.sub)
}
