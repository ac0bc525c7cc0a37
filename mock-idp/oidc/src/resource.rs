//! A request to a resource that access tokens open (RFC 6750).

use crate::access_token::AccessToken;
use crate::client::Client;
use crate::clock::Timestamp;
use crate::grant::Grant;
use crate::refusal::ResourceRefusal;
use crate::scope::ScopeSet;
use crate::secret::Secret;

/// The bearer token of a request: from the header alone (RFC 6750 2.1).
///
/// # Errors
/// The variants of [`ResourceRefusal`] that concern form, not truth.
pub fn bearer(authorization: Option<&str>) -> Result<Secret, ResourceRefusal> {
    let header = authorization.filter(|header| !header.is_empty());
    let header = header.ok_or(ResourceRefusal::Missing)?;
    let mut parts = header.split(' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(scheme), Some(token), None) if !token.is_empty() => {
            if scheme.eq_ignore_ascii_case("bearer") {
                Ok(Secret::new(token))
            } else {
                Err(ResourceRefusal::SchemeNotBearer)
            }
        }
        _ => Err(ResourceRefusal::HeaderMalformed),
    }
}

/// What is known of the token of a request.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The token, found by its `jti`.
    pub token: &'a AccessToken,
    /// The client that it was issued to, if it is still registered.
    pub client: Option<&'a Client>,
    /// Whether the user that it was issued for is still there.
    pub account_exists: bool,
    /// The grant that it rests on, if that still stands.
    pub grant: Option<&'a Grant>,
}

/// Checks that a token is good, and good for one of the scopes.
///
/// # Errors
/// The first rule that is broken: the token's first, the scope's last (RFC 6750 3.1).
pub fn check(
    found: Found<'_>,
    scopes: &'static [&'static str],
    now: Timestamp,
) -> Result<(), ResourceRefusal> {
    let token = found.token;
    if token.expires_at.is_past(now) {
        return Err(ResourceRefusal::AccessTokenExpired);
    }
    found.client.ok_or(ResourceRefusal::ClientNotFound)?;
    if !found.account_exists {
        return Err(ResourceRefusal::AccountNotFound);
    }
    let grant = found.grant.ok_or(ResourceRefusal::GrantNotFound)?;
    if grant.session_ended && !token.offline {
        return Err(ResourceRefusal::SessionEnded);
    }
    if grant.expires_at.is_past(now) {
        return Err(ResourceRefusal::GrantExpired);
    }
    if !is_granted(&token.scope, scopes) {
        return Err(ResourceRefusal::ScopeMissing(scopes));
    }
    Ok(())
}

fn is_granted(granted: &ScopeSet, scopes: &[&str]) -> bool {
    scopes.iter().any(|scope| granted.contains(scope))
}
