//! `grant_type=authorization_code` (RFC 6749 4.1.3).

use oidc::authorization_code::CodeRequest;
use oidc::dpop::Holder;
use oidc::policy::Leniency;
use oidc::refusal::TokenRefusal;
use oidc::secret::Fingerprint;
use oidc::token::check_resource;

use crate::institution::Institution;
use crate::journal::Note;
use crate::provider::issue::{self, Renewal, Tokens, Wish};
use crate::provider::proof;
use crate::provider::token::Error;

/// Redeems a code. Of many who try at once exactly one gets tokens, and those are dead as soon as a
/// second one has come.
///
/// # Errors
/// [`Error::Refused`], [`Error::Keys`].
pub async fn redeem(
    institution: &Institution,
    holder: Holder<'_>,
    request: &CodeRequest,
    note: &mut Note,
) -> Result<Tokens, Error> {
    let store = &institution.store;
    let id = Fingerprint::of(request.code.expose());
    let found = store.code(id).await;
    let code = found.ok_or(TokenRefusal::AuthorizationCodeNotFound)?;
    let authorization = &code.authorization;
    note.account = Some(authorization.account.clone());
    note.grant = Some(authorization.grant.clone());
    let grant = store.grant(&authorization.grant).await;
    let profile = &institution.profile;
    let leniencies = &mut note.leniencies;
    let now = institution.now();
    let mut verdict = code.check(request, holder, grant.as_ref(), now, profile, leniencies);
    if verdict.is_ok()
        && !store.consume_code(id).await
        && !(code.consumed || profile.allows(Leniency::AllowCodeReuse, leniencies))
    {
        verdict = Err(TokenRefusal::AuthorizationCodeConsumed);
    }
    if let Err(refusal) = verdict {
        if refusal.ends_grant() {
            super::end(institution, &authorization.grant).await;
        }
        return Err(refusal.into());
    }
    let user = institution
        .user(&authorization.account)
        .ok_or(TokenRefusal::AccountNotFound)?;
    code.check_proof_there(holder.proof)?;
    if !proof::is_first(institution, holder).await {
        return Err(TokenRefusal::DpopReplayed.into());
    }
    code.check_key(holder.proof)?;
    check_resource(&request.resources, authorization)?;
    let wish = Wish {
        scope: authorization.scope.clone(),
        jkt: holder.jkt(),
        renewal: Renewal::First,
    };
    Ok(issue::tokens(institution, code.authorization, user, wish).await?)
}
