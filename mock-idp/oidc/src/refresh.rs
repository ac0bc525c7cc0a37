//! The refresh token and its use (RFC 6749 6), rotating at every use (RFC 9700 4.14.2).

use serde::{Deserialize, Serialize};

use crate::authorization_code::Authorization;
use crate::client::Client;
use crate::clock::Timestamp;
use crate::grant::Grant;
use crate::params::Params;
use crate::refusal::TokenRefusal;
use crate::scope::ScopeSet;
use crate::secret::Secret;

/// The record of a refresh token; it outlives its use, so that reuse is recognised.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefreshToken {
    /// What it stands for: always the full scope of the authorization.
    pub authorization: Authorization,
    /// When it is over.
    pub expires_at: Timestamp,
    /// Whether it has been rotated out.
    pub consumed: bool,
}

/// The parameters of `grant_type=refresh_token`.
#[derive(Clone, Debug)]
pub struct RefreshRequest {
    /// `refresh_token`.
    pub refresh_token: Secret,
    /// `scope`: a part of what was granted, or nothing for all of it. A blank too many asks for
    /// the scope without a name (RFC 6749 3.3), which nobody was granted.
    pub scope: Option<ScopeSet>,
}

impl RefreshRequest {
    /// Reads the parameters.
    ///
    /// # Errors
    /// [`TokenRefusal::ParameterMissing`].
    pub fn parse(params: &Params) -> Result<Self, TokenRefusal> {
        let refresh_token = params
            .get("refresh_token")
            .ok_or_else(|| TokenRefusal::ParameterMissing(vec!["refresh_token"]))?;
        Ok(Self {
            refresh_token: Secret::new(refresh_token),
            scope: params.get("scope").map(|scope| scope.split(' ').collect()),
        })
    }
}

impl RefreshToken {
    /// Checks everything that can be checked before the token is consumed, and answers with the
    /// scope of the tokens to issue, in the order in which it was granted.
    ///
    /// # Errors
    /// The first rule that is broken; [`TokenRefusal::RefreshTokenConsumed`] comes last, so that
    /// only somebody who could have used the token can end its grant.
    pub fn check(
        &self,
        request: &RefreshRequest,
        client: &Client,
        grant: Option<&Grant>,
        now: Timestamp,
    ) -> Result<ScopeSet, TokenRefusal> {
        if self.authorization.client_id != client.id {
            return Err(TokenRefusal::ClientMismatch);
        }
        if self.expires_at.is_past(now) {
            return Err(TokenRefusal::RefreshTokenExpired);
        }
        Grant::check(grant, now)?;
        let granted = &self.authorization.scope;
        let asked = request.scope.as_ref().unwrap_or(granted);
        let missing = asked.without(granted);
        if !missing.is_empty() {
            return Err(TokenRefusal::ScopeNotGranted(missing));
        }
        if self.consumed {
            return Err(TokenRefusal::RefreshTokenConsumed);
        }
        Ok(granted.filter(|scope| asked.contains(scope)))
    }
}
