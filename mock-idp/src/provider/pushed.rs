//! A pushed authorization request comes in (RFC 9126 2).

use oidc::authorize::AuthorizationRequest;
use oidc::entropy::name;
use oidc::pushed::{PushedRequest, URN};
use oidc::refusal::PushedRequestRefusal;
use oidc::secret::{Fingerprint, Secret};

use super::client_auth::{Request, authenticate};
use super::{hint, proof};
use crate::institution::Institution;
use crate::journal::Note;

/// What the client is answered.
#[derive(Debug)]
pub struct Pushed {
    /// `request_uri`.
    pub request_uri: Secret,
    /// `expires_in`, in seconds.
    pub expires_in: u64,
}

/// Checks a request as the authorization endpoint would, and keeps it.
///
/// # Errors
/// [`PushedRequestRefusal`].
pub async fn push(
    institution: &Institution,
    request: Request<'_>,
    note: &mut Note,
) -> Result<Pushed, PushedRequestRefusal> {
    let client = authenticate(institution, request, note).await?;
    let profile = &institution.profile;
    let mut pushed = AuthorizationRequest::parse_for_pushing(request.params, client, profile)?;
    note.leniencies.extend(&pushed.leniencies);
    note.ignored(&pushed.ignored_scopes(request.params));
    note.withheld(pushed.withheld_claims(request.params, profile));
    hint::subject(institution, &pushed).await?;
    if let Some(proof) = proof::check(institution, request.proof, "POST", request.path, None)? {
        if !proof::is_first_of(institution, &client.id, Some(&proof)).await {
            return Err(PushedRequestRefusal::DpopReplayed);
        }
        let jkt = pushed
            .dpop_jkt
            .get_or_insert_with(|| proof.thumbprint.clone());
        if *jkt != proof.thumbprint {
            return Err(PushedRequestRefusal::DpopJktMismatch);
        }
    }
    let now = institution.now();
    let lifetime = profile.lifetimes.pushed_request;
    let record = PushedRequest::new(request.params.clone(), &pushed, now.after(lifetime));
    let request_uri = format!("{URN}{}", name(&*institution.entropy));
    let id = Fingerprint::of(&request_uri);
    institution.store.put_pushed_request(id, record, now).await;
    Ok(Pushed {
        request_uri: Secret::new(request_uri),
        expires_in: lifetime.as_secs(),
    })
}
