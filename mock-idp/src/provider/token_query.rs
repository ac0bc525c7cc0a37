//! A client asks about a token (RFC 7662) or ends one (RFC 7009).

use oidc::introspection::{FoundToken, IntrospectionResponse, TokenQuery};
use oidc::refusal::{Inactive, Reason as _, TokenQueryRefusal};
use oidc::secret::{Fingerprint, Secret};

use super::client_auth::{Request, authenticate};
use super::grants;
use crate::institution::Institution;
use crate::journal::{Note, Refused};

/// Tells what a token is good for.
///
/// # Errors
/// [`TokenQueryRefusal`]. That a token is good for nothing is an answer; why it is stands in the note.
pub async fn introspect(
    institution: &Institution,
    request: Request<'_>,
    note: &mut Note,
) -> Result<IntrospectionResponse, TokenQueryRefusal> {
    let client = authenticate(institution, request, note).await?;
    let query = TokenQuery::parse(request.params)?;
    let answer = match find(institution, &query.token).await {
        None => Err(Inactive::NotFound),
        Some(found) => {
            note_token(note, &found);
            let grant = institution.store.grant(found.grant()).await;
            let profile = &institution.profile;
            found.introspect(grant.as_ref(), client, institution.now(), profile)
        }
    };
    Ok(answer.unwrap_or_else(|why| {
        note.refusal = Some(Refused {
            error: "inactive".to_owned(),
            description: None,
            reason: why.to_string(),
            hint: why.hint(),
        });
        IntrospectionResponse::default()
    }))
}

/// Ends a token; with a refresh token its whole grant. One that is not there is as good as ended.
///
/// # Errors
/// [`TokenQueryRefusal`].
pub async fn revoke(
    institution: &Institution,
    request: Request<'_>,
    note: &mut Note,
) -> Result<(), TokenQueryRefusal> {
    let client = authenticate(institution, request, note).await?;
    let query = TokenQuery::parse(request.params)?;
    let found = find(institution, &query.token).await;
    let Some(found) = found.filter(|found| !found.is_expired(institution.now())) else {
        return Ok(());
    };
    note_token(note, &found);
    if institution.store.grant(found.grant()).await.is_none() {
        return Ok(());
    }
    if found.client_id() != client.id {
        return Err(TokenQueryRefusal::ClientMismatch);
    }
    match &found {
        FoundToken::Access(jti, _) => institution.store.remove_access_token(jti).await,
        FoundToken::Refresh(_) => grants::end(institution, found.grant()).await,
    }
    Ok(())
}

async fn find(institution: &Institution, token: &Secret) -> Option<FoundToken> {
    let store = &institution.store;
    if let Some(payload) = institution.access_tokens.verify(token.expose()) {
        let found = store.access_token(&payload.jti).await?;
        return Some(FoundToken::Access(payload.jti, found));
    }
    let id = Fingerprint::of(token.expose());
    store.refresh_token(id).await.map(FoundToken::Refresh)
}

fn note_token(note: &mut Note, found: &FoundToken) {
    note.account = Some(found.account().to_owned());
    note.grant = Some(found.grant().clone());
}
