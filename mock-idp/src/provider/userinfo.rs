//! A userinfo request comes in.

use oidc::access_token::AccessToken;
use oidc::claims::Claims;
use oidc::dpop::Proof;
use oidc::refusal::UserinfoRefusal;
use oidc::secret::Secret;
use oidc::userinfo::{self, Presented, UserinfoRequest};

use super::bearer::{self, Issued, Unknown};
use super::{issue, proof};
use crate::institution::Institution;
use crate::journal::Note;
use crate::keys;

/// What a token is answered with.
#[derive(Debug)]
pub enum Answer {
    /// The claims as they are.
    Claims(Claims),
    /// The claims in a JWT, which the client is registered for.
    Jwt(Secret),
}

/// Why there are no claims.
#[derive(Debug)]
pub enum Error {
    /// The request was refused.
    Refused {
        /// Why.
        refusal: UserinfoRefusal,
        /// Whether the token is bound to a key.
        bound: bool,
    },
    /// The provider failed.
    Keys(keys::Error),
}

/// Answers with the claims that the token is good for.
///
/// # Errors
/// [`Error`].
pub async fn userinfo(
    institution: &Institution,
    method: &str,
    presented: Presented<'_>,
    note: &mut Note,
) -> Result<Answer, Error> {
    let request = UserinfoRequest::parse(presented, &institution.profile, &mut note.leniencies)?;
    let access_token = request.access_token.expose();
    let header = request.proof.as_ref().map(Secret::expose);
    let proof = proof::check(institution, header, method, "/me", Some(access_token));
    let proof = proof.map_err(UserinfoRefusal::from)?;
    let issued = bearer::find(institution, access_token, note).await;
    let issued = issued.map_err(|unknown| match unknown {
        Unknown::Invalid => UserinfoRefusal::AccessTokenInvalid,
        Unknown::NotFound => UserinfoRefusal::AccessTokenNotFound,
    })?;
    let claims = claims(institution, &request, &issued, proof.as_ref()).await;
    let claims = claims.map_err(|refusal| Error::Refused {
        refusal,
        bound: issued.is_known_to_be_bound(institution.now()),
    })?;
    let client = institution.client(&issued.token.client_id);
    match client.and_then(|client| Some((client, client.userinfo_alg?))) {
        None => Ok(Answer::Claims(claims)),
        Some((client, alg)) => {
            let payload = payload(institution, claims, &issued.token);
            let encryption = client.userinfo_encryption.as_ref();
            let jwt = issue::jwt(institution, &client.id, alg, encryption, &payload).await;
            jwt.map(Answer::Jwt).map_err(Error::Keys)
        }
    }
}

async fn claims(
    institution: &Institution,
    request: &UserinfoRequest,
    issued: &Issued,
    proof: Option<&Proof>,
) -> Result<Claims, UserinfoRefusal> {
    let (token, now) = (&issued.token, institution.now());
    userinfo::check_token(token, now)?;
    if !proof::is_first_of(institution, &token.client_id, proof).await {
        return Err(UserinfoRefusal::DpopReplayed);
    }
    let user = issued.user.as_deref().map(|user| &user.claims);
    let profile = &institution.profile;
    let found = issued.found(institution);
    let scope = userinfo::check(found, request, proof, now, profile)?;
    let nobody = Claims::new();
    let user = user.unwrap_or(&nobody);
    Ok(userinfo::response(user, token, scope, profile))
}

fn payload(institution: &Institution, claims: Claims, token: &AccessToken) -> Claims {
    userinfo::signed_payload(claims, token, institution.now(), &institution.profile)
}

impl From<UserinfoRefusal> for Error {
    /// A refusal before any token was found.
    fn from(refusal: UserinfoRefusal) -> Self {
        Self::Refused {
            refusal,
            bound: false,
        }
    }
}
