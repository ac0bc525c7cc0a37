//! Token exchange (RFC 8693), as we assume it: Banno lists the grant and has published nothing about it. A confidential
//! client gets another access token for one that it has: of the same user and grant, of the same scope or less, and good
//! for no longer.

use std::time::Duration;

use crate::access_token::AccessToken;
use crate::clock::Timestamp;
use crate::dpop::{self, Holder};
use crate::grant::Grant;
use crate::params::Params;
use crate::profile::Profile;
use crate::refusal::{ExchangeRefusal, SubjectRefusal, TokenRefusal};
use crate::scope::ScopeSet;
use crate::secret::Secret;

/// `grant_type` of an exchange (RFC 8693 2.1).
pub const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// The one type of token that is taken and given (RFC 8693 3).
pub const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// The parameters of `grant_type=urn:ietf:params:oauth:grant-type:token-exchange` (RFC 8693 2.1).
#[derive(Clone, Debug)]
pub struct ExchangeRequest {
    /// `subject_token`.
    pub subject_token: Secret,
    /// `scope`: a part of what the subject token has, or nothing for all of it.
    pub scope: Option<ScopeSet>,
}

impl ExchangeRequest {
    /// Reads the parameters.
    ///
    /// # Errors
    /// [`TokenRefusal::ParameterMissing`], and the variants of [`ExchangeRefusal`] that concern form.
    pub fn parse(params: &Params, profile: &Profile) -> Result<Self, TokenRefusal> {
        let missing = params.missing(&["subject_token", "subject_token_type"]);
        if !missing.is_empty() {
            return Err(TokenRefusal::ParameterMissing(missing));
        }
        let is_of_access_tokens = |name| params.get(name).is_none_or(|kind| kind == ACCESS_TOKEN);
        if !is_of_access_tokens("subject_token_type") {
            return Err(ExchangeRefusal::SubjectType.into());
        }
        if !is_of_access_tokens("requested_token_type") {
            return Err(ExchangeRefusal::RequestedType.into());
        }
        let is_there = |name: &&str| params.get(name).is_some();
        if ["actor_token", "actor_token_type"].iter().any(is_there) {
            return Err(ExchangeRefusal::Actor.into());
        }
        for name in ["resource", "audience"] {
            if params.all(name).iter().any(|target| *target != profile.api) {
                return Err(ExchangeRefusal::Target(name).into());
            }
        }
        Ok(Self {
            subject_token: Secret::new(params.get("subject_token").unwrap_or_default()),
            scope: params.get("scope").map(|scope| scope.split(' ').collect()),
        })
    }

    /// Makes the record of the new token out of that of the subject token.
    ///
    /// # Errors
    /// [`ExchangeRefusal::Subject`], [`ExchangeRefusal::ScopeNotGranted`].
    pub fn exchange(
        &self,
        subject: &AccessToken,
        holder: Holder<'_>,
        grant: Option<&Grant>,
        now: Timestamp,
        lifetime: Duration,
    ) -> Result<AccessToken, ExchangeRefusal> {
        use SubjectRefusal as Subject;
        if subject.client_id != holder.client.id {
            return Err(ExchangeRefusal::Subject(Subject::OtherClient));
        }
        let stands = |grant: &Grant| {
            !grant.expires_at.is_past(now) && (subject.offline || !grant.session_ended)
        };
        if subject.expires_at.is_past(now) || !grant.is_some_and(stands) {
            return Err(ExchangeRefusal::Subject(Subject::NotLive));
        }
        if !dpop::is_proven(subject.jkt.as_deref(), holder.proof) {
            return Err(ExchangeRefusal::Subject(Subject::NotProven));
        }
        let scope = self.scope.as_ref().unwrap_or(&subject.scope);
        let missing = scope.without(&subject.scope);
        if !missing.is_empty() {
            return Err(ExchangeRefusal::ScopeNotGranted(missing));
        }
        Ok(AccessToken {
            scope: subject.scope.filter(|granted| scope.contains(granted)),
            jkt: holder.jkt(),
            issued_at: now,
            expires_at: subject.expires_at.min(now.after(lifetime)),
            ..subject.clone()
        })
    }
}
