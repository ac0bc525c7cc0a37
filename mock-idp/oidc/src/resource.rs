//! A request to a resource that access tokens open (RFC 6750, RFC 9449 7).

use crate::access_token::AccessToken;
use crate::client::Client;
use crate::clock::Timestamp;
use crate::dpop::{self, Proof};
use crate::grant::Grant;
use crate::presented::in_header;
use crate::refusal::{PresentedRefusal, ResourceRefusal};
use crate::scope::ScopeSet;
use crate::secret::Secret;

/// The token of a request: from the header alone (RFC 6750 2.1), with the scheme `DPoP` if a proof comes with it.
///
/// # Errors
/// The variants of [`ResourceRefusal`] that concern form, not truth.
pub fn token(authorization: Option<&str>, with_proof: bool) -> Result<Secret, ResourceRefusal> {
    let header = authorization.filter(|header| !header.is_empty());
    let header = header.ok_or(ResourceRefusal::Missing)?;
    match in_header(header, with_proof)? {
        "" => Err(PresentedRefusal::HeaderMalformed.into()),
        token => Ok(Secret::new(token)),
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

/// Checks that a token still lives, before its proof is remembered.
///
/// # Errors
/// [`ResourceRefusal::AccessTokenExpired`].
pub fn check_token(token: &AccessToken, now: Timestamp) -> Result<(), ResourceRefusal> {
    if token.expires_at.is_past(now) {
        return Err(ResourceRefusal::AccessTokenExpired);
    }
    Ok(())
}

/// Checks that a token is in the right hands, good, and good for one of the scopes.
///
/// # Errors
/// The first rule that is broken: the token's first, the scope's last (RFC 6750 3.1).
pub fn check(
    found: Found<'_>,
    proof: Option<&Proof>,
    scopes: &'static [&'static str],
    now: Timestamp,
) -> Result<(), ResourceRefusal> {
    let token = found.token;
    if !dpop::is_proven(token.jkt.as_deref(), proof) {
        return Err(ResourceRefusal::DpopKeyMismatch);
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
