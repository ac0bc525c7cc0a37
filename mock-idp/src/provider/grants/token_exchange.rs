//! `grant_type=urn:ietf:params:oauth:grant-type:token-exchange` (RFC 8693).

use oidc::dpop::Holder;
use oidc::refusal::{ExchangeRefusal, SubjectRefusal, TokenRefusal};
use oidc::token_exchange::{ACCESS_TOKEN, ExchangeRequest};

use crate::institution::Institution;
use crate::journal::Note;
use crate::provider::issue::{self, Tokens};
use crate::provider::token::Error;
use crate::provider::{bearer, proof};

/// Gives another access token for one that the client has.
///
/// # Errors
/// [`Error::Refused`], [`Error::Keys`].
pub async fn exchange(
    institution: &Institution,
    holder: Holder<'_>,
    request: &ExchangeRequest,
    note: &mut Note,
) -> Result<Tokens, Error> {
    holder.check_required()?;
    let found = bearer::look_up(institution, request.subject_token.expose()).await;
    let unknown = |_| ExchangeRefusal::Subject(SubjectRefusal::Unknown);
    let subject = found.map_err(unknown).map_err(TokenRefusal::from)?;
    note.account = Some(subject.token.account.clone());
    note.grant = Some(subject.token.grant.clone());
    let record = request.exchange(
        &subject.token,
        holder,
        subject.grant.as_ref(),
        institution.now(),
        institution.profile.lifetimes.access_token,
    );
    let record = record.map_err(TokenRefusal::from)?;
    if subject.user.is_none() {
        let gone = ExchangeRefusal::Subject(SubjectRefusal::NotLive);
        return Err(TokenRefusal::from(gone).into());
    }
    if !proof::is_first(institution, holder).await {
        return Err(TokenRefusal::DpopReplayed.into());
    }
    let expires_in = record.issued_at.until(record.expires_at);
    let (scope, token_type) = (record.scope.clone(), record.token_type());
    Ok(Tokens {
        access_token: issue::access_token(institution, record).await?,
        expires_in: expires_in.as_secs(),
        id_token: None,
        issued_token_type: Some(ACCESS_TOKEN),
        refresh_token: None,
        scope,
        token_type,
    })
}
