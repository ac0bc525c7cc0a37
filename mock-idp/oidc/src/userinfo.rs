//! The userinfo request and its answer (OIDC Core 5.3, RFC 6750 2).

use serde_json::json;

use crate::access_token::AccessToken;
use crate::claims::{Claims, release};
use crate::clock::Timestamp;
use crate::dpop::{self, Proof};
use crate::params::Params;
use crate::policy::Leniency;
use crate::presented;
use crate::profile::Profile;
use crate::refusal::UserinfoRefusal;
use crate::resource::Found;
use crate::scope::{OPENID, ScopeSet};
use crate::secret::Secret;

/// A bearer token and the scope that its holder is content with.
#[derive(Clone, Debug)]
pub struct UserinfoRequest {
    /// The access token as it came.
    pub access_token: Secret,
    /// The `DPoP` header.
    pub proof: Option<Secret>,
    /// `scope`: a part of the token's, or nothing for all of it.
    pub scope: Option<ScopeSet>,
    /// The `Origin` of the script that asks, if one does.
    pub origin: Option<String>,
}

/// The places that a bearer token may come from.
#[derive(Clone, Copy)]
pub struct Presented<'a> {
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The query.
    pub query: &'a Params,
    /// The form body of a POST, if there was one.
    pub body: Option<&'a Params>,
    /// The `DPoP` header.
    pub proof: Option<&'a str>,
    /// The `Origin` header.
    pub origin: Option<&'a str>,
}

impl UserinfoRequest {
    /// Finds the one token in a request.
    ///
    /// # Errors
    /// The variants of [`UserinfoRefusal`] that concern form, not truth.
    pub fn parse(
        presented: Presented<'_>,
        profile: &Profile,
        used: &mut Vec<Leniency>,
    ) -> Result<Self, UserinfoRefusal> {
        let parameters = presented.body.unwrap_or(presented.query);
        let repeated = parameters.repeated(&["scope", "access_token"]);
        if !repeated.is_empty() {
            return Err(UserinfoRefusal::ParameterRepeated(repeated));
        }
        let in_body = presented.body.and_then(|body| body.get("access_token"));
        let in_query = presented.query.get("access_token");
        let in_header = presented.authorization.filter(|header| !header.is_empty());
        let access_token = match (in_body, in_header, in_query) {
            (None, None, None) => Err(UserinfoRefusal::Missing),
            (None, None, Some(token)) => {
                let allowed = profile.allows(Leniency::AllowAccessTokenInQuery, used);
                allowed.then_some(token).ok_or(UserinfoRefusal::InQuery)
            }
            (None, Some(header), None) => {
                Ok(presented::in_header(header, presented.proof.is_some())?)
            }
            (Some(token), None, None) => Ok(token),
            _ => Err(UserinfoRefusal::SeveralMechanisms),
        }?;
        if presented.proof.is_some() && in_header.is_none() {
            return Err(UserinfoRefusal::DpopTokenNotInHeader);
        }
        Ok(Self {
            access_token: Secret::new(access_token),
            proof: presented.proof.map(Secret::new),
            scope: parameters
                .get("scope")
                .map(|scope| scope.split(' ').collect()),
            origin: presented.origin.map(str::to_owned),
        })
    }
}

/// Checks that a token that was found by its `jti` is good for this endpoint at all, before its proof is remembered.
///
/// # Errors
/// [`UserinfoRefusal::AccessTokenExpired`], [`UserinfoRefusal::OpenidScopeMissing`].
pub fn check_token(token: &AccessToken, now: Timestamp) -> Result<(), UserinfoRefusal> {
    if token.expires_at.is_past(now) {
        return Err(UserinfoRefusal::AccessTokenExpired);
    }
    if !token.scope.contains(OPENID) {
        return Err(UserinfoRefusal::OpenidScopeMissing);
    }
    Ok(())
}

/// Checks everything else, in the order of the library that Banno runs, and answers with the scope that
/// counts.
///
/// # Errors
/// The first rule that is broken.
pub fn check<'a>(
    found: Found<'a>,
    request: &'a UserinfoRequest,
    proof: Option<&Proof>,
    now: Timestamp,
    profile: &Profile,
) -> Result<&'a ScopeSet, UserinfoRefusal> {
    let token = found.token;
    if !dpop::is_proven(token.jkt.as_deref(), proof) {
        return Err(UserinfoRefusal::DpopKeyMismatch);
    }
    let scope = request.scope.as_ref().unwrap_or(&token.scope);
    let missing = scope.without(&token.scope);
    if !missing.is_empty() {
        return Err(UserinfoRefusal::ScopeMissing(missing));
    }
    let client = found.client.ok_or(UserinfoRefusal::ClientNotFound)?;
    if let Some(origin) = request
        .origin
        .as_ref()
        .filter(|origin| !profile.allows_origin(client, origin))
    {
        return Err(UserinfoRefusal::OriginNotAllowed {
            origin: origin.clone(),
            client_id: client.id.clone(),
        });
    }
    if !found.account_exists {
        return Err(UserinfoRefusal::AccountNotFound);
    }
    let grant = found.grant.ok_or(UserinfoRefusal::GrantNotFound)?;
    if grant.session_ended && !token.offline {
        return Err(UserinfoRefusal::SessionEnded);
    }
    if grant.expires_at.is_past(now) {
        return Err(UserinfoRefusal::GrantExpired);
    }
    Ok(scope)
}

/// The answer: `sub`, the claims of the scopes, and those asked for by name.
#[must_use]
pub fn response(user: &Claims, token: &AccessToken, scope: &ScopeSet, profile: &Profile) -> Claims {
    let mut available = user.clone();
    available.insert("sub".to_owned(), json!(token.account));
    let known = |claim: &str| profile.knows_claim(claim);
    let asked = token.claims.userinfo.keys().map(String::as_str);
    let scope = token.scope.filter(|granted| scope.contains(granted));
    release(&available, profile.scope_claims(&scope).chain(asked), known)
}

/// The payload of a signed answer (OIDC Core 5.3.2): the claims, then `aud`, `exp`, `iat`, `iss`. It is good for as long
/// as the access token.
#[must_use]
pub fn signed_payload(
    claims: Claims,
    token: &AccessToken,
    now: Timestamp,
    profile: &Profile,
) -> Claims {
    let mut payload = claims;
    for (name, value) in [
        ("aud", json!(token.client_id)),
        ("exp", json!(token.expires_at)),
        ("iat", json!(now)),
        ("iss", json!(profile.issuer)),
    ] {
        payload.insert(name.to_owned(), value);
    }
    payload
}
