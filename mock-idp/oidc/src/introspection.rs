//! What a client may ask about a token, and what it is told: introspection (RFC 7662) and revocation
//! (RFC 7009).

use serde::Serialize;

use crate::access_token::{AccessToken, Confirmation};
use crate::authorization_code::Authorization;
use crate::client::Client;
use crate::clock::Timestamp;
use crate::grant::Grant;
use crate::params::Params;
use crate::profile::Profile;
use crate::refresh::RefreshToken;
use crate::refusal::{Inactive, TokenQueryRefusal};
use crate::secret::Secret;

/// A question about a token (RFC 7662 2.1) or the wish to end it (RFC 7009 2.1). `token_type_hint`
/// is read past: tokens of different types never look alike here.
#[derive(Clone, Debug)]
pub struct TokenQuery {
    /// `token`.
    pub token: Secret,
}

/// A token that was found.
#[derive(Clone, Debug)]
pub enum FoundToken {
    /// An access token, with the `jti` that it is stored under.
    Access(String, AccessToken),
    /// A refresh token.
    Refresh(RefreshToken),
}

/// The answer to an introspection request, in the order of the library that Banno runs.
#[derive(Debug, Default, Serialize)]
#[serde(default)]
pub struct IntrospectionResponse {
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cnf: Option<Confirmation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_type: Option<&'static str>,
}

impl TokenQuery {
    /// Reads the parameters of a client that has authenticated.
    ///
    /// # Errors
    /// [`TokenQueryRefusal::ParameterRepeated`], [`TokenQueryRefusal::ParameterMissing`].
    pub fn parse(params: &Params) -> Result<Self, TokenQueryRefusal> {
        let repeated = params.repeated(&["token", "token_type_hint"]);
        if !repeated.is_empty() {
            return Err(TokenQueryRefusal::ParameterRepeated(repeated));
        }
        let token = params
            .get("token")
            .ok_or_else(|| TokenQueryRefusal::ParameterMissing(vec!["token"]))?;
        Ok(Self {
            token: Secret::new(token),
        })
    }
}

impl FoundToken {
    /// The client that it was issued to.
    #[must_use]
    pub fn client_id(&self) -> &str {
        match self {
            Self::Access(_, token) => &token.client_id,
            Self::Refresh(token) => &token.authorization.client_id,
        }
    }

    /// The user's `sub`.
    #[must_use]
    pub fn account(&self) -> &str {
        match self {
            Self::Access(_, token) => &token.account,
            Self::Refresh(token) => &token.authorization.account,
        }
    }

    /// The grant that it hangs on.
    #[must_use]
    pub const fn grant(&self) -> &crate::grant::GrantId {
        match self {
            Self::Access(_, token) => &token.grant,
            Self::Refresh(token) => &token.authorization.grant,
        }
    }

    /// Whether its own lifetime is over.
    #[must_use]
    pub const fn is_expired(&self, now: Timestamp) -> bool {
        match self {
            Self::Access(_, token) => token.expires_at.is_past(now),
            Self::Refresh(token) => token.expires_at.is_past(now),
        }
    }

    /// What `caller` is told about the token. A public client, which anybody can be, learns of its
    /// own tokens only.
    ///
    /// # Errors
    /// [`Inactive`]: the answer is then [`IntrospectionResponse::default`].
    pub fn introspect(
        &self,
        grant: Option<&Grant>,
        caller: &Client,
        now: Timestamp,
        profile: &Profile,
    ) -> Result<IntrospectionResponse, Inactive> {
        if self.is_expired(now) {
            return Err(Inactive::Expired);
        }
        if let Self::Refresh(token) = self
            && token.is_used_up(now, profile.policies.refresh_rotation)
        {
            return Err(Inactive::Consumed);
        }
        let grant = grant.ok_or(Inactive::GrantNotFound)?;
        if grant.expires_at.is_past(now) {
            return Err(Inactive::GrantExpired);
        }
        if let Self::Access(_, token) = self
            && grant.session_ended
            && !token.offline
        {
            return Err(Inactive::SessionEnded);
        }
        if caller.is_public() && self.client_id() != caller.id {
            return Err(Inactive::NotForPublicClient);
        }
        Ok(self.response(profile))
    }

    fn response(&self, profile: &Profile) -> IntrospectionResponse {
        let shared = IntrospectionResponse {
            active: true,
            sub: Some(self.account().to_owned()),
            client_id: Some(self.client_id().to_owned()),
            iss: Some(profile.issuer.clone()),
            ..IntrospectionResponse::default()
        };
        match self {
            Self::Access(_, token) => IntrospectionResponse {
                exp: Some(token.expires_at),
                iat: Some(token.issued_at),
                sid: token.sid.clone(),
                scope: Some(token.scope.to_string()),
                cnf: token.confirmation(),
                token_type: Some(token.token_type()),
                ..shared
            },
            Self::Refresh(token) => IntrospectionResponse {
                exp: Some(token.expires_at),
                iat: Some(token.issued_at),
                sid: token.authorization.asked_sid(),
                scope: Some(token.authorization.scope.to_string()),
                cnf: token.jkt.clone().map(|jkt| Confirmation { jkt }),
                ..shared
            },
        }
    }
}

impl Authorization {
    /// The session's name for the client, if the client has asked for it.
    #[must_use]
    pub fn asked_sid(&self) -> Option<String> {
        let asked = self.claims.id_token.contains_key("sid");
        asked.then(|| self.sid.clone())
    }
}
