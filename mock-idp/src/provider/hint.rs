//! `id_token_hint` (OIDC Core 3.1.2.1): an ID token of ours, expired or not.

use oidc::authorize::AuthorizationRequest;
use oidc::client::SigningAlg;
use oidc::refusal::AuthorizationRefusal;
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
    let invalid = AuthorizationRefusal::IdTokenHintInvalid;
    let Some(hint) = &request.id_token_hint else {
        return Ok(None);
    };
    let client = institution.client(&request.client_id);
    let alg = client.map_or(SigningAlg::Es256, |client| client.id_token_alg);
    let verified = institution.keys.verify::<Hint>(alg, hint.expose()).await;
    let hint = verified.ok_or_else(|| invalid("not an ID token of this issuer"))?;
    if hint.iss != institution.profile.issuer {
        return Err(invalid("of another issuer"));
    }
    if hint.aud != request.client_id {
        return Err(invalid("issued to another client"));
    }
    Ok(Some(hint.sub))
}
